import Foundation
import Testing

@testable import Unpack

@Suite struct BrotliDecoderTests {
    /// Packs with the brotli command.
    private func brotli(_ bytes: [UInt8]) throws -> [UInt8] {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).bin")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["brotli", "-q", "5", "-c", file.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Array(data)
    }

    private func unpack(_ bytes: [UInt8], _ limits: UnpackLimits = .standard) -> Unpacked {
        bytes.withUnsafeBytes { BrotliDecoder.unpack($0, limits: limits) }
    }

    @Test(arguments: [1, 100, 65_536, 300_000])
    func whatWasPackedComesBack(_ count: Int) throws {
        let bytes = prose(count)
        let unpacked = unpack(try brotli(bytes))
        #expect(unpacked.bytes == bytes)
        #expect(unpacked.fault == nil)
        #expect(!unpacked.hasTrailingBytes)
    }

    @Test func bytesBehindTheStreamAreTold() throws {
        let unpacked = unpack(try brotli(prose(1000)) + [1, 2, 3])
        #expect(unpacked.bytes == prose(1000))
        #expect(unpacked.hasTrailingBytes)
    }

    @Test func theCapsHold() throws {
        let bomb = try brotli([UInt8](repeating: 0, count: 8 << 20))
        let large = unpack(bomb, UnpackLimits(maxOutputBytes: 100_001, maxRatio: .max))
        #expect(large.fault?.code == .outputTooLarge)
        #expect(large.bytes.count == 100_001)
        let steep = unpack(bomb, UnpackLimits(maxRatio: 200, ratioFloorBytes: 1 << 16))
        #expect(steep.fault?.code == .ratioTooHigh)
        #expect(steep.bytes.count <= 3 << 16)
    }

    @Test func everyPrefixIsTruncatedAndGivesAPrefix() throws {
        let bytes = prose(3000)
        let packed = try brotli(bytes)
        for count in 0..<packed.count {
            let unpacked = unpack(Array(packed[..<count]))
            #expect(unpacked.fault?.code == .truncated)
            #expect(bytes.starts(with: unpacked.bytes))
        }
    }

    @Test func noMutationBreaksTheDecoder() throws {
        let packed = try brotli(prose(3000))
        var random = Seeded(4)
        let limits = UnpackLimits(maxOutputBytes: 1 << 20)
        for _ in 0..<2000 { #expect(unpack(mutated(packed, &random), limits).bytes.count <= 1 << 20) }
    }
}
