/// Literals in the order of their bytes, from which a trie is made without ever looking for a child: those that share a
/// branch stand together, and what the first and the last share they all do.
struct WordTrieDraft {
    struct Entry {
        /// The first eight bytes, the very first highest: they tell nearly all literals apart.
        fileprivate let head: UInt64
        let literal: UInt32
        /// Bytes of the literal's key, 1 to 8. A node must end where they do.
        fileprivate let prefix: UInt8
        let kind: LookUp

        /// - Parameter bytes: not empty and without 0x00.
        init(_ bytes: UnsafeBufferPointer<UInt8>, literal: UInt32, kind: LookUp) {
            var head: UInt64 = 0
            for byte in bytes.prefix(8) { head = head << 8 | UInt64(byte) }
            self.head = head << UInt64(8 * (8 - min(bytes.count, 8)))
            self.literal = literal
            prefix = UInt8(truncatingIfNeeded: kind.prefixLength(of: bytes))
            self.kind = kind
        }

        /// The bytes of the key as a number, the first lowest, filled up with zeros.
        var key: UInt64 { head.byteSwapped & UInt64.max >> UInt64(64 - 8 * Int(prefix)) }
    }

    /// A step of the trie: the entries that take it, and what they share.
    struct Edge {
        var entries: Range<Int>
        /// Bytes from the root to the end of the step.
        var depth: Int
        /// Bytes of the step, 1 to 8, the first lowest.
        var length: Int
        var label: UInt64
        var mask: UInt64 { UInt64.max >> UInt64(64 - 8 * length) }
    }

    let entries: [Entry]
    private let literals: WordLiteralsView

    /// - Parameter literals: what the entries were made of.
    init(_ entries: [Entry], of literals: WordLiteralsView) {
        self.literals = literals
        self.entries = entries.sorted { left, right in
            left.head != right.head ? left.head < right.head : Self.isLess(left, right, literals)
        }
    }

    /// For two with the same first eight bytes. Equal ones keep the order of their numbers.
    private static func isLess(_ left: Entry, _ right: Entry, _ literals: WordLiteralsView) -> Bool {
        let (leftBytes, rightBytes) = (literals[Int(left.literal)], literals[Int(right.literal)])
        var at = 8
        let end = min(leftBytes.count, rightBytes.count)
        while at < end {
            if leftBytes[at] != rightBytes[at] { return leftBytes[at] < rightBytes[at] }
            at += 1
        }
        return leftBytes.count != rightBytes.count ? leftBytes.count < rightBytes.count : left.literal < right.literal
    }

    /// The step that the first of `entries` begins with, behind `depth` bytes: as far as there is no choice, no literal's end
    /// and no key's. Cost: the entries that share it.
    func edge(from entries: Range<Int>, depth: Int) -> Edge {
        let first = bytes(entries.lowerBound)
        var end = min(depth + 8, first.count)
        var next = entries.lowerBound
        repeat {
            let prefix = Int(self.entries[next].prefix)
            if prefix > depth { end = min(end, prefix) }
            next += 1
        } while next < entries.upperBound && byte(next, depth) == first[depth]
        let last = bytes(next - 1)
        var label: UInt64 = 0
        var at = depth
        while at < end, first[at] == last[at] {
            label |= UInt64(first[at]) << UInt64(8 * (at - depth))
            at += 1
        }
        return Edge(entries: entries.lowerBound..<next, depth: at, length: at - depth, label: label)
    }

    /// Whether the key of an entry leads to the end of a step that it takes.
    func hasKey(_ entry: Int, at edge: Edge) -> Bool { Int(entries[entry].prefix) == edge.depth }

    /// The first entry's literal if it ends where the step does.
    func ending(_ edge: Edge) -> UInt32? {
        guard let first = edge.entries.first, bytes(first).count == edge.depth else { return nil }
        return entries[first].literal
    }

    private func bytes(_ entry: Int) -> UnsafeBufferPointer<UInt8> { literals[Int(entries[entry].literal)] }

    @inline(__always)
    private func byte(_ entry: Int, _ at: Int) -> UInt8 {
        at < 8 ? UInt8(truncatingIfNeeded: entries[entry].head >> UInt64(56 - 8 * at)) : bytes(entry)[at]
    }
}
