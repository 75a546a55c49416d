import Cryptography
package import Unpack

/// One request and its response as they went over the wire, to be kept as WARC records.
package struct RecordedExchange: Sendable {
    package var url: String
    /// IP address that was spoken to, as text.
    package var address: String?
    /// Microseconds since 1970, UTC.
    package var startedAt: Int64
    package var request: [UInt8]
    package var response: [UInt8]
    /// Why the response ends before its content did; nil when it is whole.
    package var truncation: WARCDraft.Truncation?
    /// What else is known: view, hop, times, certificate. One line each of the exchange's metadata record.
    package var notes: [(name: String, value: String)]

    package init(
        url: String, address: String?, startedAt: Int64, request: [UInt8], response: [UInt8],
        truncation: WARCDraft.Truncation? = nil, notes: [(name: String, value: String)] = []
    ) {
        self.url = url
        self.address = address
        self.startedAt = startedAt
        self.request = request
        self.response = response
        self.truncation = truncation
        self.notes = notes
    }
}

/// The WARC file of a bundle: one `warcinfo`, then for each exchange its request, response and metadata.
///
/// The metadata record holds the notes and, where the response is whole, `payload-sha256`: the digest of the entity body with
/// its transfer coding undone and its content coding kept.
package struct ExchangeArchive {
    package static let partName = "exchanges.warc.gz"
    package static let mediaType = "application/warc"

    /// The archive as a part of a bundle. The same exchanges give the same bytes.
    /// - Parameters:
    ///   - created: microseconds since 1970, UTC.
    ///   - about: lines of the `warcinfo` record: `software`, `operator`, `robots`, …
    /// - Throws: `tooLarge` for a URL that no record can hold; `ioFailed` when there is no memory for the packer.
    package static func part(
        _ exchanges: [RecordedExchange], created: Int64, about: [(name: String, value: String)]
    ) throws(EvidenceError) -> EvidencePart {
        do throws(UnpackError) {
            var archive = try ExchangeArchive(created: created, about: about)
            for exchange in exchanges { try archive.append(exchange) }
            return EvidencePart(name: partName, type: mediaType, bytes: archive.writer.takeBytes())
        } catch {
            let code = error.code == .noMemory ? EvidenceError.Code.ioFailed : .tooLarge
            throw EvidenceError(code, "an exchange cannot be kept as WARC: \(error.code.rawValue)")
        }
    }

    private var writer: WARCWriter
    private let info: WARCRecordID
    private var exchangeCount = 0

    private init(created: Int64, about: [(name: String, value: String)]) throws(UnpackError) {
        writer = try WARCWriter { Hexadecimal.text(of: SHA256.digest(of: $0)) }
        let lines = WARCDraft.fieldLines([("format", "WARC File Format 1.1")] + about)
        info = Self.id("warcinfo", 0, created, "", lines)
        try writer.append(
            WARCDraft(.warcinfo, id: info, date: created, contentType: WARCDraft.fieldsType, block: lines))
    }

    private mutating func append(_ exchange: RecordedExchange) throws(UnpackError) {
        exchangeCount += 1
        var known: [WARCRecordID] = []
        if !exchange.request.isEmpty {
            var draft = draft(.request, exchange, WARCDraft.requestType, exchange.request)
            draft.address = exchange.address
            known.append(draft.id)
            try writer.append(draft)
        }
        if !exchange.response.isEmpty {
            let isHTTP = exchange.response.starts(with: "HTTP/".utf8)
            var draft = draft(
                .response, exchange, isHTTP ? WARCDraft.responseType : "application/octet-stream", exchange.response)
            draft.address = exchange.address
            draft.truncation = exchange.truncation
            draft.concurrentTo = known
            known.append(draft.id)
            try writer.append(draft)
        }
        var notes = exchange.notes
        if exchange.truncation == nil, let payload = HTTPPayload(of: exchange.response) {
            notes.append(("payload-sha256", SHA256.hex(of: payload.bytes)))
        }
        guard !notes.isEmpty else { return }
        var draft = draft(.metadata, exchange, WARCDraft.fieldsType, WARCDraft.fieldLines(notes))
        draft.concurrentTo = known
        try writer.append(draft)
    }

    private func draft(
        _ kind: WARCDraft.Kind, _ exchange: RecordedExchange, _ type: String, _ block: [UInt8]
    ) -> WARCDraft {
        let id = Self.id(kind.rawValue, exchangeCount, exchange.startedAt, exchange.url, block)
        var draft = WARCDraft(kind, id: id, date: exchange.startedAt, contentType: type, block: block)
        draft.targetURI = exchange.url
        draft.warcinfo = info
        return draft
    }

    /// Told apart by what is recorded, not by chance: the same capture is written in the same bytes.
    private static func id(
        _ kind: String, _ number: Int, _ time: Int64, _ url: String, _ block: [UInt8]
    ) -> WARCRecordID {
        var stream = SHA256Stream()
        stream.update(Array("\(kind)\n\(number)\n\(time)\n\(url)\n".utf8))
        stream.update(block)
        return WARCRecordID(stream.finish())
    }
}
