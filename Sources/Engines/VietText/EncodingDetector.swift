internal import CUnicodeTables
import Glibc

/// Guesses the encoding of a text of unknown or doubtful origin. Linear; reads all of it once to tell UTF-8, and at most
/// 2,000 words more to tell the one-byte encodings apart. Input is hostile: the answer may be wrong, never a fault.
package enum EncodingDetector {
    /// In this order: byte order mark; UTF-16 by its zero bytes; UTF-8 where the bytes are such (a few damaged characters
    /// are allowed); what was declared, unless the bytes say otherwise; for undeclared text, and for text declared as
    /// windows-1252 (which stands for "unknown" on old pages), the encoding in which its words are Vietnamese syllables;
    /// windows-1252.
    package static func detect(_ bytes: UnsafeBufferPointer<UInt8>, declared: TextEncoding?) -> TextEncoding {
        if let marked = byteOrderMark(bytes) { return marked }
        let zeros = ZeroPattern(bytes)
        if let wide = zeros.encoding { return wide }
        let shape = UTF8Shape(bytes)
        if declared == .utf16le || declared == .utf16be, let declared {
            // A page that says so in ASCII is no UTF-16.
            if zeros.isAbsent, shape.malformed == 0 { return .utf8 }
            if !zeros.isAbsent { return declared }
        }
        if shape.malformed == 0 { return shape.characters > 0 ? .utf8 : asciiAnswer(declared) }
        if shape.characters >= 8 * shape.malformed { return .utf8 }
        switch declared {
        case .utf8 where shape.characters >= shape.malformed: return .utf8
        case .windows1258, .tcvn3, .viscii: return declared ?? .windows1252
        default: return SyllableVote(bytes).winner ?? .windows1252
        }
    }

    package static func detect(_ bytes: [UInt8], declared: TextEncoding?) -> TextEncoding {
        bytes.withUnsafeBufferPointer { detect($0, declared: declared) }
    }

    private static func asciiAnswer(_ declared: TextEncoding?) -> TextEncoding {
        declared == .utf16le || declared == .utf16be ? .utf8 : declared ?? .utf8
    }

    private static func byteOrderMark(_ bytes: UnsafeBufferPointer<UInt8>) -> TextEncoding? {
        guard bytes.count >= 2 else { return nil }
        if bytes[0] == 0xFF, bytes[1] == 0xFE { return .utf16le }
        if bytes[0] == 0xFE, bytes[1] == 0xFF { return .utf16be }
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { return .utf8 }
        return nil
    }
}

/// Zero bytes at even and odd places of the first 4 KiB.
private struct ZeroPattern {
    private var even = 0
    private var odd = 0
    private var pairs = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        pairs = min(bytes.count, 4096) / 2
        // Nearly every page has none at all, which is told at sixteen bytes a step.
        guard let base = bytes.baseAddress, memchr(base, 0, 2 * pairs) != nil else { return }
        for pair in 0..<pairs {
            if bytes[2 * pair] == 0 { even += 1 }
            if bytes[2 * pair + 1] == 0 { odd += 1 }
        }
    }

    var isAbsent: Bool { even == 0 && odd == 0 }

    /// Latin text has zeros in half of its units at least, and in one place only.
    var encoding: TextEncoding? {
        guard pairs > 0 else { return nil }
        if odd * 4 >= pairs, even * 20 <= odd { return .utf16le }
        if even * 4 >= pairs, odd * 20 <= even { return .utf16be }
        return nil
    }
}

