/// What an accepting state reports: its own literals, then, along a chain of links, those that are suffixes of them.
///
/// A chain instead of flat lists keeps memory linear for literals that nest (`a`, `aa`, `aaa`, …) and for duplicates.
struct LiteralOutputs: Sendable {
    static let end = UInt32.max

    struct Entry: Sendable {
        var start: UInt32
        var count: UInt32
        /// Index of the next entry of the chain, or `end`.
        var link: UInt32
    }

    /// The literal of an accepting state that reports only one, else `end`: the usual case in one load.
    let single: [UInt32]
    /// One entry an accepting state, in the order of the states' numbers.
    let entries: [Entry]
    /// Literal identifiers; those of one entry ascend.
    let patterns: [UInt32]

    /// - Parameter accepting: the accepting nodes of the trie, in the order of their state numbers.
    init(_ trie: LiteralTrie, accepting: [UInt32]) {
        var index = [UInt32](repeating: Self.end, count: trie.count)
        for (position, node) in accepting.enumerated() { index[Int(node)] = UInt32(position) }
        var starts = [UInt32](repeating: 0, count: accepting.count + 1)
        for node in trie.terminal where node != LiteralTrie.none { starts[Int(index[Int(node)]) + 1] += 1 }
        for position in 0..<accepting.count { starts[position + 1] += starts[position] }
        var patterns = [UInt32](repeating: 0, count: Int(starts[accepting.count]))
        var cursor = starts
        for (pattern, node) in trie.terminal.enumerated() where node != LiteralTrie.none {
            let position = Int(index[Int(node)])
            patterns[Int(cursor[position])] = UInt32(pattern)
            cursor[position] += 1
        }
        self.patterns = patterns
        let entries = accepting.indices.map { position in
            Entry(
                start: starts[position], count: starts[position + 1] - starts[position],
                link: index[Int(trie.fail[Int(accepting[position])])])
        }
        self.entries = entries
        single = entries.map { entry in
            entry.count == 1 && entry.link == Self.end ? patterns[Int(entry.start)] : Self.end
        }
    }
}

extension LiteralOutputs {
    /// Runs `body` while the arrays are pinned.
    @inline(__always)
    func withView(_ body: (LiteralOutputsView) -> Void) {
        single.withUnsafeBufferPointer { single in
            entries.withUnsafeBufferPointer { entries in
                patterns.withUnsafeBufferPointer { patterns in
                    guard let single = single.baseAddress, let entries = entries.baseAddress,
                        let patterns = patterns.baseAddress
                    else { return }
                    body(LiteralOutputsView(single: single, entries: entries, patterns: patterns))
                }
            }
        }
    }
}

/// The outputs while their arrays are pinned.
struct LiteralOutputsView {
    let single: UnsafePointer<UInt32>
    let entries: UnsafePointer<LiteralOutputs.Entry>
    let patterns: UnsafePointer<UInt32>

    /// Appends what accepting state number `index` reports, ordered by pattern.
    @inline(__always)
    func emit(_ index: Int, end: UInt32, into hits: inout [LiteralHit]) {
        let pattern = single[index]
        if pattern != LiteralOutputs.end {
            hits.append(LiteralHit(pattern: pattern, end: end))
        } else {
            emitChain(entries[index], end: end, into: &hits)
        }
    }

    @inline(never)
    private func emitChain(_ first: LiteralOutputs.Entry, end: UInt32, into hits: inout [LiteralHit]) {
        let start = hits.count
        var entry = first
        var lists = 0
        while true {
            for position in entry.start..<entry.start + entry.count {
                hits.append(LiteralHit(pattern: patterns[Int(position)], end: end))
            }
            lists += entry.count > 0 ? 1 : 0
            guard entry.link != LiteralOutputs.end else { break }
            entry = entries[Int(entry.link)]
        }
        guard lists > 1 else { return }
        hits.withUnsafeMutableBufferPointer { all in
            sortByPattern(UnsafeMutableBufferPointer(rebasing: all[start...]))
        }
    }
}

/// Sorts in place and without memory: insertion for the usual two or three, a heap where hundreds nest.
private func sortByPattern(_ hits: UnsafeMutableBufferPointer<LiteralHit>) {
    guard hits.count > 24 else {
        for index in hits.indices.dropFirst() {
            let hit = hits[index]
            var hole = index
            while hole > 0, hits[hole - 1].pattern > hit.pattern {
                hits[hole] = hits[hole - 1]
                hole -= 1
            }
            hits[hole] = hit
        }
        return
    }
    for root in stride(from: hits.count / 2 - 1, through: 0, by: -1) { siftDown(hits, root, hits.count) }
    for last in stride(from: hits.count - 1, to: 0, by: -1) {
        hits.swapAt(0, last)
        siftDown(hits, 0, last)
    }
}

private func siftDown(_ hits: UnsafeMutableBufferPointer<LiteralHit>, _ start: Int, _ count: Int) {
    var root = start
    while true {
        var child = 2 * root + 1
        guard child < count else { return }
        if child + 1 < count, hits[child + 1].pattern > hits[child].pattern { child += 1 }
        guard hits[child].pattern > hits[root].pattern else { return }
        hits.swapAt(root, child)
        root = child
    }
}
