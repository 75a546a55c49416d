/// A stored HTTP response taken apart: status, the headers that matter, and the body as a browser would get it.
///
/// Reading follows what browsers put up with: a missing or false transfer or content coding leaves the body as it is, a
/// broken one gives what came before the break and a fault.
package struct HTTPResponse: Sendable {
    package private(set) var status: UInt16 = 0
    package private(set) var contentType: [UInt8] = []
    package private(set) var location: [UInt8] = []
    /// The body, transfer and content codings undone.
    package private(set) var body: [UInt8] = []
    /// Bytes of the message before the body.
    package private(set) var headBytes = 0
    package private(set) var fault: UnpackError?

    static let maxHeadBytes = 256 << 10

    /// - Parameters:
    ///   - message: the message, or its front part.
    ///   - limits: for the body's content codings.
    package init(_ message: [UInt8], limits: UnpackLimits) {
        var fields = HeaderFields()
        guard readHead(message, &fields) else { return }
        contentType = fields.value("content-type") ?? []
        location = fields.value("location") ?? []
        body = Array(message[headBytes...])
        let transfer = fields.values("transfer-encoding").flatMap(Self.codings)
        if transfer.contains(where: { $0.elementsEqual("chunked".utf8) }) {
            let (bytes, broken) = ChunkedBody.decode(body)
            body = bytes
            fault = broken
        }
        decode(fields.values("content-encoding").flatMap(Self.codings), limits: limits)
    }

    /// Status line and fields up to the empty line. A head without an end, or a first line that is none, is a fault.
    private mutating func readHead(_ message: [UInt8], _ fields: inout HeaderFields) -> Bool {
        var start = 0
        var isFirst = true
        while true {
            let window = message[start..<min(message.count, Self.maxHeadBytes)]
            guard let stop = window.firstIndex(of: 0x0A) else {
                fault = UnpackError(message.count > Self.maxHeadBytes ? .headTooLong : .truncated, at: UInt64(start))
                return false
            }
            var line = message[start..<stop]
            if line.last == 0x0D { line = line.dropLast() }
            start = stop + 1
            if isFirst {
                guard readStatus(line) else {
                    fault = UnpackError(.badHeader, at: 0)
                    return false
                }
                isFirst = false
            } else if line.isEmpty {
                headBytes = start
                return true
            } else {
                fields.add(line: line)
            }
        }
    }

    private mutating func readStatus(_ line: ArraySlice<UInt8>) -> Bool {
        let parts = line.split(separator: 0x20, maxSplits: 2)
        guard parts.count >= 2, parts[0].starts(with: "HTTP/".utf8), parts[1].count == 3,
            let number = HeaderFields.decimal(Array(parts[1]))
        else { return false }
        status = UInt16(number)
        return true
    }

    /// The codings of one header value, lower case.
    private static func codings(_ value: [UInt8]) -> [[UInt8]] {
        value.split(separator: UInt8(ascii: ","))
            .map { HeaderFields.trimmed($0).map(HeaderFields.lowered) }
            .filter { !$0.isEmpty && !$0.elementsEqual("identity".utf8) }
    }

    /// Undoes content codings, the last one first.
    private mutating func decode(_ codings: [[UInt8]], limits: UnpackLimits) {
        guard codings.count <= limits.maxDepth else {
            fault = fault ?? UnpackError(.tooDeep, at: 0)
            return
        }
        for coding in codings.reversed() where !body.isEmpty {
            guard let unpacked = Self.undo(coding, body, limits) else {
                fault = fault ?? UnpackError(.unsupportedCoding, at: 0)
                return
            }
            // A body that does not begin as its coding does: crawlers that unpacked it often kept the header.
            if unpacked.bytes.isEmpty, unpacked.fault != nil, !coding.suffix(4).elementsEqual("gzip".utf8) {
                continue
            }
            body = unpacked.bytes
            fault = fault ?? unpacked.fault
        }
    }

    /// One coding undone; nil when it is not known.
    private static func undo(_ coding: [UInt8], _ body: [UInt8], _ limits: UnpackLimits) -> Unpacked? {
        switch String(decoding: coding, as: UTF8.self) {
        case "gzip", "x-gzip":
            guard body.starts(with: [0x1F, 0x8B]) else { return Unpacked(bytes: body) }
            return body.withUnsafeBytes { Inflater.unpack($0, as: .gzip, limits: limits) }
        case "deflate": return body.withUnsafeBytes { Inflater.unpack($0, as: .zlibOrRaw, limits: limits) }
        case "br": return body.withUnsafeBytes { BrotliDecoder.unpack($0, limits: limits) }
        default: return nil
        }
    }
}
