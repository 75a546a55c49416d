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

    /// A word waits for the end of the next one, for some literals are looked up by two words.
    ///
    /// All words of a step are asked before any is looked up: the bitmaps are then read without a branch between them, and the
    /// tables behind them without waiting for each other.
    @inline(__always)
    private func scan(_ base: UnsafePointer<UInt8>, _ tables: Tables, into hits: inout [LiteralHit]) {
        let count = bytes.count
        let seeksMarks = set.seeksMarks
        var filters = vt_word_filters(
            one: tables.short.words, two: tables.medium.words, eight: tables.full.words, suffixes: tables.suffixes)
        withUnsafeTemporaryAllocation(of: vt_word.self, capacity: 34) { candidates in
            guard let found = candidates.baseAddress else { return }
            var state = vt_word_state()
            var carry: UInt64 = 0
            var block = 0
            // The last step may have no bytes of its own: it sees a word that ends with the buffer.
            while block <= count {
                let here = classify(base, block)
                let shifted = here.word &<< 1 | carry
                carry = here.word &>> 63
                let foundCount = Int(
                    vt_ask_words(
                        base, count, block, here.word & ~shifted, shifted & ~here.word, &state, &filters, found))
                for index in 0..<foundCount { look(base, found[index], tables, into: &hits) }
                if seeksMarks, here.mark != 0 { probeMarks(base, block, here.mark, tables, into: &hits) }
                block &+= 64
            }
            if vt_ask_word(base, count, state.start, state.end, .max, &filters, found) != 0 {
                look(base, found[0], tables, into: &hits)
            }
        }
    }

    // MARK: look-ups

    /// The literals that begin with the word, or stand inside or at the end of it.
    @inline(__always)
    private func look(
        _ base: UnsafePointer<UInt8>, _ word: vt_word, _ tables: Tables, into hits: inout [LiteralHit]
    ) {
        if word.may(VT_WORD_ONE | VT_WORD_TWO | VT_WORD_EIGHT) { lookFromStart(base, word, tables, into: &hits) }
        if word.may(VT_WORD_LONG) { probeInner(base, Int(word.start), Int(word.end), tables, into: &hits) }
        if word.may(VT_WORD_SUFFIX) { set.suffixes.emit(bytes, end: Int(word.end), into: &hits) }
    }

    @inline(__always)
    private func lookFromStart(
        _ base: UnsafePointer<UInt8>, _ word: vt_word, _ tables: Tables, into hits: inout [LiteralHit]
    ) {
        let start = Int(word.start)
        let text = nextEight(base, start)
        if word.may(VT_WORD_ONE) {
            let length = min(word.end &- word.start, 8)
            let key = vt_first_bytes(text, length)
            if look(tables.short, key, Int(length), start, isAtWord: true, tables, into: &hits) { return }
        }
        if word.may(VT_WORD_TWO) {
            let length = min(word.nextEnd &- word.start, 8)
            let key = vt_first_bytes(text, length)
            if look(tables.medium, key, Int(length), start, isAtWord: true, tables, into: &hits) { return }
        }
        if word.may(VT_WORD_EIGHT) { _ = look(tables.full, text, 8, start, isAtWord: true, tables, into: &hits) }
    }

    /// Places of a long word with at least eight letters or digits to come.
    @inline(never)
    private func probeInner(
        _ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ tables: Tables, into hits: inout [LiteralHit]
    ) {
        for at in start...end - 8 {
            let text = nextEight(base, at)
            guard tables.inner.mayHold(text) else { continue }
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
        let short = vt_first_bytes(text, 3)
        let medium = vt_first_bytes(text, 6)
        if tables.short.mayHold(short),
            look(tables.short, short, 3, at, isAtWord: false, tables, into: &hits)
        {
            return
        }
        if tables.medium.mayHold(medium),
            look(tables.medium, medium, 6, at, isAtWord: false, tables, into: &hits)
        {
            return
        }
        if tables.full.mayHold(text) {
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
    private func nextEight(_ base: UnsafePointer<UInt8>, _ at: Int) -> UInt64 { vt_next_bytes(base, bytes.count, at) }
}

extension vt_word {
    /// Whether a bitmap did not say "surely not".
    @inline(__always)
    fileprivate func may(_ kinds: Int) -> Bool { self.kinds & UInt32(truncatingIfNeeded: kinds) != 0 }
}
