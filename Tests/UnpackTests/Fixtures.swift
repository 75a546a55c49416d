import CZlib
import Foundation

@testable import Unpack

enum FixtureError: Error { case deflate(Int32), python(Int32) }

/// Packs with the system's zlib. - Parameter windowBits: 31 gzip, 15 zlib, -15 raw.
func deflated(_ bytes: [UInt8], windowBits: Int32 = 31, level: Int32 = 6) throws -> [UInt8] {
    var stream = z_stream()
    let status = deflateInit2_(
        &stream, level, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { throw FixtureError.deflate(status) }
    defer { deflateEnd(&stream) }
    var input = bytes
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + 64)
    return try input.withUnsafeMutableBufferPointer { input in
        try output.withUnsafeMutableBufferPointer { output in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(output.count)
            let end = deflate(&stream, Z_FINISH)
            guard end == Z_STREAM_END else { throw FixtureError.deflate(end) }
            return Array(output[..<(output.count - Int(stream.avail_out))])
        }
    }
}

/// What a Python script writes to its standard output.
func python(_ script: String) throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw FixtureError.python(process.terminationStatus) }
    return Array(data)
}

func ascii(_ text: String) -> [UInt8] { Array(text.utf8) }

/// Text that packs well without being trivial.
func prose(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    var random = Seeded(seed)
    let words = ["dich", "vu", "cong", "xa", "phuong", "thong", "bao", "so", "ngay", "<p>", "</p>", "\n"].map(ascii)
    var bytes: [UInt8] = []
    while bytes.count < count {
        bytes += words[Int.random(in: 0..<words.count, using: &random)]
        bytes.append(0x20)
    }
    return Array(bytes[..<count])
}

extension [UInt8] {
    func unpacked(_ format: Inflater.Format, limits: UnpackLimits = .standard) -> Unpacked {
        withUnsafeBytes { Inflater.unpack($0, as: format, limits: limits) }
    }
}

/// Everything that a source gives, read into pieces of `pieceBytes`; then the error that ended it.
func drain(_ source: any ByteSource, pieceBytes: Int = 1000) -> (bytes: [UInt8], fault: UnpackError?) {
    var source = source
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: pieceBytes)
    while true {
        do {
            let read = try piece.withUnsafeMutableBytes { try source.read(into: $0) }
            if read == 0 { return (bytes, nil) }
            bytes += piece[..<read]
        } catch {
            return (bytes, error as? UnpackError)
        }
    }
}

/// A few random changes: bytes flipped, dropped, doubled, runs overwritten.
func mutated(_ bytes: [UInt8], _ random: inout Seeded) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 2: bytes.remove(at: index)
        case 3: bytes.insert(bytes[index], at: index)
        default:
            for place in index..<min(index + 8, bytes.count) {
                bytes[place] = [0, 0xFF].randomElement(using: &random) ?? 0
            }
        }
    }
    return bytes
}
