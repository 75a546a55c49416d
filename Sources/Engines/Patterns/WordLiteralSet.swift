/// Literals that stand as words, found without a step for every byte.
///
/// Where `LiteralSet` reports every occurrence, this reports those whose ends are word boundaries where the literal asks for
/// it. A word is a run of a–z and 0–9: the text is folded. Most literals ask for a boundary on the left, so they can begin
/// only where a word begins; there the next eight bytes are looked up in bitmaps, and in running text they nearly always tell
/// that no literal begins. What passes is walked down a trie.
///
/// Exact for any byte strings; 0x00 is a break, which no literal crosses, and a literal that holds it never matches. Cost:
/// a few instructions a word of text, and for each look-up that passes a walk no longer than the longest literal. Literals
/// that fit no kind of look-up (short ones without boundaries) are left to a `LiteralSet`, which costs a step a byte.
///
/// A class, so that a scan takes one reference and not those of all its tables.
package final class WordLiteralSet: Sendable {
    /// A byte string and where it must border on no other letter or digit. A border is asked for only where the literal's own
    /// end is a letter or digit; elsewhere it is free by itself.
    package struct Literal: Sendable {
        package var bytes: [UInt8]
        package var needsLeftBoundary: Bool
        package var needsRightBoundary: Bool
        package init(_ bytes: [UInt8], needsLeftBoundary: Bool, needsRightBoundary: Bool) {
            self.bytes = bytes
            self.needsLeftBoundary = needsLeftBoundary
            self.needsRightBoundary = needsRightBoundary
        }
    }

    let trie: WordTrie
    /// Literals shorter than eight bytes by their first word, or their first three bytes where they begin with no word.
    let shortKeys: PrefixKeys
    /// Literals shorter than eight bytes by their first two words, or their first six bytes.
    let mediumKeys: PrefixKeys
    /// Literals of eight bytes and more by the first eight.
    let fullKeys: PrefixKeys
    /// The same for those that may begin inside a word.
    let innerKeys: PrefixKeys
    let suffixes: WordSuffixes
    let innerMarks: InnerMarks
    /// Bytes, no letters or digits, at which some literal is looked for.
    let marks: [MarkUse]
    /// Whether there are any.
    let seeksMarks: Bool
    /// What fits no look-up; scanned for in full.
    private let rest: LiteralSet
    private let restLiterals: [UInt32]
    let flags: [LiteralFlags]

    /// - Parameter literals: by identifier = index. Empty ones never match. The same string may come twice.
    package convenience init(_ literals: [Literal]) {
        var list = WordLiteralList()
        for literal in literals {
            literal.bytes.withUnsafeBufferPointer {
                list.append(
                    $0, needsLeftBoundary: literal.needsLeftBoundary, needsRightBoundary: literal.needsRightBoundary)
            }
        }
        self.init(list)
    }

    /// - Parameter list: by identifier = index. Empty ones never match. The same string may come twice.
    package init(_ list: WordLiteralList) {
        flags = list.flags
        let sorted = list.withLiterals { Sorted($0, list.flags) }
        trie = sorted.trie
        marks = sorted.marks
        seeksMarks = sorted.marks.contains { !$0.isEmpty }
        shortKeys = sorted.table(.firstWord, .threeBytes)
        mediumKeys = sorted.table(.twoWords, .sixBytes)
        fullKeys = sorted.table(.eightBytes, .eightBytes)
        innerKeys = sorted.table(.innerEightBytes, .innerEightBytes)
        innerMarks = sorted.innerMarks
        suffixes = sorted.suffixes
        rest = sorted.rest
        restLiterals = sorted.restLiterals
    }

    /// Literals that no look-up serves: any at all costs every scan a step a byte.
    package var slowCount: Int { restLiterals.count }

    /// Replaces `hits` with every occurrence that has its boundaries (overlapping ones too), ordered by `end`, then by pattern.
    ///
    /// Allocates only when `hits` has to grow. Positions are 32 bits wide: bytes behind the first 4 GiB are not read.
    package func scan(_ bytes: UnsafeBufferPointer<UInt8>, into hits: inout [LiteralHit]) {
        hits.removeAll(keepingCapacity: true)
        let readable = UnsafeBufferPointer(rebasing: bytes.prefix(Int(UInt32.max)))
        if !restLiterals.isEmpty { scanRest(readable, into: &hits) }
        WordScan(self, readable).run(into: &hits)
        sortByEnd(&hits)
    }

    private func scanRest(_ bytes: UnsafeBufferPointer<UInt8>, into hits: inout [LiteralHit]) {
        rest.scan(bytes, into: &hits)
        var kept = 0
        for hit in hits {
            let literal = restLiterals[Int(hit.pattern)]
            let end = Int(hit.end)
            guard flags[Int(literal)].allow(bytes, from: end - rest.length(of: hit.pattern), to: end) else { continue }
            hits[kept] = LiteralHit(pattern: literal, end: hit.end)
            kept += 1
        }
        hits.removeLast(hits.count - kept)
    }

    /// Hits come by where they begin, which is nearly the order wanted: a few are moved a little. Where it is not, as in a text
    /// written for it, they are sorted as any list is.
    private func sortByEnd(_ hits: inout [LiteralHit]) {
        hits.withUnsafeMutableBufferPointer { hits in
            var movesLeft = hits.count * 8
            for index in hits.indices.dropFirst() where hits[index].order < hits[index - 1].order {
                let hit = hits[index]
                var hole = index
                repeat {
                    hits[hole] = hits[hole - 1]
                    hole -= 1
                } while hole > 0 && hit.order < hits[hole - 1].order
                hits[hole] = hit
                movesLeft -= index - hole
                if movesLeft < 0 { return hits.sort { $0.order < $1.order } }
            }
        }
    }
}

