/// The answer for one input: how sure the engine is that planted content stands in it, and why.
///
/// All offsets are bytes of the source as it was given, before any decoding.
package struct Verdict: Sendable {
    package var tier: Tier = .clean
    /// Calibrated probability of the worst passage, 0…1.
    package var score: Double = 0
    /// Categories of the findings, worst first.
    package var categories: [Category] = []
    /// Passages at or above the review threshold (and, when asked for, weaker ones), worst first.
    package var findings: [Finding] = []
    /// Links that carried evidence.
    package var links: [LinkFinding] = []
    /// Encoding that the source was read in, and how many malformed sequences were replaced.
    package var encoding = "utf-8"
    package var replacements = 0
    /// Why nothing could be said; only with `.unreadable`.
    package var unreadableReason: String?
    package init() {}
}

/// How sure the verdict is.
package enum Tier: String, Sendable, CaseIterable, Comparable {
    case unreadable, clean, review, planted

    package static func < (left: Tier, right: Tier) -> Bool { left.rank < right.rank }
    private var rank: Int {
        switch self {
        case .clean: 0
        case .unreadable: 1
        case .review: 2
        case .planted: 3
        }
    }
}

/// What is being advertised.
package enum Category: String, Sendable, CaseIterable {
    case gambling, sex
    case loan = "loan-shark"
    case pharma, counterfeit
    case piracy = "pirate-streaming"
    case foreign = "foreign-spam"
    case defacement
    case unlawful = "unlawful-other"

    package init?(name: some StringProtocol) { self.init(rawValue: String(name)) }
    package var index: Int { Category.allCases.firstIndex(of: self) ?? 0 }
}

/// One passage that carries planted content.
package struct Finding: Sendable {
    /// Where in the page: a place name (`footer`, `main`, `script`, …).
    package var zone: String
    /// Why a reader does not see it; empty when it is in plain sight.
    package var hidden: [String]
    package var start: Int
    package var end: Int
    /// What the passage says, decoded, white space collapsed, cut at 2,000 characters.
    package var text: String
    package var score: Double
    package var category: Category
    package var terms: [TermFinding]
    /// The passage is in the source only as an expression of a script.
    package var isDecoded: Bool
}

/// One word that weighed.
package struct TermFinding: Sendable {
    package var rule: String
    /// The source bytes `start..<end`, decoded.
    package var text: String
    package var start: Int
    package var end: Int
    /// Contribution to the log-odds: above zero speaks for an advert, below zero against one.
    package var weight: Double
    /// The source holds the word only inside an expression of a script.
    package var isDecoded: Bool
}

/// A link that weighed.
package struct LinkFinding: Sendable {
    package var url: String
    package var host: String
    /// `listed` (a domain list), `brand` (the host has the shape of a betting brand), `external-hidden`.
    package var reason: String
    package var hidden: [String]
    package var start: Int
    package var end: Int
}
