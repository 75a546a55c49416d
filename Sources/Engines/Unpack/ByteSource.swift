/// Bytes that come piece by piece: a file, a pipe, a decoder.
package protocol ByteSource {
    /// Fills the front of `buffer`.
    /// - Returns: bytes written; 0 only at the end (or for an empty buffer).
    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

/// Bytes at hand, given out in pieces of at most `pieceBytes`.
package struct MemorySource: ByteSource {
    private let bytes: [UInt8]
    private let pieceBytes: Int
    private var position = 0

    package init(_ bytes: [UInt8], pieceBytes: Int = .max) {
        self.bytes = bytes
        self.pieceBytes = max(1, pieceBytes)
    }

    package mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = min(buffer.count, bytes.count - position, pieceBytes)
        bytes.withUnsafeBytes {
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[position..<position + count]))
        }
        position += count
        return count
    }
}

/// A source made of a closure, with the meaning of `ByteSource.read`.
package struct ClosureSource: ByteSource {
    private let body: (UnsafeMutableRawBufferPointer) throws -> Int

    package init(_ body: @escaping (UnsafeMutableRawBufferPointer) throws -> Int) { self.body = body }

    package mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int { try body(buffer) }
}
