internal import CUnicodeTables

/// What each code point folds to: the Unicode tables with a pack of look-alikes laid over them.
///
/// An entry is 32 bits: kind in bits 28–31, `FoldMark` bits in 21–27, value in 0–20. A table takes about 180 KB, is built
/// in a fraction of a millisecond, and never changes afterwards.
package struct FoldTable: Sendable {
    package static let standard = FoldTable(confusables: [])

    let storage: FoldStorage

    /// - Parameter confusables: code point and the ASCII letter or digit it passes for. A pair goes before the Unicode
    ///   tables; letters that fold to the code point (its upper case, its accented forms) follow it unless they are
    ///   listed themselves. Pairs whose scalar is ASCII, a surrogate or out of range, or whose target is no ASCII letter
    ///   or digit, are passed over.
    package init(confusables: [(scalar: UInt32, ascii: UInt8)]) {
        storage = FoldStorage(confusables: confusables)
    }

    /// What one code point folds to, for tools that explain a pack. Values above U+10FFFF are a break.
    func entry(of scalar: UInt32) -> FoldEntry { storage.entry(of: scalar) }
}

/// One entry of the fold table.
struct FoldEntry: Equatable {
    enum Kind: UInt32 {
        /// A letter or digit of another script: stays UTF-8. Value: the scalar to write, 0 for itself.
        case letter
        /// A symbol: stays UTF-8 and carries no mark. Value: the scalar to write, 0 for itself.
        case symbol
        /// Value: the one ASCII byte.
        case ascii
        case space
        /// Invisible: not written.
        case drop
        /// A combining mark: goes to the letter before it.
        case mark
        /// Value: offset of zero-ended ASCII text in the table of sequences.
        case sequence
        /// No character: written as 0x01.
        case none
    }

    var rawValue: UInt32

    init(rawValue: UInt32) { self.rawValue = rawValue }
    init(_ kind: Kind, value: UInt32 = 0, marks: UInt8 = 0) {
        rawValue = kind.rawValue << 28 | UInt32(marks & 0x7F) << 21 | value
    }

    var kind: Kind { Kind(rawValue: rawValue >> 28) ?? .none }
    var value: UInt32 { rawValue & 0x1F_FFFF }
    var marks: UInt8 { UInt8(truncatingIfNeeded: rawValue >> 21) & 0x7F }
}

/// The arrays of one table. Written only while it is made, so that many threads may read it.
final class FoldStorage: @unchecked Sendable {
    /// Code points below this have a direct entry in `fast`: Latin, Greek, Cyrillic, and the Vietnamese block U+1EA0.
    static let fastCount = 0x2000

    /// ASCII byte in the low half, marks in the high half; 0 where the entry is of another kind.
    let fast: UnsafeMutablePointer<UInt16>
    let sequences: UnsafePointer<UInt8> = vt_fold_sequences()
    private let index: UnsafeMutablePointer<UInt16>
    private let blocks: UnsafeMutablePointer<UInt32>

    init(confusables: [(scalar: UInt32, ascii: UInt8)]) {
        var draft = FoldDraft()
        draft.lay(confusables)
        index = .allocate(capacity: draft.index.count)
        index.initialize(from: draft.index, count: draft.index.count)
        blocks = .allocate(capacity: draft.blocks.count)
        blocks.initialize(from: draft.blocks, count: draft.blocks.count)
        fast = .allocate(capacity: Self.fastCount)
        for scalar in 0..<Self.fastCount {
            let entry = draft.entry(of: UInt32(scalar))
            fast[scalar] = entry.kind == .ascii ? UInt16(entry.value) | UInt16(entry.marks) << 8 : 0
        }
    }

    deinit {
        index.deallocate()
        blocks.deallocate()
        fast.deallocate()
    }

    @inline(__always)
    func entry(of scalar: UInt32) -> FoldEntry {
        guard scalar <= 0x10_FFFF else { return FoldEntry(.none) }
        let block = Int(index[Int(scalar >> UInt32(VT_BLOCK_SHIFT))])
        return FoldEntry(rawValue: blocks[block << Int(VT_BLOCK_SHIFT) | Int(scalar) & (FoldDraft.blockCount - 1)])
    }
}