extension LiteralHit {
    @inline(__always)
    fileprivate var order: UInt64 { UInt64(end) << 32 | UInt64(pattern) }
}

/// What a literal asks of its ends.
struct LiteralFlags: Sendable {
    let left: Bool
    let right: Bool

    var ends: WordEnds { (left ? WordEnds.left : []).union(right ? .right : []) }

    @inline(__always)
    func allow(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Bool {
        if left, start > 0, WordByte.isWord(bytes[start - 1]) { return false }
        if right, end < bytes.count, WordByte.isWord(bytes[end]) { return false }
        return true
    }
}

/// What is looked for at a mark.
struct MarkUse: OptionSet, Sendable {
    let rawValue: UInt8
    /// Literals that begin with it, and such as begin in the word before.
    static let first = MarkUse(rawValue: 1)
    static let inner = MarkUse(rawValue: 2)
}

/// Literals by the way in which they are looked up, and the tables that are made of them.
private struct Sorted {
    let trie: WordTrie
    let marks: [MarkUse]
    let innerMarks: InnerMarks
    let suffixes: WordSuffixes
    let rest: LiteralSet
    let restLiterals: [UInt32]
    /// Those that the trie holds.
    private let entries: [WordTrieDraft.Entry]
    /// By entry, the node that its key leads to.
    private let nodes: [UInt32]

    init(_ literals: WordLiteralsView, _ flags: [LiteralFlags]) {
        var marks = [MarkUse](repeating: [], count: 256)
        var suffixes: [(bytes: [UInt8], literal: UInt32)] = []
        var inner: [(bytes: [UInt8], literal: UInt32)] = []
        var rest: [UInt32] = []
        var entries: [WordTrieDraft.Entry] = []
        entries.reserveCapacity(flags.count)
        for index in flags.indices {
            let bytes = literals[index]
            guard !bytes.isEmpty, !bytes.contains(0) else { continue }
            let number = UInt32(truncatingIfNeeded: index)
            switch LookUp(bytes, flags[index]) {
            case .suffix: suffixes.append((Array(bytes), number))
            case .innerMark: inner.append((Array(bytes), number))
            case .rest: rest.append(number)
            case let kind:
                entries.append(.init(bytes, literal: number, kind: kind))
                if !WordByte.isWord(bytes[0]) { marks[Int(bytes[0])].insert(.first) }
            }
        }
        let draft = WordTrieDraft(entries, of: literals)
        (trie, nodes) = WordTrie.make(draft, flags: flags)
        self.entries = draft.entries
        innerMarks = InnerMarks(inner)
        for mark in 0..<256 where innerMarks.asksFor(UInt8(mark)) { marks[mark].insert(.inner) }
        self.marks = marks
        self.suffixes = WordSuffixes(suffixes)
        self.rest = LiteralSet(rest.map { Array(literals[Int($0)]) })
        restLiterals = rest
    }

