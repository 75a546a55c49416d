/// One answer of the demo portal: what to say, and how badly to behave while saying it.
package struct PortalAnswer: Sendable {
    package var status: Int
    /// Without the fields that frame the body (`Content-Length`, `Transfer-Encoding`, `Connection`).
    package var fields: [(name: String, value: String)]
    /// The body before content coding.
    package var plain: PortalBody
    /// The body as it goes over the wire, transfer coding apart.
    package var payload: PortalBody
    package var coding: ContentCoding
    package var framing: Framing
    package var wire: WireBehaviour

    package func field(_ name: String) -> String? {
        fields.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

/// The bytes of a body, some of which would not fit into memory.
package enum PortalBody: Sendable, Equatable {
    case bytes([UInt8])
    /// `head`, then `unit` repeated `count` times, then `tail`.
    case repeated(head: [UInt8], unit: [UInt8], count: Int, tail: [UInt8])
    /// `unit` until the client leaves.
    case endless(unit: [UInt8])

    /// nil for an endless body.
    package var byteCount: Int? {
        switch self {
        case .bytes(let bytes): bytes.count
        case .repeated(let head, let unit, let count, let tail): head.count + unit.count * count + tail.count
        case .endless: nil
        }
    }

    /// The bytes of a body that is held whole; nil otherwise.
    package var bytes: [UInt8]? {
        if case .bytes(let bytes) = self { bytes } else { nil }
    }
}

package enum ContentCoding: String, Sendable, CaseIterable {
    case identity, gzip, deflate, br
    /// Named `deflate` on the wire but without zlib's wrapping, as some servers send it.
    case rawDeflate = "deflate-raw"

    /// The word in `Content-Encoding`; nil for the plain body.
    package var wireName: String? {
        switch self {
        case .identity: nil
        case .rawDeflate: "deflate"
        default: rawValue
        }
    }
}

/// How the client is told where the body ends.
package enum Framing: String, Sendable { case length, chunked, close }

/// What goes wrong on the wire, on purpose.
package enum WireBehaviour: Sendable, Hashable {
    case normal
    /// Nothing at all for so many milliseconds, then the answer.
    case delayed(milliseconds: Int)
    /// The head at once, then a byte of the body every so many milliseconds.
    case drip(millisecondsPerByte: Int)
    /// `Content-Length` says this, whatever the body's length is; the connection is closed behind the body.
    case claimedLength(Int)
    /// Chunked, with a chunk size in the middle that is no number.
    case brokenChunk
    /// The connection is reset after so many bytes of the body.
    case reset(afterBytes: Int)
}
