/// What name servers said of a name, as far as signs go by it.
package struct NameReport: Sendable, Equatable {
    package enum Outcome: String, Sendable {
        /// It has an address.
        case found
        /// It exists and has none.
        case noAddress
        /// There is no such name (NXDOMAIN).
        case missing
        /// Nobody answered; nothing can be said.
        case unknown
    }

    package var outcome: Outcome
    /// Targets of its aliases (CNAME), in order.
    package var aliases: [String] = []

    package init(outcome: Outcome, aliases: [String] = []) {
        self.outcome = outcome
        self.aliases = aliases
    }
}

/// Who is asked for names: Fetching's own resolver, or a test.
package protocol NameAsking: Sendable {
    func report(_ name: String) async -> NameReport
}

/// Names of the portal that lead where nobody is any more, and domains it links to that have run out.
enum NameSigns {
    /// Names that never exist (RFC 2606, 6761, 6762; private use): nobody can take them.
    private static let reserved: Set<String> = [
        "example", "test", "invalid", "localhost", "local", "internal", "onion",
    ]

    static func isAskable(_ name: String) -> Bool {
        let labels = name.split(separator: ".")
        guard labels.count >= 2, let last = labels.last, !reserved.contains(String(last)) else { return false }
        return !(labels.count == 3 && labels[1] == "example")
    }

    /// A sub-domain that is an alias into nothing.
    static func dangling(_ name: String, _ report: NameReport) -> SweepFinding? {
        guard report.outcome == .missing, let target = report.aliases.last else { return nil }
        return SignRule.danglingName.finding(
            url: "http://\(name)/", isConfirmed: true, place: .dns, seen: "\(name) → \(target) (NXDOMAIN)")
    }

    /// The service that an alias leads into, if its names are free for all.
    static func provider(of report: NameReport, _ knowledge: SignKnowledge) -> SignKnowledge.Provider? {
        knowledge.providers.first { row in
            report.aliases.contains { $0 == row.suffix || $0.hasSuffix("." + row.suffix) }
        }
    }

    /// The service says that nobody is there.
    static func unclaimed(
        _ name: String, _ report: NameReport, _ provider: SignKnowledge.Provider, body: [UInt8]
    ) -> SweepFinding? {
        guard CaselessFront(body).holds(provider.body) else { return nil }
        return SignRule.danglingName.finding(
            url: "http://\(name)/", isConfirmed: true, place: .dns,
            seen: "\(name) → \(report.aliases.last ?? "") (\(provider.name))", words: [provider.name])
    }

    /// A domain that pages link to and that does not exist: whoever registers it speaks from the portal.
    static func expired(_ domain: String, _ report: NameReport, on page: String) -> SweepFinding? {
        guard report.outcome == .missing else { return nil }
        return SignRule.expiredDomain.finding(
            url: page, isConfirmed: false, place: .dns, seen: domain, words: [domain])
    }
}
