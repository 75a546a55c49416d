import Testing

@testable import Unpack

@Suite struct InflaterTests {
    private static let formats: [(Inflater.Format, Int32)] = [
        (.gzip, 31), (.zlib, 15), (.raw, -15), (.zlibOrRaw, 15), (.zlibOrRaw, -15),
    ]

    @Test(arguments: formats)
    func whatWasPackedComesBack(format: Inflater.Format, windowBits: Int32) throws {
        for count in [0, 1, 100, 65_535, 65_536, 65_537, 400_000] {
            let bytes = prose(count)
            let unpacked = try deflated(bytes, windowBits: windowBits).unpacked(format)
            #expect(unpacked.fault == nil)
            #expect(unpacked.bytes == bytes)
        }
    }

    @Test(arguments: formats)
    func piecesOfAnySizeGiveTheSame(format: Inflater.Format, windowBits: Int32) throws {
        let bytes = prose(30_000)
        let packed = try deflated(bytes, windowBits: windowBits)
        for pieces in [(1, 1), (1, 70_000), (7, 13), (70_000, 1), (4096, 4096)] {
            let source = MemorySource(packed, pieceBytes: pieces.0)
            let result = drain(try InflatingSource(source, as: format, limits: .standard), pieceBytes: pieces.1)
            #expect(result.fault == nil)
            #expect(result.bytes == bytes)
        }
    }

    @Test func pythonsGzipIsRead() throws {
        let packed = try python(
            "import gzip,sys; sys.stdout.buffer.write(gzip.compress(b'xin chao ' * 5000) + gzip.compress(b'!'))")
        let bytes = try Inflater.gunzip(packed)
        #expect(bytes == Array(repeating: ascii("xin chao "), count: 5000).flatMap { $0 } + ascii("!"))
    }

    @Test(arguments: [1, 2, 5, 65_536])
    func membersFollowOneAnother(pieceBytes: Int) throws {
        let packed = try deflated(ascii("mot ")) + deflated([]) + deflated(ascii("hai")) + [0, 0, 0]
        let source = try InflatingSource(MemorySource(packed, pieceBytes: pieceBytes), as: .gzip, limits: .standard)
        let result = drain(source)
        #expect(result.fault == nil)
        #expect(result.bytes == ascii("mot hai"))
        #expect(!packed.unpacked(.gzip).hasTrailingBytes)
    }

    @Test(arguments: [[0x41], [0x1F], [0x1F, 0x42], [0, 0, 0x41]] as [[UInt8]])
    func otherBytesBehindTheEndAreNoted(trailing: [UInt8]) throws {
        let unpacked = try (deflated(ascii("mot")) + trailing).unpacked(.gzip)
        #expect(unpacked.fault == nil)
        #expect(unpacked.bytes == ascii("mot"))
        #expect(unpacked.hasTrailingBytes)
    }

    @Test(arguments: formats)
    func everyPrefixIsTruncatedAndGivesAPrefix(format: Inflater.Format, windowBits: Int32) throws {
        let bytes = prose(3000)
        let packed = try deflated(bytes, windowBits: windowBits)
        for length in 0..<packed.count {
            let unpacked = Array(packed[..<length]).unpacked(format)
            #expect(unpacked.fault == UnpackError(.truncated, at: UInt64(length)))
            #expect(bytes.starts(with: unpacked.bytes))
        }
    }

    @Test(arguments: formats)
    func mutationsEndInOrder(format: Inflater.Format, windowBits: Int32) throws {
        var random = Seeded(21)
        let packed = try deflated(prose(2000), windowBits: windowBits)
        let limits = UnpackLimits(maxOutputBytes: 50_000)
        for _ in 0..<2000 {
            let unpacked = mutated(packed, &random).unpacked(format, limits: limits)
            #expect(unpacked.bytes.count <= 50_000)
        }
    }

