import Testing

@testable import VietText

/// What must hold for any bytes whatever: samples, their prefixes and their mutations.
@Suite("Folding of hostile text")
struct FoldPropertyTests {
    static func mutated(_ count: Int, _ dice: inout Dice) -> [[UInt8]] {
        (0..<count).map { round in
            var bytes = Array(samples[round % samples.count].utf8)
            for _ in 0..<Int.random(in: 1...6, using: &dice) where !bytes.isEmpty {
                let at = Int.random(in: 0..<bytes.count, using: &dice)
                switch Int.random(in: 0..<5, using: &dice) {
                case 0: bytes[at] = UInt8.random(in: 0...255, using: &dice)
                case 1: bytes.remove(at: at)
                case 2: bytes.insert(contentsOf: bytes.suffix(Int.random(in: 0...9, using: &dice)), at: at)
                case 3: bytes.insert(contentsOf: [0x20, 0x0A, 0xCC, 0x81].shuffled(using: &dice), at: at)
                default: bytes.swapAt(at, Int.random(in: 0..<bytes.count, using: &dice))
                }
            }
            return bytes
        }
    }

    /// The folding by the careful path alone: one piece a character.
    private func slowly(_ bytes: [UInt8]) -> Folded {
        var pieces: [[UInt8]] = []
        var at = 0
        while at < bytes.count {
            let length = bytes.withUnsafeBufferPointer { decodeUTF8($0, at: at).length }
            pieces.append(Array(bytes[at..<at + length]))
            at += length
        }
        return fold(pieces)
    }

    private func check(_ bytes: [UInt8]) {
        let folded = fold([bytes])
        let unrecorded = fold([bytes], recordsOrigins: false)
        #expect(folded.bytes == unrecorded.bytes && folded.marks == unrecorded.marks)
        #expect(folded.replacements == unrecorded.replacements)
        #expect(folded == slowly(bytes), "\(bytes)")
        #expect(folded.bytes.count <= 3 * bytes.count)
        let faults = folded.bytes.indices.filter { !isExact($0, in: folded, of: bytes) }
        #expect(faults.isEmpty, "\(bytes)")
    }

    /// No zero byte, no second space, origins in order, and letters that the named source bytes fold to by themselves.
    private func isExact(_ position: Int, in folded: Folded, of bytes: [UInt8]) -> Bool {
        let byte = folded.bytes[position]
        let range = folded.origins[position]
        let before = position > 0 ? (folded.bytes[position - 1], folded.origins[position - 1].lowerBound) : (0, 0)
        guard byte != 0, byte != 0x20 || before.0 != 0x20 else { return false }
        guard range.lowerBound >= before.1, !range.isEmpty, range.upperBound <= bytes.count else { return false }
        guard isWordByte(byte) else { return true }
        let alone = fold([Array(bytes[range])])
        if alone.bytes.count > 1 { return alone.bytes.contains(byte) }  // a ligature
        return alone.bytes == [byte] && (alone.marks[0] ^ folded.marks[position]) & ~FoldMark.disguised == 0
    }

    @Test("Every prefix of every sample", arguments: samples)
    func prefixes(sample: String) {
        let bytes = Array(sample.utf8)
        for count in 0...bytes.count { check(Array(bytes.prefix(count))) }
    }

    @Test("Mutations of the samples")
    func mutations() {
        var dice = Dice(1)
        for bytes in Self.mutated(1_500, &dice) { check(bytes) }
    }

    @Test("Random bytes")
    func randomBytes() {
        var dice = Dice(2)
        for _ in 0..<300 {
            check((0..<Int.random(in: 0...99, using: &dice)).map { _ in UInt8.random(in: 0...255, using: &dice) })
        }
    }

    @Test("Text folds alike in one piece, in many, and as derived text")
    func pieces() {
        var dice = Dice(5)
        for sample in samples {
            let whole = fold(sample)
            for _ in 0..<40 {
                let cut = sample.unicodeScalars.index(
                    sample.startIndex, offsetBy: Int.random(in: 0...sample.unicodeScalars.count, using: &dice))
                let pieces = [String(sample.unicodeScalars[..<cut]), String(sample.unicodeScalars[cut...])]
                #expect(fold(pieces.map { Array($0.utf8) }) == whole)
            }
            let buffer = FoldBuffer(recordsOrigins: true)
            Array(sample.utf8).withUnsafeBufferPointer { buffer.append(derived: $0, sourceStart: 3, sourceEnd: 9) }
            #expect(Array(buffer.bytes) == whole.bytes && Array(buffer.marks) == whole.marks)
            #expect((0..<buffer.count).allSatisfy { buffer.origin(of: $0) == (3, 9) })
        }
    }

    @Test("Long pieces that cross the slices of the fast path fold like their lines one by one")
    func slices() {
        var dice = Dice(9)
        let lines = Self.mutated(2_000, &dice).map { $0 + [0x2E, 0x0A] }
        let joined = Array(lines.joined())
        #expect(joined.count > 200_000)
        #expect(fold([joined]) == fold(lines))
    }

    @Test("What is costliest folds within its bounds and in linear time")
    func worstCases() {
        let units: [[UInt8]] = [
            Array("\u{200B}".utf8), Array("\u{301}".utf8), Array("a\u{301}".utf8), [0xFF], [0xE1], [0], [0x20], [0x0A],
            Array("½".utf8), Array("⑳".utf8), Array("㏂".utf8), Array("ﬄ".utf8), [0xF0, 0x9F], Array("ก\u{301}".utf8),
        ]
        for unit in units {
            let bytes = Array(repeatElement(unit, count: 200_000 / unit.count).joined())
            let quarterTime = cpuSeconds { _ = fold([Array(bytes.prefix(bytes.count / 4))], recordsOrigins: false) }
            let wholeTime = cpuSeconds { #expect(fold([bytes], recordsOrigins: false).bytes.count <= 3 * bytes.count) }
            #expect(wholeTime < quarterTime * 10 + 0.02, "\(unit)")
        }
    }
}
