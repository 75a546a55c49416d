import Unpack

/// Cuts a source into chunks of whole lines, so that several workers share one long file.
///
/// Memory: one chunk. A line longer than `maxLineBytes` is given as `.overlong` and its bytes are passed over.
struct LineChunker {
    enum Chunk {
        /// Whole lines, and the number (from 1) of the first.
        case lines([UInt8], firstLine: Int)
        /// One line that is too long, with its number and size.
        case overlong(line: Int, byteCount: Int)
    }

    private var source: any ByteSource
    private let chunkBytes: Int
    private let maxLineBytes: Int
    /// What was read and not yet given: the beginning of a line.
    private var pending: [UInt8] = []
    private var nextLine = 1
    private var reachedEnd = false

    init(_ source: any ByteSource, chunkBytes: Int = 256 << 10, maxLineBytes: Int) {
        self.source = source
        self.chunkBytes = chunkBytes
        self.maxLineBytes = maxLineBytes
    }

    mutating func next() throws -> Chunk? {
        var searched = 0
        while !reachedEnd {
            try fill()
            if let newline = pending[searched...].lastIndex(of: 10) { return give(upTo: newline + 1) }
            searched = pending.count
            if pending.count > maxLineBytes { return try passOver() }
        }
        guard !pending.isEmpty else { return nil }
        return give(upTo: pending.count)
    }

    /// Reads until a chunk is full, so that a pipe that trickles does not give chunks of one line.
    private mutating func fill() throws {
        let start = pending.count
        // A line that is longer than a chunk doubles the reading, so that the work stays linear in its length.
        let wanted = max(chunkBytes, start)
        pending.append(contentsOf: repeatElement(0, count: wanted))
        var got = 0
        while got < wanted {
            let count = try pending.withUnsafeMutableBytes {
                try source.read(into: .init(rebasing: $0[(start + got)..<(start + wanted)]))
            }
            if count == 0 {
                reachedEnd = true
                break
            }
            got += count
        }
        pending.removeLast(wanted - got)
    }

    private mutating func give(upTo end: Int) -> Chunk {
        let rest = Array(pending[end...])
        pending.removeLast(pending.count - end)
        let chunk = pending
        pending = rest
        let first = nextLine
        nextLine += chunk.withUnsafeBufferPointer { $0.reduce(0) { $0 + ($1 == 10 ? 1 : 0) } }
        return .lines(chunk, firstLine: first)
    }

    private mutating func passOver() throws -> Chunk {
        let line = nextLine
        nextLine += 1
        var byteCount = pending.count
        pending.removeAll(keepingCapacity: true)
        while !reachedEnd {
            try fill()
            if let newline = pending.firstIndex(of: 10) {
                byteCount += newline
                pending.removeFirst(newline + 1)
                break
            }
            byteCount += pending.count
            pending.removeAll(keepingCapacity: true)
        }
        return .overlong(line: line, byteCount: byteCount)
    }
}