    @Test func damagedDataAreNamed() throws {
        let packed = try deflated(prose(1000))
        func fault(changing index: Int) -> UnpackError.Code? {
            var bytes = packed
            bytes[index] ^= 0xFF
            return bytes.unpacked(.gzip).fault?.code
        }
        #expect(fault(changing: 0) == .badHeader)
        #expect(fault(changing: 2) == .badHeader)
        #expect(fault(changing: packed.count - 1) == .badChecksum)
        #expect(fault(changing: packed.count - 8) == .badChecksum)
        #expect([0x07, 0x00].unpacked(.raw).fault?.code == .corrupt)
    }

    @Test func theOutputLimitIsExact() throws {
        let bytes = prose(100_000)
        let packed = try deflated(bytes)
        let enough = packed.unpacked(.gzip, limits: UnpackLimits(maxOutputBytes: 100_000))
        #expect(enough.fault == nil)
        #expect(enough.bytes == bytes)
        let short = packed.unpacked(.gzip, limits: UnpackLimits(maxOutputBytes: 99_999))
        #expect(short.fault?.code == .outputTooLarge)
        #expect(short.bytes == Array(bytes[..<99_999]))
        #expect(packed.unpacked(.gzip, limits: UnpackLimits(maxOutputBytes: 0)).fault?.code == .outputTooLarge)
        let nothing = try deflated([]).unpacked(.gzip, limits: UnpackLimits(maxOutputBytes: 0))
        #expect(nothing.fault == nil)
    }

    @Test func aBombStopsSoonAfterTheFloor() throws {
        let bomb = try deflated([UInt8](repeating: 0, count: 40 << 20))
        let unpacked = bomb.unpacked(.gzip)
        #expect(unpacked.fault?.code == .ratioTooHigh)
        #expect(unpacked.bytes.count <= (1 << 20) + (1 << 16))
        // The same with the greatest buffer a caller may bring.
        let inflater = try Inflater(.gzip, limits: .standard)
        var room = [UInt8](repeating: 0, count: 41 << 20)
        #expect(throws: UnpackError.self) {
            try bomb.withUnsafeBytes { input in
                try room.withUnsafeMutableBytes { _ = try inflater.inflate(input, into: $0) }
            }
        }
        #expect(inflater.totalOut <= (1 << 20) + (1 << 16))
    }

    @Test func aSmallRegularPageIsInnocent() throws {
        let packed = try deflated([UInt8](repeating: 0x20, count: 1 << 20))
        #expect(packed.unpacked(.gzip).fault == nil)
    }

    @Test func endlessMembersAreCounted() throws {
        let member = try deflated([])
        let packed = Array(repeating: member, count: 101).flatMap { $0 }
        #expect(packed.unpacked(.gzip, limits: UnpackLimits(maxMembers: 101)).fault == nil)
        let fault = packed.unpacked(.gzip, limits: UnpackLimits(maxMembers: 100)).fault
        #expect(fault == UnpackError(.tooManyMembers, at: UInt64(100 * member.count + 2)))
    }

    @Test func anEndlessHeaderGivesNothing() {
        // A gzip header whose file name never ends.
        let packed: [UInt8] = [0x1F, 0x8B, 8, 8, 0, 0, 0, 0, 0, 3] + [UInt8](repeating: 0x61, count: 5 << 20)
        let unpacked = packed.unpacked(.gzip)
        #expect(unpacked.fault?.code == .truncated)
        #expect(unpacked.bytes.isEmpty)
    }

    @Test func aStreamThatBreaksGivesWhatCameBefore() throws {
        let bytes = prose(50_000)
        var packed = try deflated(bytes)
        packed[packed.count - 1] ^= 1
        let result = drain(try InflatingSource(MemorySource(packed), as: .gzip, limits: .standard))
        #expect(result.fault?.code == .badChecksum)
        #expect(result.bytes == bytes)
    }

    @Test func nestingIsCounted() throws {
        var limits = UnpackLimits(maxDepth: 2)
        limits = try limits.nested(at: 0)
        limits = try limits.nested(at: 0)
        #expect(throws: UnpackError(.tooDeep, at: 7)) { try limits.nested(at: 7) }
    }
}
