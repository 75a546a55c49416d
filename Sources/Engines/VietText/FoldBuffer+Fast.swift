// The fast path: eight ASCII bytes a step, Vietnamese letters by direct look-up, all else handed to `foldOne`.

/// The high bit of every byte of a word.
private let highBits: UInt64 = 0x8080_8080_8080_8080
private let ones: UInt64 = 0x0101_0101_0101_0101

extension FoldBuffer {
    func fold(_ utf8: UnsafeBufferPointer<UInt8>, from source: FoldSource) {
        var at = 0
        while at < utf8.count {
            // Slices bound what is reserved ahead: no fold is longer than three times its source.
            let sliceEnd = min(at + 32_768, utf8.count)
            reserve(3 * (sliceEnd - at) + 64)
            at = foldSlice(utf8, at, sliceEnd, source)
        }
    }

    /// Folds at least `utf8[at..<sliceEnd]` and returns where it stopped: a character may reach past the end of the slice.
    private func foldSlice(_ utf8: UnsafeBufferPointer<UInt8>, _ from: Int, _ sliceEnd: Int, _ source: FoldSource)
        -> Int
    {
        guard let input = utf8.baseAddress else { return sliceEnd }
        let storage = table.storage
        let fast = storage.fast
        let bytes = byteBase
        let marks = markBase
        let records = recordsOrigins
        var at = from
        var out = count
        while isInvisiblePending, at < utf8.count {
            at = foldOne(utf8, at: at, from: source)
            out = count
        }
        // 0x80 when a space here would be the second one in a row (or the first of the stream or after a break).
        var afterSpace: UInt64 = endsInSpace(bytes, out)
        while at < sliceEnd {
            let word = at + 8 <= utf8.count ? loadWord(input + at) : loadTail(input + at, utf8.count - at)
            let low = word & ~highBits
            let notSpace = (low ^ (ones &* 0x20)) &+ (ones &* 0x7F)
            let space = ~notSpace & highBits
            let notControl = low &+ (ones &* 0x60)
            let isDelete = low &+ ones
            let special = (word | ~notControl | isDelete | (space & (space << 8 | afterSpace))) & highBits
            let isUpper = (low &+ (ones &* 0x3F)) & ~(low &+ (ones &* 0x25)) & ~word & highBits
            storeWord(word | isUpper >> 2, bytes + out)
            storeWord(0, marks + out)
            if special == 0 {
                if records { record(out, 8, at, source) }
                at += 8
                out += 8
                afterSpace = space >> 56
                continue
            }
            let run = special.trailingZeroBitCount >> 3
            if records { record(out, run, at, source) }
            at += run
            out += run
            if at >= sliceEnd { break }
            let lead = input[at]
            if isBlank(lead) {
                var next = at + 1
                while next < utf8.count, isBlank(input[next]) { next += 1 }
                if (space << 8 | afterSpace) >> UInt64(8 * run) & 0x80 == 0 {
                    bytes[out] = 0x20
                    marks[out] = 0
                    if records { recordOne(out, at, next - at, source) }
                    out += 1
                } else if records, out > 0, bytes[out - 1] == 0x20 {
                    endBase?[out - 1] = source.range(at, next - at).end
                }
                at = next
                afterSpace = 0x80
                continue
            }
            // Two or three bytes: chosen without a branch, for Vietnamese mixes them at random.
            if lead >= 0xC2, lead <= 0xE1, lead != 0xE0, at + 3 <= utf8.count {
                let isThree = lead == 0xE1
                let second = UInt32(input[at + 1])
                let third = UInt32(input[at + 2])
                let two = UInt32(lead & 0x1F) << 6 | second & 0x3F
                let scalar = isThree ? 0x1000 | (second & 0x3F) << 6 | third & 0x3F : two
                let isWhole = second & 0xC0 == 0x80 && (!isThree || third & 0xC0 == 0x80)
                let value = fast[Int(scalar)]
                if isWhole, value != 0 {
                    bytes[out] = UInt8(truncatingIfNeeded: value)
                    marks[out] = UInt8(truncatingIfNeeded: value >> 8)
                    let length = isThree ? 3 : 2
                    if records { recordOne(out, at, length, source) }
                    out += 1
                    at += length
                    afterSpace = 0
                    continue
                }
            }
            // Thai, Han and the like stay as they are.
            if lead & 0xF0 == 0xE0, at + 3 <= utf8.count {
                let scalar = decodeUTF8(utf8, at: at).scalar
                if storage.entry(of: scalar).rawValue == 0 {
                    for offset in 0..<3 {
                        bytes[out + offset] = input[at + offset]
                        marks[out + offset] = FoldMark.otherScript
                        if records { recordOne(out + offset, at, 3, source) }
                    }
                    out += 3
                    at += 3
                    afterSpace = 0
                    continue
                }
            }
            count = out
            repeat {
                at = foldOne(utf8, at: at, from: source)
            } while isInvisiblePending && at < utf8.count
            out = count
            afterSpace = endsInSpace(bytes, out)
        }
        count = out
        return at
    }

    /// Source ranges of `length` bytes that stand one for one from `at` on.
    private func record(_ out: Int, _ length: Int, _ at: Int, _ source: FoldSource) {
        guard let startBase, let endBase else { return }
        for offset in 0..<length {
            let range = source.range(at + offset, 1)
            startBase[out + offset] = range.start
            endBase[out + offset] = range.end
        }
    }

    private func recordOne(_ out: Int, _ at: Int, _ length: Int, _ source: FoldSource) {
        guard let startBase, let endBase else { return }
        (startBase[out], endBase[out]) = source.range(at, length)
    }
}

@inline(__always)
private func endsInSpace(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int) -> UInt64 {
    count == 0 || bytes[count - 1] == 0x20 || bytes[count - 1] == 0 ? 0x80 : 0
}

/// ASCII white space.
@inline(__always)
private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 9 < 5 }

@inline(__always)
func loadWord(_ from: UnsafePointer<UInt8>) -> UInt64 {
    UInt64(littleEndian: UnsafeRawPointer(from).loadUnaligned(as: UInt64.self))
}

@inline(__always)
func storeWord(_ word: UInt64, _ to: UnsafeMutablePointer<UInt8>) {
    UnsafeMutableRawPointer(to).storeBytes(of: word.littleEndian, as: UInt64.self)
}

/// The last 1–7 bytes of a piece, filled up with zeros, which stop the fast path.
private func loadTail(_ from: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
    var word: UInt64 = 0
    for offset in 0..<count { word |= UInt64(from[offset]) << UInt64(8 * offset) }
    return word
}
