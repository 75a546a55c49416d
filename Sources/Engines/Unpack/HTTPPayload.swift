/// The payload of an HTTP response as it came over the wire: the entity body, its transfer coding undone and its content
/// coding kept. What a server logged of a file that it sent can be held against it.
package struct HTTPPayload: Sendable, Equatable {
    package var bytes: [UInt8]
    /// The message held the payload in chunks.
    package var wasChunked: Bool

    /// Nil where the message leaves a doubt: a head that readers understand in different ways, a body that breaks off, an
    /// unknown transfer coding, an interim answer (1xx) before the real one. Hostile input; linear.
    package init?(of message: [UInt8]) {
        guard let head = Self.strictHead(message) else { return nil }
        let body = message[head.end...]
        let codings = head.fields.values("transfer-encoding").map { $0.map(HeaderFields.lowered) }
        if codings.isEmpty {
            let lengths = head.fields.values("content-length").map(HeaderFields.decimal)
            guard lengths.allSatisfy({ $0 == UInt64(body.count) }) else { return nil }
            bytes = Array(body)
            wasChunked = false
            return
        }
        guard codings.count == 1, codings[0].elementsEqual("chunked".utf8) else { return nil }
        let (decoded, fault) = ChunkedBody.decode(Array(body))
        // A body without chunk sizes is given back as it is.
        guard fault == nil, decoded.count < body.count else { return nil }
        bytes = decoded
        wasChunked = true
    }

    /// Status line and fields, each line `name: value` ended by CR LF, nothing folded.
    private static func strictHead(_ message: [UInt8]) -> (fields: HeaderFields, end: Int)? {
        let mark = "HTTP/1.1 ".utf8
        guard message.starts(with: "HTTP/1.".utf8), message.count > mark.count,
            message[mark.count] != UInt8(ascii: "1")
        else { return nil }
        var fields = HeaderFields()
        var start = 0
        while start < min(message.count, HTTPResponse.maxHeadBytes) {
            guard let stop = message[start...].firstIndex(of: 0x0A), stop > start, message[stop - 1] == 0x0D else {
                return nil
            }
            let line = message[start..<stop - 1]
            let isFirst = start == 0
            start = stop + 1
            if line.isEmpty { return isFirst ? nil : (fields, start) }
            guard !line.contains(where: { $0 == 0x0D || $0 == 0 }) else { return nil }
            guard isFirst || isField(line) else { return nil }
            if !isFirst { fields.add(line: line) }
        }
        return nil
    }

    private static func isField(_ line: ArraySlice<UInt8>) -> Bool {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else { return false }
        return line[..<colon].allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }
}
