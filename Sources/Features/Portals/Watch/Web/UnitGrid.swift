import Console

/// A square for each unit, the worst of its portals by shape and colour; the worst units first. The list of portals stands behind
/// it as a table.
struct UnitGrid {
    private static let perRow = 24
    private static let side = 20
    private static let order: [PortalVerdict] = PortalVerdict.allCases
    private static let maxUnits = 480

    private let cells: [(name: String, worst: PortalVerdict, count: Int)]
    private let request: ConsoleRequest

    init(_ byUnit: [Int64: [PortalVerdict: Int]], units: UnitBook, _ request: ConsoleRequest) {
        self.request = request
        cells =
            byUnit.map { unit, counts in
                let worst = Self.order.first { (counts[$0] ?? 0) > 0 } ?? .notSwept
                return (units.name(unit, on: request.today), worst, counts.values.reduce(0, +))
            }.sorted { (Self.rank($0.worst), $0.name) < (Self.rank($1.worst), $1.name) }
    }

    private static func rank(_ verdict: PortalVerdict) -> Int { order.firstIndex(of: verdict) ?? order.count }

    /// Nil where there is nothing to draw. All text in it is escaped.
    var svg: String? {
        guard cells.count > 1 else { return nil }
        let shown = cells.prefix(Self.maxUnits)
        let rows = (shown.count + Self.perRow - 1) / Self.perRow
        let (width, height) = (Self.perRow * Self.side, rows * Self.side)
        var svg =
            "<svg class=\"grid\" viewBox=\"0 0 \(width) \(height)\" role=\"img\" aria-label=\"\(Self.escaped(request.say("portal.grid")))\">"
        for (index, cell) in shown.enumerated() {
            let (x, y) = (index % Self.perRow * Self.side, index / Self.perRow * Self.side)
            let tone = PortalWords.tone(cell.worst)
            let word = request.say("portal.verdict.\(cell.worst.rawValue)")
            svg +=
                "<g class=\"\(tone.rawValue)\"><title>\(Self.escaped("\(cell.name): \(word) (\(cell.count))"))</title>"
                + "<rect x=\"\(x + 1)\" y=\"\(y + 1)\" width=\"\(Self.side - 2)\" height=\"\(Self.side - 2)\" rx=\"3\"/>"
                + "<text x=\"\(x + Self.side / 2)\" y=\"\(y + Self.side / 2 + 4)\" text-anchor=\"middle\">\(tone.shape)</text></g>"
        }
        return svg + "</svg>"
    }

    private static func escaped(_ text: String) -> String { HTMLText().escapeText(text) }
}
