import CUnicodeTables

/// One run of a `WordLiteralSet` over a buffer, its tables pinned.
///
/// Sixty-four bytes a step are sorted into letters and digits, other ink, and blanks; all else works on those bits. No byte
/// outside the buffer is read: what lies behind its end counts as 0x00.
struct WordScan {
    private let set: WordLiteralSet
    private let bytes: UnsafeBufferPointer<UInt8>

    init(_ set: WordLiteralSet, _ bytes: UnsafeBufferPointer<UInt8>) {
        self.set = set
        self.bytes = bytes
    }

    /// Appends all hits but those of the slow literals, nearly in order.
    func run(into hits: inout [LiteralHit]) {
        guard let base = bytes.baseAddress else { return }
        set.shortKeys.withView { short in
            set.mediumKeys.withView { medium in
                set.fullKeys.withView { full in
                    set.innerKeys.withView { inner in
                        set.suffixes.filter.withUnsafeBufferPointer { suffixes in
                            set.trie.nodes.withUnsafeBufferPointer { nodes in
                                guard let suffixes = suffixes.baseAddress, let nodes = nodes.baseAddress else { return }
                                scan(base, Tables(short, medium, full, inner, suffixes, nodes), into: &hits)
                            }
                        }
                    }
                }
            }
        }
    }

    private struct Tables {
        let short: PrefixKeysView
        let medium: PrefixKeysView
        let full: PrefixKeysView
        let inner: PrefixKeysView
        let suffixes: UnsafePointer<UInt64>
        let nodes: UnsafePointer<WordTrie.Node>

        init(
            _ short: PrefixKeysView, _ medium: PrefixKeysView, _ full: PrefixKeysView, _ inner: PrefixKeysView,
            _ suffixes: UnsafePointer<UInt64>, _ nodes: UnsafePointer<WordTrie.Node>
        ) {
            (self.short, self.medium, self.full, self.inner) = (short, medium, full, inner)
            (self.suffixes, self.nodes) = (suffixes, nodes)
        }
    }

    /// A word at which a bitmap did not say "surely not".
    private struct Candidate {
        var start: Int
        var end: Int
        /// Where the next word ends; `Int.max` for the last one.
        var nextEnd: Int
        /// Which bitmaps: see `short` and so on.
        var kinds: UInt64
        static let short: UInt64 = 1
        static let medium: UInt64 = 2
        static let full: UInt64 = 4
        static let suffix: UInt64 = 8
        static let long: UInt64 = 16
    }

    /// A word waits for the end of the next one, for some literals are looked up by two words.
    ///
    /// All words of a step are asked before any is looked up: the bitmaps are then read without a branch between them, and the
    /// tables behind them without waiting for each other.
    @inline(__always)
    private func scan(_ base: UnsafePointer<UInt8>, _ tables: Tables, into hits: inout [LiteralHit]) {
        let count = bytes.count
        let seeksMarks = set.seeksMarks
        withUnsafeTemporaryAllocation(of: Candidate.self, capacity: 65) { candidates in
            guard let found = candidates.baseAddress else { return }
            var carry: UInt64 = 0
            var block = 0
            var open = 0
            var waiting = (start: 0, end: 0)
            // The last step may have no bytes of its own: it sees a word that ends with the buffer.
            while block <= count {
                let here = classify(base, block)
                let shifted = here.word &<< 1 | carry
                var starts = here.word & ~shifted
                var ends = shifted & ~here.word
                carry = here.word &>> 63
                var foundCount = 0
                while ends != 0 {
                    // Starts and ends take turns; a word from the block before ends with no start of its own here.
                    let start = block &+ starts.trailingZeroBitCount
                    let end = block &+ ends.trailingZeroBitCount
                    let isNew = start < end
                    open = isNew ? start : open
                    starts = isNew ? starts & (starts &- 1) : starts
                    ends &= ends &- 1
                    found[foundCount] = candidate(base, waiting.start, waiting.end, nextEnd: end, tables)
                    foundCount &+= found[foundCount].kinds == 0 ? 0 : 1
                    waiting = (open, end)
                }
                if starts != 0 { open = block &+ starts.trailingZeroBitCount }
                for index in 0..<foundCount { look(base, found[index], tables, into: &hits) }
                if seeksMarks, here.mark != 0 { probeMarks(base, block, here.mark, tables, into: &hits) }
                block &+= 64
            }
            let last = candidate(base, waiting.start, waiting.end, nextEnd: .max, tables)
            if last.kinds != 0 { look(base, last, tables, into: &hits) }
        }
    }

    // MARK: look-ups

