import Fetching
import Markup
import PlantedContent

/// A certificate that visitors' browsers would refuse; told once an origin.
enum CertificateFinding {
    static let rule = "tls/certificate"

    static func finding(_ url: WebURL, _ looks: [Look]) -> SweepFinding? {
        guard let look = looks.first(where: { $0.tls?.fault != nil }), let tls = look.tls, let fault = tls.fault else {
            return nil
        }
        return SweepFinding(
            url: url.origin + "/", rule: rule, tier: .review, category: "unlawful-other", score: 0.5,
            views: [look.observation.view], place: "tls",
            excerpt: ([fault] + tls.chain.prefix(3).map { "\($0.subject) ← \($0.issuer)" }).joined(separator: "; "))
    }
}
