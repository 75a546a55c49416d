internal import CUnicodeTables

/// The four normal forms of Unicode over arrays of scalars, by the tables of the generated version.
///
/// Values that are no scalar (surrogates, above U+10FFFF) stay as they are. Cost is linear in input plus output: long
/// rows of combining marks are ordered by counting. Compatible forms may be up to 18 times as long as the input.
/// - SeeAlso: Unicode Standard Annex 15.
package enum Normalizer {
    package static func nfd(_ scalars: [UInt32]) -> [UInt32] { decompose(scalars, .canonical) }
    package static func nfc(_ scalars: [UInt32]) -> [UInt32] { compose(decompose(scalars, .canonical)) }
    package static func nfkd(_ scalars: [UInt32]) -> [UInt32] { decompose(scalars, .compatible) }
    package static func nfkc(_ scalars: [UInt32]) -> [UInt32] { compose(decompose(scalars, .compatible)) }

    /// The version of the Unicode Character Database that the tables were made from.
    package static var unicodeVersion: String { VT_UNICODE_VERSION }

    private enum Form { case canonical, compatible }

    private enum Hangul {
        static let syllables: UInt32 = 0xAC00
        static let leads: UInt32 = 0x1100
        static let vowels: UInt32 = 0x1161
        static let tails: UInt32 = 0x11A7
        static let leadCount: UInt32 = 19
        static let vowelCount: UInt32 = 21
        static let tailCount: UInt32 = 28
        static let syllableCount = leadCount * vowelCount * tailCount
    }

    // MARK: decomposition

    private static func decompose(_ scalars: [UInt32], _ form: Form) -> [UInt32] {
        var result: [UInt32] = []
        result.reserveCapacity(scalars.count)
        for scalar in scalars { append(scalar, form, to: &result) }
        order(&result)
        return result
    }

    private static func append(_ scalar: UInt32, _ form: Form, to result: inout [UInt32]) {
        let syllable = scalar &- Hangul.syllables
        if syllable < Hangul.syllableCount {
            result.append(Hangul.leads + syllable / (Hangul.vowelCount * Hangul.tailCount))
            result.append(Hangul.vowels + syllable / Hangul.tailCount % Hangul.vowelCount)
            if syllable % Hangul.tailCount != 0 { result.append(Hangul.tails + syllable % Hangul.tailCount) }
            return
        }
        switch form {
        case .canonical:
            let id = look(scalar, vt_canonical_index(), vt_canonical_blocks())
            append(scalar, id, vt_canonical_offsets(), vt_canonical_data(), to: &result)
        case .compatible:
            let id = look(scalar, vt_compatible_index(), vt_compatible_blocks())
            append(scalar, id, vt_compatible_offsets(), vt_compatible_data(), to: &result)
        }
    }

    private static func append(
        _ scalar: UInt32, _ id: UInt16, _ offsets: UnsafePointer<UInt16>, _ data: UnsafePointer<UInt32>,
        to result: inout [UInt32]
    ) {
        guard id != 0 else { return result.append(scalar) }
        for offset in Int(offsets[Int(id)])..<Int(offsets[Int(id) + 1]) { result.append(data[offset]) }
    }

    private static func look<Value: FixedWidthInteger, Index: FixedWidthInteger>(
        _ scalar: UInt32, _ index: UnsafePointer<Index>, _ blocks: UnsafePointer<Value>
    ) -> Value {
        guard scalar <= 0x10_FFFF else { return 0 }
        let shift = Int(VT_BLOCK_SHIFT)
        return blocks[Int(index[Int(scalar) >> shift]) << shift | Int(scalar) & (1 << shift - 1)]
    }

    private static func combiningClass(_ scalar: UInt32) -> UInt8 {
        look(scalar, vt_combining_index(), vt_combining_blocks())
    }

    // MARK: canonical order

    /// Orders each row of combining marks by class; marks of one class keep their order.
    private static func order(_ scalars: inout [UInt32]) {
        var start = 0
        while start < scalars.count {
            var end = start
            var isOrdered = true
            var last: UInt8 = 0
            while end < scalars.count {
                let current = combiningClass(scalars[end])
                if current == 0 { break }
                if current < last { isOrdered = false }
                last = current
                end += 1
            }
            if !isOrdered { orderRow(&scalars, start..<end) }
            start = end + 1
        }
    }

    /// Insertion for the short rows of real text, counting for hostile ones.
    private static func orderRow(_ scalars: inout [UInt32], _ range: Range<Int>) {
        if range.count <= 16 {
            for from in range.dropFirst() {
                var at = from
                while at > range.lowerBound, combiningClass(scalars[at - 1]) > combiningClass(scalars[at]) {
                    scalars.swapAt(at - 1, at)
                    at -= 1
                }
            }
            return
        }
        var starts = [Int](repeating: 0, count: 257)
        for at in range { starts[Int(combiningClass(scalars[at])) + 1] += 1 }
        for each in 1..<257 { starts[each] += starts[each - 1] }
        let row = Array(scalars[range])
        for scalar in row {
            let slot = Int(combiningClass(scalar))
            scalars[range.lowerBound + starts[slot]] = scalar
            starts[slot] += 1
        }
    }

    // MARK: composition

    private static func compose(_ scalars: [UInt32]) -> [UInt32] {
        var result: [UInt32] = []
        result.reserveCapacity(scalars.count)
        var starter = -1  // index in result
        var lastClass: UInt8 = 0  // of the last scalar kept behind the starter
        for scalar in scalars {
            let current = combiningClass(scalar)
            let isAdjacent = starter >= 0 && result.count == starter + 1
            if starter >= 0, isAdjacent || lastClass < current && lastClass != 0,
                let composed = composed(result[starter], scalar)
            {
                result[starter] = composed
                continue
            }
            if current == 0 {
                starter = result.count
                lastClass = 0
            } else {
                lastClass = current
            }
            result.append(scalar)
        }
        return result
    }

    private static func composed(_ first: UInt32, _ second: UInt32) -> UInt32? {
        let lead = first &- Hangul.leads
        let vowel = second &- Hangul.vowels
        if lead < Hangul.leadCount, vowel < Hangul.vowelCount {
            return Hangul.syllables + (lead * Hangul.vowelCount + vowel) * Hangul.tailCount
        }
        let syllable = first &- Hangul.syllables
        let tail = second &- Hangul.tails
        if syllable < Hangul.syllableCount, syllable % Hangul.tailCount == 0, tail > 0, tail < Hangul.tailCount {
            return first + tail
        }
        let key = UInt64(first) << 32 | UInt64(second)
        let keys = vt_composition_keys()
        var low = 0
        var high = Int(VT_COMPOSITION_COUNT)
        while low < high {
            let middle = (low + high) / 2
            if keys[middle] < key { low = middle + 1 } else { high = middle }
        }
        return low < Int(VT_COMPOSITION_COUNT) && keys[low] == key ? vt_composition_values()[low] : nil
    }
}