    /// Asks the bitmaps about a word, which may be empty: none was met yet.
    @inline(__always)
    private func candidate(
        _ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int, nextEnd: Int, _ tables: Tables
    ) -> Candidate {
        guard start < end else { return Candidate(start: 0, end: 0, nextEnd: 0, kinds: 0) }
        let text = nextEight(base, start)
        // Where an end lies farther off than seven bytes, the key is in no table: keys there are shorter.
        let short = text & lowBytes(min(end &- start, 8))
        let medium = text & lowBytes(min(nextEnd &- start, 8))
        let bit = WordSuffixes.bit(lastFour(base, end))
        let suffix = tables.suffixes[bit &>> 6] &>> UInt64(truncatingIfNeeded: bit) & 1
        var kinds = tables.short.mayHold(short, PrefixKeys.shortBits)
        kinds |= tables.medium.mayHold(medium, PrefixKeys.shortBits) &<< 1
        kinds |= tables.full.mayHold(text, PrefixKeys.fullBits) &<< 2
        kinds |= suffix &<< 3
        kinds |= end &- start >= 8 ? Candidate.long : 0
        return Candidate(start: start, end: end, nextEnd: nextEnd, kinds: kinds)
    }

    /// The literals that begin with the word, or stand inside or at the end of it.
    @inline(__always)
    private func look(
        _ base: UnsafePointer<UInt8>, _ word: Candidate, _ tables: Tables, into hits: inout [LiteralHit]
    ) {
        if word.kinds & (Candidate.short | Candidate.medium | Candidate.full) != 0 {
            lookFromStart(base, word, tables, into: &hits)
        }
        if word.kinds & Candidate.long != 0 { probeInner(base, word.start, word.end, tables, into: &hits) }
        if word.kinds & Candidate.suffix != 0 { set.suffixes.emit(bytes, end: word.end, into: &hits) }
    }

    @inline(__always)
    private func lookFromStart(
        _ base: UnsafePointer<UInt8>, _ word: Candidate, _ tables: Tables, into hits: inout [LiteralHit]
    ) {
        let text = nextEight(base, word.start)
        if word.kinds & Candidate.short != 0 {
            let length = min(word.end &- word.start, 8)
            if look(tables.short, text & lowBytes(length), length, word.start, isAtWord: true, tables, into: &hits) {
                return
            }
        }
        if word.kinds & Candidate.medium != 0 {
            let length = min(word.nextEnd &- word.start, 8)
            if look(tables.medium, text & lowBytes(length), length, word.start, isAtWord: true, tables, into: &hits) {
                return
            }
        }
        if word.kinds & Candidate.full != 0 {
            _ = look(tables.full, text, 8, word.start, isAtWord: true, tables, into: &hits)
        }
    }

    /// Places of a long word with at least eight letters or digits to come.
    @inline(never)
    private func probeInner(
        _ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ tables: Tables, into hits: inout [LiteralHit]
    ) {
        for at in start...end - 8 {
            let text = nextEight(base, at)
            guard tables.inner.mayHold(text, PrefixKeys.shortBits) != 0 else { continue }
            _ = look(tables.inner, text, 8, at, isAtWord: false, tables, into: &hits)
        }
    }

    /// Places of ink that is no letter or digit: literals in other scripts, ends of host names.
    @inline(never)
    private func probeMarks(
        _ base: UnsafePointer<UInt8>, _ block: Int, _ marks: UInt64, _ tables: Tables, into hits: inout [LiteralHit]
    ) {
        var bits = marks
        while bits != 0 {
            let at = block &+ bits.trailingZeroBitCount
            bits &= bits &- 1
            let use = set.marks[Int(base[at])]
            if use.contains(.inner) { set.innerMarks.emit(bytes, at: at, flags: set.flags, into: &hits) }
            if use.contains(.first) { probeMark(base, at, tables, into: &hits) }
        }
    }

    @inline(__always)
    private func probeMark(
        _ base: UnsafePointer<UInt8>, _ at: Int, _ tables: Tables, into hits: inout [LiteralHit]
    ) {
        let text = nextEight(base, at)
        let short = text & lowBytes(3)
        let medium = text & lowBytes(6)
        if tables.short.mayHold(short, PrefixKeys.shortBits) != 0,
            look(tables.short, short, 3, at, isAtWord: false, tables, into: &hits)
        {
            return
        }
        if tables.medium.mayHold(medium, PrefixKeys.shortBits) != 0,
            look(tables.medium, medium, 6, at, isAtWord: false, tables, into: &hits)
        {
            return
        }
        if tables.full.mayHold(text, PrefixKeys.fullBits) != 0 {
            _ = look(tables.full, text, 8, at, isAtWord: false, tables, into: &hits)
        }
    }