/// How much of a text is UTF-8 beyond ASCII.
private struct UTF8Shape {
    private(set) var characters = 0
    private(set) var malformed = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let base = bytes.baseAddress else { return }
        var at = 0
        while at < bytes.count {
            if at + 8 <= bytes.count {
                let high = loadWord(base + at) & 0x8080_8080_8080_8080
                at += high.trailingZeroBitCount >> 3
                if high == 0 { continue }
            } else if base[at] < 0x80 {
                at += 1
                continue
            }
            at += readCharacter(bytes, base, at)
        }
    }

    /// Counts what stands at `at` and returns its length. The two and three bytes of Latin letters are known at sight.
    @inline(__always)
    private mutating func readCharacter(
        _ bytes: UnsafeBufferPointer<UInt8>, _ base: UnsafePointer<UInt8>, _ at: Int
    ) -> Int {
        if at + 3 <= bytes.count {
            let lead = base[at]
            let isSecond = base[at + 1] & 0xC0 == 0x80
            if lead & 0xE0 == 0xC0, lead >= 0xC2, isSecond {
                characters += 1
                return 2
            }
            if lead == 0xE1 || lead == 0xE2, isSecond, base[at + 2] & 0xC0 == 0x80 {
                characters += 1
                return 3
            }
        }
        return readAnyCharacter(bytes, at)
    }

    @inline(never)
    private mutating func readAnyCharacter(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int {
        let (scalar, length) = decodeUTF8(bytes, at: at)
        if scalar != malformedScalar {
            characters += 1
        } else if at + length < bytes.count || length == 1 && bytes[at] < 0xC2 {
            // A character cut off by the end of the text is no fault of its encoding.
            malformed += 1
        }
        return length
    }
}

/// Reads the words with high bytes in each one-byte Vietnamese encoding and counts those that are syllables.
private struct SyllableVote {
    private(set) var winner: TextEncoding?
    private static let maxWords = 2_000
    private static let maxWordBytes = 12

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        var candidates = [
            Candidate(.windows1258, vt_windows1258()), Candidate(.tcvn3, vt_tcvn3()), Candidate(.viscii, vt_viscii()),
        ]
        var words = 0
        var at = 0
        while at < bytes.count, words < Self.maxWords {
            let start = at
            var isHigh = false
            while at < bytes.count, bytes[at] >= 0x80 || (bytes[at] | 0x20) &- 0x61 < 26 {
                isHigh = isHigh || bytes[at] >= 0x80
                at += 1
            }
            if isHigh, at - start <= Self.maxWordBytes {
                words += 1
                let word = UnsafeBufferPointer(rebasing: bytes[start..<at])
                for each in candidates.indices { candidates[each].read(word) }
            }
            if at == start { at += 1 }
        }
        let best = candidates.max { $0.score < $1.score }
        if let best, best.valid * 10 >= (best.valid + best.invalid) * 6, best.telling > 0 { winner = best.encoding }
    }

    private struct Candidate {
        let encoding: TextEncoding
        private let table: UnsafePointer<UInt16>
        private let latin = vt_windows1252()
        private let folded = FoldBuffer()
        private(set) var valid = 0
        private(set) var invalid = 0
        /// Valid words that windows-1252 would read as something else.
        private(set) var telling = 0
        var score: Int { valid - 2 * invalid }

        init(_ encoding: TextEncoding, _ table: UnsafePointer<UInt16>) {
            (self.encoding, self.table) = (encoding, table)
        }

        mutating func read(_ word: UnsafeBufferPointer<UInt8>) {
            folded.removeAll()
            var hasLower = false
            var isMixed = false
            var differs = false
            for byte in word {
                let scalar = UInt32(table[Int(byte)])
                if scalar != UInt32(latin[Int(byte)]) { differs = true }
                if isUpper(scalar) {
                    isMixed = isMixed || hasLower
                } else {
                    hasLower = true
                }
                folded.append(scalar: scalar, sourceStart: 0, sourceEnd: 0)
            }
            // Quotation marks and dashes are the same in most encodings and tell nothing.
            if folded.bytes.allSatisfy({ !isWordByte($0) && $0 < 0x80 && $0 != 1 }) { return }
            if !isMixed, VietnameseSyllable.isValid(folded.bytes, folded.marks) {
                valid += 1
                if differs { telling += 1 }
            } else {
                invalid += 1
            }
        }

        /// Case of the letters that Vietnamese uses.
        private func isUpper(_ scalar: UInt32) -> Bool {
            switch scalar {
            case 0x41...0x5A, 0xC0...0xDE, 0x1AF: true
            case 0x100...0x17F, 0x1E00...0x1EFF: scalar & 1 == 0
            case 0x1A0: true
            default: false
            }
        }
    }
}