    func table(_ first: LookUp, _ second: LookUp) -> PrefixKeys {
        let capacity = entries.count { $0.kind == first || $0.kind == second }
        var table = PrefixKeys(capacity: capacity)
        for (index, entry) in entries.enumerated() where entry.kind == first || entry.kind == second {
            table.insert(entry.key, node: nodes[index])
        }
        return table
    }
}

/// How a literal is looked up.
enum LookUp: UInt8 {
    /// Begins with a word, shorter than eight bytes: by the whole first word, or the first two. Its last word must end where
    /// the text's does, or else the text's word would be another than the literal's.
    case firstWord, twoWords
    /// Begins with no letter or digit, so it may begin anywhere.
    case threeBytes, sixBytes
    case eightBytes
    /// Its first eight bytes are letters and digits, and it asks for no boundary: looked for in words of eight and more.
    case innerEightBytes
    /// One word that asks for a boundary on the right alone: looked for where words end.
    case suffix
    /// Begins inside a word and holds a mark: looked for there.
    case innerMark
    case rest

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ flags: LiteralFlags) {
        let endsWhole = flags.right || !WordByte.isWord(bytes[bytes.count - 1])
        if !WordByte.isWord(bytes[0]) {
            // A blank is no place to begin at, and a shorter one has no key.
            self = bytes[0] <= 0x20 || bytes.count < 3 ? .rest : bytes.count < 6 ? .threeBytes : .sixBytes
            if self == .sixBytes, bytes.count >= 8 { self = .eightBytes }
        } else if flags.left {
            self =
                bytes.count >= 8
                ? .eightBytes : !endsWhole ? .rest : WordByte.wordCount(bytes) > 1 ? .twoWords : .firstWord
        } else if flags.right, bytes.allSatisfy(WordByte.isWord) {
            self = .suffix
        } else {
            self =
                bytes.count >= 8 && bytes.prefix(8).allSatisfy(WordByte.isWord)
                ? .innerEightBytes : WordByte.firstMark(bytes) != nil ? .innerMark : .rest
        }
    }

    /// Bytes of the literal that make its key.
    func prefixLength(of bytes: UnsafeBufferPointer<UInt8>) -> Int {
        switch self {
        case .firstWord: bytes.firstIndex { !WordByte.isWord($0) } ?? bytes.count
        case .twoWords: WordByte.endOfSecondWord(bytes)
        case .threeBytes: 3
        case .sixBytes: 6
        case .eightBytes, .innerEightBytes: 8
        case .suffix, .innerMark, .rest: 0
        }
    }
}

/// Letters and digits of folded text.
enum WordByte {
    @inline(__always)
    static func isWord(_ byte: UInt8) -> Bool { byte &- 0x61 < 26 || byte &- 0x30 < 10 }

    /// Where the first ink stands that is no letter or digit.
    static func firstMark(_ bytes: some Collection<UInt8>) -> Int? {
        bytes.enumerated().first { $0.element > 0x20 && !isWord($0.element) }?.offset
    }

    static func wordCount(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        bytes.indices.count { isWord(bytes[$0]) && ($0 == 0 || !isWord(bytes[$0 - 1])) }
    }

    /// Where the second word of `bytes`, which begin with a word, ends.
    static func endOfSecondWord(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        let gap = bytes.firstIndex { !isWord($0) } ?? bytes.count
        let second = bytes[gap...].firstIndex(where: isWord) ?? bytes.count
        return bytes[second...].firstIndex { !isWord($0) } ?? bytes.count
    }
}
