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
                            guard let suffixes = suffixes.baseAddress else { return }
                            scan(base, Tables(short, medium, full, inner, suffixes), into: &hits)
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

        init(
            _ short: PrefixKeysView, _ medium: PrefixKeysView, _ full: PrefixKeysView, _ inner: PrefixKeysView,
            _ suffixes: UnsafePointer<UInt64>
        ) {
            (self.short, self.medium, self.full, self.inner) = (short, medium, full, inner)
            self.suffixes = suffixes
        }
    }

    /// A word waits for the end of the next one, for some literals are looked up by two words.
    @inline(__always)
    private func scan(_ base: UnsafePointer<UInt8>, _ tables: Tables, into hits: inout [LiteralHit]) {
        let count = bytes.count
        let seeksMarks = set.firstMarks.contains(true)
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
            while ends != 0 {
                // Starts and ends take turns; a word from the block before ends with no start of its own here.
                if starts != 0, starts & (0 &- starts) < ends & (0 &- ends) {
                    open = block &+ starts.trailingZeroBitCount
                    starts &= starts &- 1
                }
                let end = block &+ ends.trailingZeroBitCount
                ends &= ends &- 1
                probe(base, waiting.start, waiting.end, nextEnd: end, tables, into: &hits)
                waiting = (open, end)
                probeEnd(base, open, end, tables, into: &hits)
            }
            if starts != 0 { open = block &+ starts.trailingZeroBitCount }
            if seeksMarks, here.mark != 0 { probeMarks(base, block, here.mark, tables, into: &hits) }
            block &+= 64
        }
        probe(base, waiting.start, waiting.end, nextEnd: .max, tables, into: &hits)
    }

    // MARK: look-ups

    /// The literals that begin with the word at `start`, which may be empty: none was met yet.
    @inline(__always)
    private func probe(
        _ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int, nextEnd: Int, _ tables: Tables,
        into hits: inout [LiteralHit]
    ) {
        guard start < end else { return }
        let text = nextEight(base, start)
        // Where an end lies farther off than seven bytes, the key is in no table: keys there are shorter.
        let lengths = (short: min(end &- start, 8), medium: min(nextEnd &- start, 8))
        let short = text & lowBytes(lengths.short)
        let medium = text & lowBytes(lengths.medium)
        let isShort = tables.short.mayHold(short, PrefixKeys.shortBits)
        let isMedium = tables.medium.mayHold(medium, PrefixKeys.shortBits)
        let isFull = tables.full.mayHold(text, PrefixKeys.fullBits)
        if isShort | isMedium | isFull != 0 {
            if isShort != 0, look(tables.short, short, lengths.short, start, isAtWord: true, into: &hits) { return }
            if isMedium != 0, look(tables.medium, medium, lengths.medium, start, isAtWord: true, into: &hits) {
                return
            }
            if isFull != 0 { _ = look(tables.full, text, 8, start, isAtWord: true, into: &hits) }
        }
    }

    /// What may stand inside or at the end of a word.
    @inline(__always)
    private func probeEnd(
        _ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ tables: Tables, into hits: inout [LiteralHit]
    ) {
        if end &- start >= 8 { probeInner(base, start, end, tables, into: &hits) }
        let bit = WordSuffixes.bit(lastFour(base, end))
        if tables.suffixes[bit &>> 6] &>> UInt64(truncatingIfNeeded: bit) & 1 != 0 {
            set.suffixes.emit(bytes, end: end, into: &hits)
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
            _ = look(tables.inner, text, 8, at, isAtWord: false, into: &hits)
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
            guard set.firstMarks[Int(base[at])] else { continue }
            let text = nextEight(base, at)
            let short = text & lowBytes(3)
            let medium = text & lowBytes(6)
            if tables.short.mayHold(short, PrefixKeys.shortBits) != 0,
                look(tables.short, short, 3, at, isAtWord: false, into: &hits)
            {
                continue
            }
            if tables.medium.mayHold(medium, PrefixKeys.shortBits) != 0,
                look(tables.medium, medium, 6, at, isAtWord: false, into: &hits)
            {
                continue
            }
            if tables.full.mayHold(text, PrefixKeys.fullBits) != 0 {
                _ = look(tables.full, text, 8, at, isAtWord: false, into: &hits)
            }
        }
    }

    /// Asks a table itself, and when it knows the key, follows the text down the trie and appends what ends on the way:
    /// of the literals that need a boundary on the left (`isAtWord`), or of the others.
    /// - Returns: whether the key is known. Then all literals that begin here were met, those with longer keys too.
    @inline(__always)
    private func look(
        _ keys: PrefixKeysView, _ key: UInt64, _ length: Int, _ start: Int, isAtWord: Bool,
        into hits: inout [LiteralHit]
    ) -> Bool {
        let node = keys.node(of: key)
        guard node != PrefixKeys.none else { return false }
        walk(from: node, start &+ length, isAtWord: isAtWord, into: &hits)
        return true
    }

    /// At most as long as the longest literal.
    @inline(never)
    private func walk(from node: UInt32, _ end: Int, isAtWord: Bool, into hits: inout [LiteralHit]) {
        set.trie.nodes.withUnsafeBufferPointer { nodes in
            guard let nodes = nodes.baseAddress else { return }
            var node = Int(node)
            var end = end
            while end <= bytes.count {
                var literal = nodes[node].literal
                while literal != WordTrie.none {
                    let flags = set.flags[Int(literal)]
                    let isWhole = !flags.right || end == bytes.count || !WordByte.isWord(bytes[end])
                    if isWhole, flags.left == isAtWord {
                        hits.append(LiteralHit(pattern: literal, end: UInt32(truncatingIfNeeded: end)))
                    }
                    literal = set.trie.nextSame[Int(literal)]
                }
                guard end < bytes.count, let next = WordTrie.child(of: node, bytes[end], nodes) else { return }
                node = next
                end += 1
            }
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
