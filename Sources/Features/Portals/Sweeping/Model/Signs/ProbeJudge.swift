import Markup
import Unpack

/// What an answer to a probe amounts to. Pure: a status of 200 alone says nothing; many portals answer everything with a page.
enum ProbeJudge {
    /// The answer to a made-up name beside the one that is asked for.
    struct Baseline: Sendable {
        var status: UInt16 = 404
        var body: [UInt8] = []
        var simhash: UInt64?
    }

    /// What a probe brought.
    struct Answer: Sendable {
        var seen: SeenAnswer
        var simhash: UInt64?
    }

    /// Bits by which two texts of one page differ at most.
    static let samePageBits = 10

    static func finding(
        _ probe: SignKnowledge.ProbePath, _ answer: Answer, _ baseline: Baseline, _ knowledge: SignKnowledge
    ) -> SweepFinding? {
        let seen = answer.seen
        guard seen.status == 200, !isBaseline(answer, baseline), isOf(probe.body, seen) else { return nil }
        let name = String(seen.url.path.suffix(120))
        if !probe.signature.parts.isEmpty {
            // What stands on the page for missing names too was not brought by this file.
            guard probe.signature.isIn(seen.body), !(baseline.status == 200 && probe.signature.isIn(baseline.body))
            else { return nil }
            return probe.rule.finding(
                url: seen.url.text, isConfirmed: true, place: .file, seen: "\(name): \(described(probe.signature))")
        }
        guard probe.rule == .webShell else { return nil }
        return ShellSigns.finding(seen, name: name, knowledge)
    }

    /// Whether the server gave its page for names that do not exist.
    static func isBaseline(_ answer: Answer, _ baseline: Baseline) -> Bool {
        guard baseline.status == 200 else { return false }
        if answer.seen.body == baseline.body { return true }
        guard let left = answer.simhash, let right = baseline.simhash else { return false }
        return (left ^ right).nonzeroBitCount <= samePageBits
    }

    private static func isOf(_ body: SignKnowledge.Body, _ seen: SeenAnswer) -> Bool {
        let isMarkup = seen.isHTML || CaselessFront(seen.body, maxBytes: 1_024).holds(Array("<html".utf8))
        switch body {
        case .html: return isMarkup
        case .text: return !isMarkup && !seen.body.prefix(512).contains(0)
        case .binary: return !isMarkup
        case .any: return true
        }
    }

    private static func described(_ signature: SignKnowledge.Signature) -> String {
        signature.parts.map { part in
            part.bytes.allSatisfy { (0x20..<0x7F).contains($0) }
                ? String(decoding: part.bytes, as: UTF8.self)
                : part.bytes.prefix(8).map { hex($0) }.joined(separator: " ")
        }.joined(separator: ", ")
    }

    private static func hex(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }
}

/// Links of a portal whose parameter is an address that visitors are sent to.
enum RedirectParameter {
    /// The name stands for nothing and resolves nowhere (RFC 2606): what leads there leads anywhere.
    static let host = "vonggac-probe.example"

    /// One parameter of one address, and how the address looks with another value in it.
    struct Candidate: Hashable, Sendable {
        /// Address without its query, and the parameter: each pair is tried once.
        var key: String
        var parameter: String
        var front: String
        var back: String

        func url(with value: String) -> String { front + value + back }
    }

    static func candidates(in url: WebURL, _ knowledge: SignKnowledge) -> [Candidate] {
        guard let query = url.query, query.utf8.count < 2_000 else { return [] }
        let pairs = query.split(separator: "&", omittingEmptySubsequences: false)
        return pairs.indices.prefix(30).compactMap { index -> Candidate? in
            let parts = pairs[index].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, leadsOn(name: String(parts[0]), value: String(parts[1]), knowledge) else {
                return nil
            }
            let before = pairs[..<index].joined(separator: "&")
            let after = pairs[(index + 1)...].joined(separator: "&")
            return Candidate(
                key: "\(url.origin)\(url.path)?\(parts[0])", parameter: String(parts[0]),
                front: "\(url.origin)\(url.path)?\(before.isEmpty ? "" : before + "&")\(parts[0])=",
                back: after.isEmpty ? "" : "&" + after)
        }
    }

    /// A value that is an address tells by itself; a path does only under a name that is known for it.
    private static func leadsOn(name: String, value: String, _ knowledge: SignKnowledge) -> Bool {
        let value = value.lowercased()
        if ["http://", "https://", "//", "http%3a", "https%3a", "%2f%2f"].contains(where: value.hasPrefix) {
            return true
        }
        let isPath = value.hasPrefix("/") || value.hasPrefix("%2f")
        return isPath && knowledge.redirectParameters.contains(name.lowercased())
    }

    /// Whether an answer sends its visitor to the probe's host.
    /// - Parameter location: the field; empty when there is none.
    static func leadsAway(status: UInt16, location: [UInt8], from url: WebURL) -> Bool {
        guard [301, 302, 303, 307, 308].contains(status), !location.isEmpty else { return false }
        return WebURL(String(decoding: location.prefix(4_096), as: UTF8.self), relativeTo: url)?.host == host
    }
}

/// Search pages that say what was searched for in their title, and let search engines keep it.
enum ReflectedSearch {
    static func finding(_ answer: SeenAnswer, nonce: String) -> SweepFinding? {
        guard answer.status == 200, answer.isHTML, !isKeptOut(answer) else { return nil }
        let word = Array(nonce.utf8)
        let isTold = [answer.foldedTitle, answer.foldedHeading].contains { CaselessFront($0).holds(word) }
        guard isTold else { return nil }
        var url = answer.url.origin + answer.url.path
        if let query = answer.url.query, let name = query.split(separator: "=").first { url += "?\(name)=" }
        return SignRule.reflectedSearch.finding(
            url: url, isConfirmed: true, place: .page, seen: "<title>, <h1>")
    }

    /// `noindex`, in the head of the answer or of the page.
    private static func isKeptOut(_ answer: SeenAnswer) -> Bool {
        if let value = answer.fields.value("x-robots-tag"), CaselessFront(value).holds(Array("noindex".utf8)) {
            return true
        }
        let page = CaselessFront(answer.body)
        var start = 0
        while let at = page.place(of: Array("<meta".utf8), from: start) {
            let tag = page.word(from: at, limit: 300) { $0 == 0x3E }
            if tag.contains("robots") || tag.contains("googlebot"), tag.contains("noindex") { return true }
            start = at + 5
        }
        return false
    }
}
