/// HTTP's chunked transfer coding (RFC 9112, 7.1).
enum ChunkedBody {
    /// The body without its chunk sizes. A body that does not begin with a chunk size is given back as it is: crawlers that
    /// undid the coding often kept the header. A fault later on gives what came before it.
    static func decode(_ bytes: [UInt8]) -> (bytes: [UInt8], fault: UnpackError?) {
        var body: [UInt8] = []
        var position = 0
        while true {
            guard let (size, dataStart) = chunkSize(bytes, at: position) else {
                if position == 0 { return (bytes, nil) }
                let isCut = !bytes[position...].prefix(64).contains(0x0A)
                return (body, UnpackError(isCut ? .truncated : .badChunk, at: UInt64(position)))
            }
            if size == 0 { return (body, nil) }
            guard size <= bytes.count - dataStart else {
                body += bytes[dataStart...]
                return (body, UnpackError(.truncated, at: UInt64(bytes.count)))
            }
            if body.isEmpty { body.reserveCapacity(bytes.count) }
            body += bytes[dataStart..<dataStart + size]
            position = dataStart + size
            if position < bytes.count, bytes[position] == 0x0D { position += 1 }
            if position < bytes.count, bytes[position] == 0x0A { position += 1 }
        }
    }

    /// Hexadecimal size, optional extension, end of line; at most 16 digits and 4 KB in all.
    private static func chunkSize(_ bytes: [UInt8], at start: Int) -> (size: Int, dataStart: Int)? {
        var size: UInt64 = 0
        var position = start
        while position < bytes.count, position - start < 16, let digit = hexDigit(bytes[position]) {
            size = size << 4 | digit
            position += 1
        }
        guard position > start, size <= UInt64(Int.max) else { return nil }
        let limit = min(bytes.count, position + 4096)
        guard position < limit, let stop = bytes[position..<limit].firstIndex(of: 0x0A) else { return nil }
        let next = bytes[position]
        guard next == 0x0D || next == 0x0A || next == UInt8(ascii: ";") || next == 0x20 || next == 0x09 else {
            return nil
        }
        return (Int(size), stop + 1)
    }

    private static func hexDigit(_ byte: UInt8) -> UInt64? {
        switch byte {
        case 0x30...0x39: UInt64(byte - 0x30)
        case 0x41...0x46: UInt64(byte - 0x37)
        case 0x61...0x66: UInt64(byte - 0x57)
        default: nil
        }
    }
}
