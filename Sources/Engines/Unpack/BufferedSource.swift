/// A byte source read through one 64 KB buffer, with lines, counts and the position in the stream.
struct BufferedSource {
    private var source: any ByteSource
    private var buffer: [UInt8]
    private var start = 0
    private var end: Int
    private var isAtEnd = false
    /// Bytes given out so far.
    private(set) var position: UInt64 = 0

    init(_ source: any ByteSource, alreadyRead: [UInt8] = []) {
        self.source = source
        buffer = alreadyRead + [UInt8](repeating: 0, count: max(0, 1 << 16 - alreadyRead.count))
        end = alreadyRead.count
    }

    /// The bytes at hand, at least one unless the source is at its end.
    private mutating func fill() throws {
        guard start == end, !isAtEnd else { return }
        start = 0
        end = 0
        end = try buffer.withUnsafeMutableBytes { try source.read(into: $0) }
        isAtEnd = end == 0
    }

    /// The next byte without taking it; nil at the end.
    mutating func peek() throws -> UInt8? {
        try fill()
        return start < end ? buffer[start] : nil
    }

    mutating func skipOne() {
        guard start < end else { return }
        start += 1
        position += 1
    }

    /// Takes up to `count` bytes, appending to `bytes` those for which there is room below `cap`.
    /// - Returns: bytes taken; fewer than `count` only at the end of the source.
    mutating func take(_ count: UInt64, appendingTo bytes: inout [UInt8], cap: Int) throws -> UInt64 {
        var taken: UInt64 = 0
        while taken < count {
            try fill()
            guard start < end else { break }
            let piece = Int(min(UInt64(end - start), count - taken))
            let kept = min(piece, max(0, cap - bytes.count))
            bytes += buffer[start..<start + kept]
            start += piece
            position += UInt64(piece)
            taken += UInt64(piece)
        }
        return taken
    }

    /// Takes a line, its end (LF or CRLF) left out of `line`.
    /// - Returns: false when the line does not end within `maxBytes` or before the source does.
    mutating func takeLine(into line: inout [UInt8], maxBytes: Int) throws -> Bool {
        line.removeAll(keepingCapacity: true)
        while true {
            try fill()
            guard start < end else { return false }
            let window = buffer[start..<end]
            let stop = window.firstIndex(of: 0x0A) ?? end
            guard line.count + (stop - start) <= maxBytes else { return false }
            line += buffer[start..<stop]
            let taken = min(stop + 1, end) - start
            position += UInt64(taken)
            start += taken
            if stop < end {
                if line.last == 0x0D { line.removeLast() }
                return true
            }
        }
    }
}
