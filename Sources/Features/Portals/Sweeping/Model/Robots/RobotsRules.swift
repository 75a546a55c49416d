/// What robots.txt of one origin says to this sweep.
/// - SeeAlso: RFC 9309.
package struct RobotsRules: Sendable, Hashable {
    package enum State: String, Sendable, CaseIterable {
        /// A file was read.
        case read
        /// The server has none (4xx, also 401 and 403): everything is allowed.
        case absent
        /// The server failed (5xx) or did not answer: everything counts as forbidden.
        case unreachable
    }

    package struct Rule: Sendable, Hashable {
        package var isAllowed: Bool
        /// Normalised path pattern, with `*` and a `$` at the end.
        package var pattern: String
    }

    package var state: State
    package var rules: [Rule] = []
    package var crawlDelay: Duration?
    /// As written; may be relative or of another host.
    package var sitemaps: [String] = []

    package init(state: State) { self.state = state }

    /// Whether a path (with its query, as `/a?b`) may be visited: the longest pattern that fits decides, of equally long ones
    /// the allowing. Cost: the number of rules times the length of the path, both bounded.
    package func allows(_ pathAndQuery: String) -> Bool {
        if state != .read { return state == .absent }
        if pathAndQuery == "/robots.txt" { return true }
        let target = Array(CanonicalForm.escapes(pathAndQuery).utf8)
        var longest = -1
        var isAllowed = true
        for rule in rules where rule.pattern.utf8.count >= longest {
            let length = rule.pattern.utf8.count
            if length == longest, !rule.isAllowed { continue }
            guard RobotsPattern.matches(rule.pattern, target) else { continue }
            longest = length
            isAllowed = rule.isAllowed
        }
        return isAllowed
    }

    /// The forbidden paths that name one place: planted content likes to hide there.
    package var forbiddenPaths: [String] {
        rules.compactMap { rule in
            guard !rule.isAllowed else { return nil }
            var path = rule.pattern[...]
            while let last = path.last, last == "*" || last == "$" { path = path.dropLast() }
            return path.contains("*") || path.count < 2 ? nil : String(path)
        }
    }
}

/// Patterns of robots.txt: prefixes in which `*` stands for anything, and `$` at the end for the end.
enum RobotsPattern {
    /// Each piece between stars is looked for once, from left to right: no going back.
    static func matches(_ pattern: String, _ target: [UInt8]) -> Bool {
        guard mayMatch(pattern, target) else { return false }
        var pattern = Array(pattern.utf8)
        let isAnchored = pattern.last == 0x24
        if isAnchored { pattern.removeLast() }
        let pieces = pattern.split(separator: 0x2A, omittingEmptySubsequences: false)
        guard let first = pieces.first, target.starts(with: first) else { return false }
        var at = first.count
        if pieces.count == 1 { return !isAnchored || at == target.count }
        for piece in pieces.dropFirst().dropLast() {
            guard let found = position(of: piece, target, from: at) else { return false }
            at = found + piece.count
        }
        guard let last = pieces.last else { return true }
        if isAnchored { return target.count - at >= last.count && target.suffix(last.count).elementsEqual(last) }
        return position(of: last, target, from: at) != nil
    }

    /// Compares the front of both: most rules end here.
    private static func mayMatch(_ pattern: String, _ target: [UInt8]) -> Bool {
        var at = 0
        for byte in pattern.utf8 {
            if byte == 0x2A || byte == 0x24 { return true }
            guard at < target.count, target[at] == byte else { return false }
            at += 1
        }
        return true
    }

    private static func position(of piece: ArraySlice<UInt8>, _ target: [UInt8], from start: Int) -> Int? {
        guard let first = piece.first else { return start }
        var at = start
        while at + piece.count <= target.count {
            if target[at] == first, target[at..<at + piece.count].elementsEqual(piece) { return at }
            at += 1
        }
        return nil
    }
}
