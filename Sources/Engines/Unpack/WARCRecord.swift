/// One record of a WARC file (ISO 28500: WARC/1.0 and 1.1).
package struct WARCRecord: Sendable {
    package enum Kind: Sendable, Hashable {
        case warcinfo, response, resource, request, metadata, revisit, conversion, continuation, other
    }

    package var kind = Kind.other
    /// Where the record begins in the unpacked stream.
    package var position: UInt64 = 0
    /// Field values as written; the URI without angle brackets. Empty when absent.
    package var targetURI: [UInt8] = []
    package var date: [UInt8] = []
    package var recordID: [UInt8] = []
    package var contentType: [UInt8] = []
    /// Bytes of the record's block as announced.
    package var contentLength: UInt64 = 0
    /// The block, or its front part.
    package var block: [UInt8] = []
    /// The block is longer than what was kept, by the reader's cap, the end of the stream or the crawler's own word.
    package var isCut = false
    /// Why the block ended early, when the stream did.
    package var fault: UnpackError?

    /// The block as a stored HTTP response; nil when it is none.
    /// - Parameter limits: for the body's content codings.
    package func httpResponse(limits: UnpackLimits = .standard) -> HTTPResponse? {
        guard kind == .response, block.starts(with: "HTTP/".utf8) else { return nil }
        return HTTPResponse(block, limits: limits)
    }

    static func kind(_ value: [UInt8]) -> Kind {
        switch String(decoding: value, as: UTF8.self).lowercased() {
        case "warcinfo": .warcinfo
        case "response": .response
        case "resource": .resource
        case "request": .request
        case "metadata": .metadata
        case "revisit": .revisit
        case "conversion": .conversion
        case "continuation": .continuation
        default: .other
        }
    }
}
