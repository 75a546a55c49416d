import VietText

/// Bar charts of the report, as numbers for the template: zero-based, labelled directly, the counts written out.
struct ReportCharts {
    let texts: Texts

    private static let maxBars = 8
    private static let rowHeight = 42
    private static let trackWidth = 300.0

    func charts(_ tally: Tally) -> [[String: Any]] {
        [
            chart("categories", prefix: "category", tally.categories),
            chart("hidden", prefix: "hidden", tally.hidden), chart("zones", prefix: "zone", tally.zones),
        ].compactMap { $0 }
    }

    /// nil when there is nothing to show: no data is not zero.
    /// - Parameters:
    ///   - prefix: of the texts' keys that say what is counted.
    ///   - title, unit: keys of texts; those of an inspection when nil.
    func chart(
        _ name: String, prefix: String, title: String? = nil, unit: String? = nil, _ counts: [String: Int]
    ) -> [String: Any]? {
        let rows = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(Self.maxBars)
        guard let largest = rows.first?.value, largest > 0 else { return nil }
        let bars = rows.enumerated().map { index, row -> [String: Any] in
            let top = index * Self.rowHeight
            let width = (Double(row.value) / Double(largest) * Self.trackWidth * 10).rounded() / 10
            return [
                "label": texts[prefix, row.key], "count": texts.number(row.value), "labelY": top + 15, "barY": top + 23,
                "figureY": top + 32, "width": width,
            ]
        }
        let spoken = rows.map { "\(texts[prefix, $0.key]): \(texts.number($0.value))" }
        return [
            "id": "chart-\(name)", "title": texts[title ?? "report.chart.\(name)"],
            "height": rows.count * Self.rowHeight,
            "description": "\(texts[unit ?? "report.chart.unit"]): \(spoken.joined(separator: "; "))", "bars": bars,
        ]
    }
}
