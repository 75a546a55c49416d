import VietText

/// The fixed words of the report page.
struct ReportWords {
    let texts: Texts

    private static let keys = [
        "title": "report.title", "boardTitle": "report.board", "findingsTitle": "report.findings",
        "filterTitle": "report.filter", "whyTitle": "report.why", "termHead": "report.head.term",
        "ruleHead": "report.head.rule", "weightHead": "report.head.weight", "bytesHead": "report.head.bytes",
        "linksTitle": "report.links", "legendTitle": "report.legend", "legendWord": "report.legend.word",
        "legendFor": "report.legend.for", "legendAgainst": "report.legend.against",
        "legendVerdict": "report.legend.verdict", "legendBytes": "report.legend.bytes",
        "legendLinks": "report.legend.links",
    ]

    var page: [String: Any] { Self.keys.mapValues { texts[$0] } }
}
