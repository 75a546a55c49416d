/// The hardening checklist of a portal (danh mục kiểm tra tăng cường bảo mật): from the pack `hardening`.
package struct HardeningList: Sendable {
    struct Item: Sendable {
        var key: String
        var group: String
        /// By language: `vi`, `en`.
        var text: [String: String]
        var why: [String: String]
        var source: String
        /// Rules that must be without a finding; empty when a person is asked.
        var proof: [String]
    }

    /// How one item stands.
    enum State: String, Sendable, CaseIterable {
        /// Looked at, and nothing speaks against it.
        case good
        /// A finding speaks against it.
        case missing
        /// For a person to answer.
        case asked
    }

    struct Result: Sendable {
        var item: Item
        var state: State
        /// Where the first finding stands, and what was seen.
        var seen: String = ""
        /// The sweep could have proved it, but did not get to it.
        var isUnproved = false
    }

    var items: [Item] = []

    package init() {}

    /// Holds every item against what was found.
    /// - Parameters:
    ///   - planted: findings of planted content.
    ///   - certificateFaults: findings of certificates.
    func results(
        _ sheet: SignSheet, planted: Int, certificateFaults: Int
    ) -> [Result] {
        let signs = sheet.signs
        let covered = Set(sheet.closing?.covered ?? [])
        return items.map { item in
            guard !item.proof.isEmpty else { return Result(item: item, state: .asked) }
            for proof in item.proof {
                switch proof {
                case "planted" where planted > 0, "certificate" where certificateFaults > 0:
                    return Result(
                        item: item, state: .missing, seen: "\(proof == "planted" ? planted : certificateFaults)")
                default: break
                }
                if let sign = signs.first(where: { Self.speaks($0, against: proof) }) {
                    return Result(item: item, state: .missing, seen: Self.isAbsence(sign) ? "" : sign.excerpt)
                }
            }
            let isProved = item.proof.allSatisfy(covered.contains)
            return Result(item: item, state: isProved ? .good : .asked, isUnproved: !isProved)
        }
    }

    /// `missing-header:referrer-policy` → `missing-header`
    static func rule(of proof: String) -> String { String(proof.prefix { $0 != ":" }) }

    /// What is missing was seen nowhere.
    private static func isAbsence(_ sign: SweepFinding) -> Bool {
        [.missingHeader, .noHTTPS, .noIncidentContact].contains(sign.signRule)
    }

    private static func speaks(_ sign: SweepFinding, against proof: String) -> Bool {
        guard sign.rule == SignRule.prefix + rule(of: proof) else { return false }
        guard let colon = proof.firstIndex(of: ":") else { return true }
        return sign.words.contains(String(proof[proof.index(after: colon)...]))
    }
}
