/// The build of a Vietnamese syllable: initial, nucleus, final, and where tone and shape may stand. Loose on purpose: it
/// tells an encoding, and a name from a word, not a spelling mistake.
package enum VietnameseSyllable {
    /// - Parameters: folded letters and their marks.
    static func isValid(_ bytes: UnsafeBufferPointer<UInt8>, _ marks: UnsafeBufferPointer<UInt8>) -> Bool {
        guard bytes.count <= longest, let tone = tone(bytes, marks), let final = finalIfBuilt(bytes) else {
            return false
        }
        // Before a stop only sắc and nặng are spoken.
        let isStopped = final == "c" || final == "ch" || final == "p" || final == "t"
        return !isStopped || tone == FoldMark.acute || tone == FoldMark.dot
    }

    /// Whether folded letters may be a syllable that lost its marks.
    package static func isBuilt(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { finalIfBuilt(bytes) != nil }

    /// As in `nghiêng`.
    private static let longest = 7

    /// The final, which may be empty; nil where the letters are no syllable.
    private static func finalIfBuilt(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        guard !bytes.isEmpty, bytes.count <= longest else { return nil }
        let initial = initialLength(bytes)
        var end = initial
        while end < bytes.count, isVowel(bytes[end]) { end += 1 }
        let nucleus = text(bytes, initial, end)
        let final = text(bytes, end, bytes.count)
        guard finals.contains(final) else { return nil }
        let isBuilt = closedNuclei.contains(nucleus) ? final.isEmpty : openNuclei.contains(nucleus)
        return isBuilt ? final : nil
    }

    /// The tone (0: none) of letters whose marks all stand where Vietnamese puts them; nil otherwise.
    private static func tone(_ bytes: UnsafeBufferPointer<UInt8>, _ marks: UnsafeBufferPointer<UInt8>) -> UInt8? {
        var tone: UInt8 = 0
        for (byte, mark) in zip(bytes, marks) {
            guard byte &- 0x61 < 26, mark & (FoldMark.disguised | FoldMark.otherScript) == 0 else { return nil }
            if mark & FoldMark.toneMask != 0 {
                guard tone == 0, isVowel(byte) else { return nil }
                tone = mark & FoldMark.toneMask
            }
            switch mark & FoldMark.shapeMask {
            case 0: break
            case FoldMark.circumflex: guard byte == 0x61 || byte == 0x65 || byte == 0x6F else { return nil }
            case FoldMark.breve: guard byte == 0x61 else { return nil }
            case FoldMark.horn: guard byte == 0x6F || byte == 0x75 else { return nil }
            case FoldMark.stroke: guard byte == 0x64 else { return nil }
            default: return nil
            }
        }
        return tone
    }

    private static func initialLength(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        for length in [3, 2, 1] where length < bytes.count && initials.contains(text(bytes, 0, length)) {
            // gi and qu take their vowel along only before another one: gì, but già.
            if length == 2, isVowel(bytes[1]), !isVowel(bytes[2]) { continue }
            return length
        }
        return 0
    }

    private static func text(_ bytes: UnsafeBufferPointer<UInt8>, _ from: Int, _ to: Int) -> String {
        String(decoding: bytes[from..<to], as: UTF8.self)
    }

    private static func isVowel(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x61, 0x65, 0x69, 0x6F, 0x75, 0x79: true  // a e i o u y
        default: false
        }
    }

    private static func words(_ list: String) -> Set<String> { Set(list.split(separator: " ").map(String.init)) }

    private static let initials = words("ngh ng nh ch gh gi kh ph qu th tr b c d g h k l m n p r s t v x")
    private static let finals = words("c ch m n ng nh p t").union([""])
    private static let openNuclei = words("a e i o u y ia ie oa oe oo ua ue uo uy uya uye ye")
    private static let closedNuclei = words("ai ao au ay eo eu ieu iu oai oao oay oeo oi uay ui uoi uou uu uyu yeu")
}
