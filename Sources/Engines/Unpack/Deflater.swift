import CZlib

/// Packs bytes into gzip members (RFC 1952) or bare deflate streams (RFC 1951), one after another. The same bytes give the
/// same member: the header names no time and no file.
///
/// Holds about 270 KB. Not for use from two threads at once.
package final class Deflater {
    package enum Format: Sendable { case gzip, raw }

    private static let pieceBytes = 1 << 16

    private let stream: UnsafeMutablePointer<z_stream>
    private var piece = [UInt8](repeating: 0, count: pieceBytes)

    /// - Parameter level: 1 (fast) to 9 (small).
    /// - Throws: `noMemory`.
    package init(level: Int = 6, as format: Format = .gzip) throws(UnpackError) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let status = deflateInit2_(
            stream, Int32(min(max(level, 1), 9)), Z_DEFLATED, format == .gzip ? 15 + 16 : -15, 8, Z_DEFAULT_STRATEGY,
            ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else {
            stream.deallocate()
            throw UnpackError(.noMemory, at: 0)
        }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    /// Appends one whole member that holds the parts one behind the other.
    package func packMember(_ parts: [[UInt8]], into packed: inout [UInt8]) {
        for part in parts { part.withUnsafeBytes { pack($0, into: &packed) } }
        finishMember(into: &packed)
    }

    /// Takes the next bytes of the member that is being written, and appends what is packed by now.
    package func pack(_ bytes: UnsafeRawBufferPointer, into packed: inout [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            // zlib counts in 32 bits.
            let given = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
            feed(given, Z_NO_FLUSH, &packed)
            rest = rest.dropFirst(given.count)
        }
    }

    /// Appends the rest of the member; what is packed next begins another.
    package func finishMember(into packed: inout [UInt8]) {
        feed(UnsafeRawBufferPointer(start: nil, count: 0), Z_FINISH, &packed)
        deflateReset(stream)
    }

    private func feed(_ bytes: UnsafeRawBufferPointer, _ flush: Int32, _ packed: inout [UInt8]) {
        stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
        stream.pointee.avail_in = UInt32(bytes.count)
        // An output that is not full means that the input is used up, and at the end that the member is whole.
        repeat {
            let produced = piece.withUnsafeMutableBufferPointer { output in
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = UInt32(output.count)
                deflate(stream, flush)
                return output.count - Int(stream.pointee.avail_out)
            }
            packed += piece[..<produced]
        } while stream.pointee.avail_out == 0
    }
}
