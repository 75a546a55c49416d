private import SQLStore

/// An organisation found by one of its names.
package struct NameMatch: Sendable, Equatable {
    package let agency: AgencyID
    /// The name that was found, which it may have had long ago.
    package let name: Dated<AgencyName>
    /// Whether this is its name on the day of the search.
    package let isCurrent: Bool
    /// Those there on the day that it leads to: itself while it is there. Empty when nobody took over.
    package let heirs: [AgencyID]
}

extension Register {
    /// Longest question that is looked at, in bytes, and most words of it.
    private static let maxTypedBytes = 300
    private static let maxWords = 8

    /// Organisations that have, or once had, a name with all the words, in any order; marks and letters' case do not matter, and
    /// a word may stand for the words that it has the first letters of (`UBND`). Whole names come first, then beginnings, then
    /// the rest; of each the names of the day before former ones. An organisation is told once, by its best name.
    ///
    /// Looks at every name: tens of milliseconds for a few thousand.
    /// - Parameter limit: 1 or more.
    package func search(_ typed: String, on day: Day, limit: Int = 50) -> [NameMatch] {
        let folded = SearchText.folded(String(decoding: typed.utf8.prefix(Self.maxTypedBytes), as: UTF8.self))
        let words = folded.split(separator: " ").prefix(Self.maxWords)
        guard !words.isEmpty else { return [] }
        let whole = words.joined(separator: " ")
        let found = agencies.values.compactMap { best($0, whole, words, day) }
        return found.sorted { ($0.rank, $0.sortKey, $0.id) < ($1.rank, $1.sortKey, $1.id) }
            .prefix(max(1, limit))
            .map { found in
                NameMatch(
                    agency: found.id, name: found.name, isCurrent: found.name.period.contains(day),
                    heirs: heirs(of: found.id, on: day).map(\.id))
            }
    }

    private struct Found {
        let id: AgencyID
        let name: Dated<AgencyName>
        /// Lower is better.
        let rank: Int
        var sortKey: String { name.value.sortKey }
    }

    private func best(_ agency: Agency, _ whole: String, _ words: ArraySlice<Substring>, _ day: Day) -> Found? {
        agency.names.compactMap { name -> Found? in
            let (folded, initials) = (name.value.folded, name.value.initials)
            var isSpelledOut = true
            for word in words where folded.utf8.firstRange(of: word.utf8) == nil {
                guard word.utf8.count > 1, initials.utf8.firstRange(of: word.utf8) != nil else { return nil }
                isSpelledOut = false
            }
            let fit =
                folded == whole
                ? 0 : folded.hasPrefix(whole) ? 2 : beginsWords(folded, words) ? 4 : isSpelledOut ? 6 : 8
            return Found(id: agency.id, name: name, rank: fit + (name.period.contains(day) ? 0 : 1))
        }.min { $0.rank < $1.rank }
    }

    /// Whether each word is the beginning of one in the name.
    private func beginsWords(_ folded: String, _ words: ArraySlice<Substring>) -> Bool {
        let parts = folded.split(separator: " ")
        return words.allSatisfy { word in parts.contains { $0.hasPrefix(word) } }
    }
}
