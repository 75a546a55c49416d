/// Bytes that can be read anywhere: a file, or a buffer at hand.
package protocol ByteStore {
    var byteCount: UInt64 { get }
    /// Fills the front of `buffer` with the bytes from `offset` on.
    /// - Returns: bytes written; fewer than asked for only at the end.
    func read(at offset: UInt64, into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

package struct MemoryStore: ByteStore {
    private let bytes: [UInt8]

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    package var byteCount: UInt64 { UInt64(bytes.count) }

    package func read(at offset: UInt64, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard offset < UInt64(bytes.count) else { return 0 }
        let start = Int(offset)
        let count = min(buffer.count, bytes.count - start)
        bytes.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[start..<start + count])) }
        return count
    }
}

extension ByteStore {
    /// The bytes of a range that the caller has bounded.
    /// - Throws: `truncated` when the store ends before; what the store throws.
    func bytes(at offset: UInt64, count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let read = try bytes.withUnsafeMutableBytes {
                try self.read(
                    at: offset + UInt64(filled), into: UnsafeMutableRawBufferPointer(rebasing: $0[filled...]))
            }
            guard read > 0 else { throw UnpackError(.truncated, at: offset + UInt64(filled)) }
            filled += read
        }
        return bytes
    }
}

/// A range of a store, as a stream.
struct StoreSource: ByteSource {
    let store: any ByteStore
    var offset: UInt64
    let end: UInt64

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = min(UInt64(buffer.count), end - offset)
        guard count > 0 else { return 0 }
        let read = try store.read(at: offset, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<Int(count)]))
        offset += UInt64(read)
        return read
    }
}
