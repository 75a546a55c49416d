import PlantedContent

@testable import Portals

/// Findings and records as the outputs get them.
enum SweepShown {
    static func finding(
        _ rule: String, tier: Tier = .planted, url: String = "https://xa.example/a", views: [VisitorView] = [.crawler],
        text: String = "một đoạn quảng cáo"
    ) -> SweepFinding {
        var finding = SweepFinding(
            url: url, rule: rule, tier: tier, category: "gambling", score: 0.99, views: views, place: "footer",
            excerpt: text)
        if rule.hasPrefix("redirect/") {
            finding.chain = [.init(kind: "http", url: "https://bet.example/vip", host: "bet.example")]
        } else {
            finding.block = .init(
                zone: "footer", hidden: ["display-none"], start: 0, end: 9, text: text, score: 0.99,
                category: "gambling", words: [])
        }
        finding.evidence = String(repeating: "0123456789abcdef", count: 4)
        return finding
    }

    static func record(_ findings: [SweepFinding], state: PageState = .ok, reason: String? = nil) -> PageRecord {
        var look = Observation(view: .visitor)
        look.state = state
        look.reason = reason
        return PageRecord(url: findings.first?.url ?? "https://xa.example/b", at: 0, looks: [look], findings: findings)
    }

    static func summary(_ records: [PageRecord]) -> SweepSummary {
        var summary = SweepSummary()
        summary.seeds = ["https://xa.example/"]
        summary.packs = ["planted-content@1"]
        for record in records { summary.add(record) }
        return summary
    }
}