    /// Asks a table itself, and when it knows the key, follows the text down the trie and appends what ends on the way:
    /// of the literals that need a boundary on the left (`isAtWord`), or of the others.
    /// - Returns: whether the key is known. Then all literals that begin here were met, those with longer keys too.
    @inline(__always)
    private func look(
        _ keys: PrefixKeysView, _ key: UInt64, _ length: Int, _ start: Int, isAtWord: Bool, _ tables: Tables,
        into hits: inout [LiteralHit]
    ) -> Bool {
        let node = keys.node(of: key)
        guard node != PrefixKeys.none else { return false }
        walk(tables.nodes, from: node, start &+ length, isAtWord: isAtWord, into: &hits)
        return true
    }

    /// At most as long as the longest literal. Labels hold no 0x00, so none goes on behind the end of the bytes.
    @inline(never)
    private func walk(
        _ nodes: UnsafePointer<WordTrie.Node>, from node: UInt32, _ end: Int, isAtWord: Bool,
        into hits: inout [LiteralHit]
    ) {
        guard let base = bytes.baseAddress else { return }
        var node = nodes + Int(node)
        var end = end
        while true {
            if node.pointee.literal != WordTrie.none { report(node.pointee, end, isAtWord: isAtWord, into: &hits) }
            let text = nextEight(base, end)
            guard node.pointee.childBits & WordTrie.childBit(text) != 0 else { return }
            var child = nodes + Int(node.pointee.firstChild)
            let last = child + Int(node.pointee.childCount)
            while (text ^ child.pointee.label) & child.pointee.mask != 0 {
                child += 1
                if child == last { return }
            }
            end &+= Int(child.pointee.length)
            node = child
        }
    }

    /// Appends the literals that end at a node.
    @inline(__always)
    private func report(_ node: WordTrie.Node, _ end: Int, isAtWord: Bool, into hits: inout [LiteralHit]) {
        let isWhole = end == bytes.count || !WordByte.isWord(bytes[end])
        var literal = node.literal
        var ends = node.ends
        while true {
            if ends.contains(.left) == isAtWord, isWhole || !ends.contains(.right) {
                hits.append(LiteralHit(pattern: literal, end: UInt32(truncatingIfNeeded: end)))
            }
            literal = set.trie.nextSame[Int(literal)]
            guard literal != WordTrie.none else { return }
            ends = set.flags[Int(literal)].ends
        }
    }

    // MARK: loads

    /// Letters and digits among 64 bytes from `offset` on, and ink that is neither. Behind the end there is none.
    @inline(__always)
    private func classify(_ base: UnsafePointer<UInt8>, _ offset: Int) -> (word: UInt64, mark: UInt64) {
        guard offset &+ 64 <= bytes.count else { return classifyTail(offset) }
        let classes = vt_classify(base + offset)
        let word = classes.letters | classes.digits
        return (word, ~(word | classes.spaces))
    }

    @inline(never)
    private func classifyTail(_ offset: Int) -> (word: UInt64, mark: UInt64) {
        var (word, mark): (UInt64, UInt64) = (0, 0)
        guard offset < bytes.count else { return (0, 0) }
        for index in offset..<bytes.count {
            let bit: UInt64 = 1 << UInt64(index - offset)
            if WordByte.isWord(bytes[index]) { word |= bit } else if bytes[index] > 0x20 { mark |= bit }
        }
        return (word, mark)
    }

    @inline(__always)
    private func nextEight(_ base: UnsafePointer<UInt8>, _ at: Int) -> UInt64 {
        at &+ 8 <= bytes.count
            ? UInt64(littleEndian: UnsafeRawPointer(base + at).loadUnaligned(as: UInt64.self))
            : WordByte.key(Slice(base: bytes, bounds: at..<bytes.count))
    }

    /// The four bytes before `end`, the last one highest.
    @inline(__always)
    private func lastFour(_ base: UnsafePointer<UInt8>, _ end: Int) -> UInt32 {
        if end >= 4 { return UInt32(littleEndian: UnsafeRawPointer(base + end - 4).loadUnaligned(as: UInt32.self)) }
        var last: UInt32 = 0
        for index in 0..<end { last |= UInt32(base[index]) << UInt32(8 * (4 - end + index)) }
        return last
    }

    /// 1 to 8.
    @inline(__always)
    private func lowBytes(_ count: Int) -> UInt64 { .max &>> UInt64(truncatingIfNeeded: 64 &- 8 &* count) }
}
