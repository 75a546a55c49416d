import CBrotliEncoder
import CZlib

/// Content codings as a server sends them. Our own bytes go in, so nothing here is hostile; a coder that fails gives nil.
enum Packing {
    static func pack(_ bytes: [UInt8], _ coding: ContentCoding) -> [UInt8]? {
        switch coding {
        case .identity: bytes
        case .gzip: deflated(bytes, windowBits: 31)
        case .deflate: deflated(bytes, windowBits: 15)
        case .rawDeflate: deflated(bytes, windowBits: -15)
        case .br: brotli(bytes)
        }
    }

    private static func deflated(_ bytes: [UInt8], windowBits: Int32, flush: Int32 = Z_FINISH) -> [UInt8]? {
        var stream = z_stream()
        guard
            deflateInit2_(
                &stream, 6, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { return nil }
        defer { deflateEnd(&stream) }
        var input = bytes
        var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + 64)
        let code = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                return deflate(&stream, flush)
            }
        }
        guard code == Z_STREAM_END || (flush != Z_FINISH && code == Z_OK) else { return nil }
        return Array(output.prefix(Int(stream.total_out)))
    }

    private static func brotli(_ bytes: [UInt8], quality: Int32 = 5) -> [UInt8]? {
        var count = BrotliEncoderMaxCompressedSize(bytes.count) + 64
        var output = [UInt8](repeating: 0, count: count)
        let isDone = BrotliEncoderCompress(
            quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_GENERIC, bytes.count, bytes, &count, &output)
        return isDone == BROTLI_TRUE ? Array(output.prefix(count)) : nil
    }
}

extension Packing {
    static let bombUnitBytes = 1 << 20

    /// A gzip stream of `megabytes` MiB of zeros: one flushed block of a kilobyte, again and again.
    static func gzipBomb(megabytes: Int) -> PortalBody {
        let unit = [UInt8](repeating: 0, count: bombUnitBytes)
        // A full flush forgets all before it, so that every block has the same bytes.
        guard let block = deflated(unit, windowBits: -15, flush: Z_FULL_FLUSH) else { return .bytes([]) }
        var sum = crc32(0, nil, 0)
        let unitSum = crc32(0, unit, UInt32(unit.count))
        for _ in 0..<megabytes { sum = crc32_combine(sum, unitSum, unit.count) }
        let total = UInt32(truncatingIfNeeded: megabytes * bombUnitBytes)
        let tail = [0x03, 0x00] + littleEndian(UInt32(truncatingIfNeeded: sum)) + littleEndian(total)
        let head: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
        return .repeated(head: head, unit: block, count: megabytes, tail: tail)
    }

    static let gzipBomb = gzipBomb(megabytes: 1_024)

    /// A brotli stream of 64 MiB of zeros in a few hundred bytes.
    static let brotliBomb: [UInt8] = brotli([UInt8](repeating: 0, count: 64 << 20), quality: 2) ?? []

    private static func littleEndian(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
}