/// A table in the making: the generated one, and changes over it.
private struct FoldDraft {
    static let blockCount = 1 << Int(VT_BLOCK_SHIFT)

    private(set) var index = Array(UnsafeBufferPointer(start: vt_fold_index(), count: Int(VT_INDEX_COUNT)))
    private(set) var blocks = Array(UnsafeBufferPointer(start: vt_fold_blocks(), count: Int(VT_FOLD_ENTRY_COUNT)))
    /// Blocks copied for one index slot alone; all others may be shared and are copied before a change.
    private var ownBlocks: Set<UInt16> = []

    func entry(of scalar: UInt32) -> FoldEntry { FoldEntry(rawValue: blocks[place(of: scalar)]) }

    private func place(of scalar: UInt32) -> Int {
        Int(index[Int(scalar >> UInt32(VT_BLOCK_SHIFT))]) << Int(VT_BLOCK_SHIFT) | Int(scalar) & (Self.blockCount - 1)
    }

    mutating func lay(_ confusables: [(scalar: UInt32, ascii: UInt8)]) {
        var targets: [UInt32: UInt8] = [:]
        for (scalar, ascii) in confusables where scalar >= 0x80 && scalar <= 0x10_FFFF && scalar & ~0x7FF != 0xD800 {
            let target = ascii &- 0x41 < 26 ? ascii | 0x20 : ascii
            if isWordByte(target) { targets[scalar] = target }
        }
        guard !targets.isEmpty else { return }
        followBases(targets)
        for (scalar, ascii) in targets {
            set(scalar, FoldEntry(.ascii, value: UInt32(ascii), marks: FoldMark.disguised))
        }
    }

    /// Redirects the letters that the Unicode tables fold to a listed look-alike: А and ӑ follow а.
    private mutating func followBases(_ targets: [UInt32: UInt8]) {
        // Most of the 8,704 slots share a few blocks: each block is searched once, and only slots with a letter to redirect
        // are gone through.
        let holders = (0..<blocks.count >> Int(VT_BLOCK_SHIFT)).map { block in
            (0..<Self.blockCount).contains { target(in: block, $0, targets) != nil }
        }
        for slot in index.indices where holders[Int(index[slot])] {
            let block = Int(index[slot])
            for offset in 0..<Self.blockCount {
                guard let (ascii, marks) = target(in: block, offset, targets) else { continue }
                set(
                    UInt32(slot << Int(VT_BLOCK_SHIFT) + offset),
                    FoldEntry(.ascii, value: UInt32(ascii), marks: marks | FoldMark.disguised))
            }
        }
    }

    /// What an entry of a block is redirected to, with its marks; nil for one that stays.
    private func target(in block: Int, _ offset: Int, _ targets: [UInt32: UInt8]) -> (ascii: UInt8, marks: UInt8)? {
        let entry = FoldEntry(rawValue: blocks[block << Int(VT_BLOCK_SHIFT) + offset])
        // A letter that stays itself has the value 0, which is never listed.
        guard entry.kind == .letter, entry.value != 0, let ascii = targets[entry.value] else { return nil }
        return (ascii, entry.marks)
    }

    private mutating func set(_ scalar: UInt32, _ entry: FoldEntry) {
        let slot = Int(scalar >> UInt32(VT_BLOCK_SHIFT))
        if !ownBlocks.contains(index[slot]) {
            let first = Int(index[slot]) << Int(VT_BLOCK_SHIFT)
            let copy = UInt16(blocks.count >> Int(VT_BLOCK_SHIFT))
            blocks.append(contentsOf: Array(blocks[first..<first + Self.blockCount]))
            index[slot] = copy
            ownBlocks.insert(copy)
        }
        blocks[place(of: scalar)] = entry.rawValue
    }
}

/// True for `a`–`z` and `0`–`9`.
@inline(__always)
func isWordByte(_ byte: UInt8) -> Bool {
    byte &- 0x61 < 26 || byte &- 0x30 < 10
}
