/// A record that is to be written: what `WARCWriter` cannot know by itself.
package struct WARCDraft: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case warcinfo, request, response, metadata, resource
    }

    /// Why a block ends before its content did (ISO 28500, 5.13).
    package enum Truncation: String, Sendable, CaseIterable {
        /// The crawler's cap on bytes.
        case length
        /// The crawler's deadline.
        case time
        /// The connection broke.
        case disconnect
        case unspecified
    }

    package var kind: Kind
    package var id: WARCRecordID
    /// Microseconds since 1970, UTC: when the capture began.
    package var date: Int64
    /// Address of what was captured; empty only for `warcinfo`. Bytes that no address may hold are written as `%XX`.
    package var targetURI = ""
    /// IP address that was spoken to, as text.
    package var address: String?
    /// Records of the same capture event.
    package var concurrentTo: [WARCRecordID] = []
    /// The `warcinfo` record that describes how this one came to be.
    package var warcinfo: WARCRecordID?
    /// Media type of the block.
    package var contentType: String
    package var truncation: Truncation?
    package var block: [UInt8]

    package init(_ kind: Kind, id: WARCRecordID, date: Int64, contentType: String, block: [UInt8]) {
        self.kind = kind
        self.id = id
        self.date = date
        self.contentType = contentType
        self.block = block
    }

    /// Media type of `fieldLines`.
    package static let fieldsType = "application/warc-fields"
    package static let requestType = "application/http; msgtype=request"
    package static let responseType = "application/http; msgtype=response"

    /// The block of a `warcinfo` or `metadata` record: one `name: value` a line. What would break a line is written as `%XX`.
    package static func fieldLines(_ fields: [(name: String, value: String)]) -> [UInt8] {
        var lines = WARCHead()
        for field in fields { lines.add(field.name, field.value) }
        return lines.bytes
    }
}

/// A record's identifier: a UUID that the caller chooses, so that the same capture is written in the same bytes.
package struct WARCRecordID: Hashable, Sendable, CustomStringConvertible {
    private let high: UInt64
    private let low: UInt64

    /// A UUID of version 8 (RFC 9562: by the application's own rule) out of the first 16 bytes; missing ones count as 0.
    package init(_ bytes: some Sequence<UInt8>) {
        var words: (UInt64, UInt64) = (0, 0)
        for (index, byte) in bytes.prefix(16).enumerated() {
            if index < 8 {
                words.0 |= UInt64(byte) << UInt64(56 - 8 * index)
            } else {
                words.1 |= UInt64(byte) << UInt64(120 - 8 * index)
            }
        }
        high = words.0 & ~0xF000 | 0x8000
        low = words.1 & ~(3 << 62) | 1 << 63
    }

    /// `xxxxxxxx-xxxx-8xxx-xxxx-xxxxxxxxxxxx`
    package var description: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for index in 0..<32 {
            if index == 8 || index == 12 || index == 16 || index == 20 { text.append(UInt8(ascii: "-")) }
            let word = index < 16 ? high : low
            text.append(digits[Int(word >> UInt64(60 - 4 * (index % 16)) & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
