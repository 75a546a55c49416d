// The careful path: one scalar at a time, every kind of entry.

extension FoldBuffer {
    /// Folds the one character at `at` and returns where the next begins. Room for its bytes was reserved.
    func foldOne(_ utf8: UnsafeBufferPointer<UInt8>, at: Int, from source: FoldSource) -> Int {
        let (scalar, length) = decodeUTF8(utf8, at: at)
        let (start, end) = source.range(at, length)
        if scalar == malformedScalar {
            replacements += 1
            isInvisiblePending = false
            put(0x01, marks: 0, start: start, end: end)
        } else {
            write(scalar, start: start, end: end)
        }
        return at + length
    }

    /// Writes what one scalar folds to. At most 8 bytes; room for them was reserved.
    func write(_ scalar: UInt32, start: UInt32, end: UInt32) {
        let entry = table.storage.entry(of: scalar)
        switch entry.kind {
        case .ascii:
            writeASCII(UInt8(truncatingIfNeeded: entry.value), marks: entry.marks, start: start, end: end)
        case .letter:
            let marks = entry.marks | FoldMark.otherScript | takePending()
            writeUTF8(entry.value == 0 ? scalar : entry.value, marks: marks, start: start, end: end)
        case .symbol:
            isInvisiblePending = false
            writeUTF8(entry.value == 0 ? scalar : entry.value, marks: 0, start: start, end: end)
        case .space:
            writeSpace(start: start, end: end)
        case .drop:
            isInvisiblePending = isInvisiblePending || (count > 0 && isWordByte(byteBase[count - 1]))
        case .mark:
            attach(entry.marks, end: end)
        case .sequence:
            writeSequence(entry, start: start, end: end)
        case .none:
            isInvisiblePending = false
            put(0x01, marks: 0, start: start, end: end)
        }
    }

    private func takePending() -> UInt8 {
        defer { isInvisiblePending = false }
        return isInvisiblePending ? FoldMark.disguised : 0
    }

    private func writeASCII(_ byte: UInt8, marks: UInt8, start: UInt32, end: UInt32) {
        let pending = takePending()
        put(byte, marks: isWordByte(byte) ? marks | pending : marks, start: start, end: end)
    }

    private func writeSpace(start: UInt32, end: UInt32) {
        isInvisiblePending = false
        guard count > 0, byteBase[count - 1] != 0 else { return }
        if byteBase[count - 1] == 0x20 {
            endBase?[count - 1] = end
        } else {
            put(0x20, marks: 0, start: start, end: end)
        }
    }

    private func writeUTF8(_ scalar: UInt32, marks: UInt8, start: UInt32, end: UInt32) {
        if scalar < 0x800 {
            put(UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6), marks: marks, start: start, end: end)
        } else {
            if scalar < 0x10000 {
                put(UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12), marks: marks, start: start, end: end)
            } else {
                put(UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18), marks: marks, start: start, end: end)
                put(UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F), marks: marks, start: start, end: end)
            }
            put(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F), marks: marks, start: start, end: end)
        }
        put(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F), marks: marks, start: start, end: end)
    }

    /// Ligatures, fractions, units. The disguised bit stands on every byte, tone and shape on the last.
    private func writeSequence(_ entry: FoldEntry, start: UInt32, end: UInt32) {
        var next = table.storage.sequences + Int(entry.value)
        while next.pointee != 0 {
            writeASCII(next.pointee, marks: entry.marks & FoldMark.disguised, start: start, end: end)
            next += 1
        }
        if isWordByte(byteBase[count - 1]) {
            markBase[count - 1] = FoldMark.joined(markBase[count - 1], entry.marks)
        }
    }

    /// Puts a combining mark on the letter or digit just written; one that follows anything else is dropped.
    private func attach(_ mark: UInt8, end: UInt32) {
        guard count > 0 else { return }
        var first = count - 1
        if markBase[first] & FoldMark.otherScript != 0 {
            while first > 0, byteBase[first] & 0xC0 == 0x80 { first -= 1 }
        } else if !isWordByte(byteBase[first]) {
            return
        }
        for position in first..<count {
            markBase[position] = FoldMark.joined(markBase[position], mark)
            endBase?[position] = end
        }
    }
}

extension FoldSource {
    @inline(__always)
    func range(_ at: Int, _ length: Int) -> (start: UInt32, end: UInt32) {
        switch self {
        case .running(let offset):
            let start = offset &+ UInt32(truncatingIfNeeded: at)
            return (start, start &+ UInt32(truncatingIfNeeded: length))
        case .fixed(let start, let end):
            return (start, end)
        }
    }
}

/// What `decodeUTF8` answers for bytes that are no character.
let malformedScalar = UInt32.max

/// The character at `at` and its length in bytes. A malformed sequence is as long as the Unicode standard's "maximal
/// subpart" (1–3 bytes), which is also what browsers replace by one U+FFFD.
func decodeUTF8(_ utf8: UnsafeBufferPointer<UInt8>, at: Int) -> (scalar: UInt32, length: Int) {
    let lead = utf8[at]
    if lead < 0x80 { return (UInt32(lead), 1) }
    let need: Int
    var scalar: UInt32
    var low: UInt8 = 0x80
    var high: UInt8 = 0xBF
    switch lead {
    case 0xC2...0xDF: (need, scalar) = (1, UInt32(lead & 0x1F))
    case 0xE0...0xEF:
        (need, scalar) = (2, UInt32(lead & 0x0F))
        if lead == 0xE0 { low = 0xA0 }
        if lead == 0xED { high = 0x9F }
    case 0xF0...0xF4:
        (need, scalar) = (3, UInt32(lead & 0x07))
        if lead == 0xF0 { low = 0x90 }
        if lead == 0xF4 { high = 0x8F }
    default: return (malformedScalar, 1)
    }
    for offset in 1...need {
        guard at + offset < utf8.count, utf8[at + offset] >= low, utf8[at + offset] <= high else {
            return (malformedScalar, offset)
        }
        scalar = scalar << 6 | UInt32(utf8[at + offset] & 0x3F)
        (low, high) = (0x80, 0xBF)
    }
    return (scalar, need + 1)
}
