package import VietText

/// Rows for a terminal or a text file: one line for each input at or above the tier asked for, one for its gravest block, and
/// the counts at the end.
package struct TableFormat: InspectionFormat {
    private let texts: Texts
    private let minTier: InspectionResult.Tier
    private let usesColour: Bool

    package init(texts: Texts, minTier: InspectionResult.Tier, usesColour: Bool) {
        self.texts = texts
        self.minTier = minTier
        self.usesColour = usesColour
    }

    private static let categoryWidth = 18
    private static let excerptLength = 100

    private var tierWidth: Int {
        InspectionResult.Tier.allCases.map { texts["tier", $0.rawValue].count + 2 }.max() ?? 0
    }

    package func begin(_ out: inout ByteWriter) {
        let line =
            pad(texts["table.verdict"], tierWidth) + "  " + pad(texts["table.score"], 5) + "  "
            + pad(texts["table.category"], Self.categoryWidth) + "  " + texts["table.input"]
        out.string(coloured(line, "1") + "\n")
    }

    package func add(_ report: RecordReport, _ part: inout OutputPart) {
        let result = report.result
        // What cannot be read is always told: it must not pass for clean.
        guard result.tier >= minTier || result.tier == .unreadable else { return }
        let tier = coloured(
            pad("\(result.tier.shape) \(texts["tier", result.tier.rawValue])", tierWidth), result.tier.colour)
        let score = result.tier == .unreadable ? "   –" : texts.decimal(result.score)
        let categories = result.categories.map { texts["category", $0] }.joined(separator: ", ")
        part.writer.string(
            "\(tier)  \(pad(score, 5))  \(pad(categories, Self.categoryWidth))  \(Self.tidy(report.name))\n")
        let indent = String(repeating: " ", count: tierWidth + 2)
        if let reason = result.reason { part.writer.string("\(indent)\(Self.tidy(reason))\n") }
        guard let block = result.blocks.max(by: { $0.score < $1.score }), result.tier.isFinding else { return }
        var place = [texts["zone", block.zone] + (block.place.map { " (\(Self.tidy($0)))" } ?? "")]
        place += block.hidden.map { texts["hidden", $0] }
        place.append("\(texts["table.bytes"]) \(block.start)–\(block.end)")
        part.writer.string(
            "\(indent)\(place.joined(separator: " · "))\n\(indent)“\(Self.excerpt(block.text))”\n")
    }

    package func end(_ summary: RunSummary, _ out: inout ByteWriter) {
        let tally = summary.tally
        var parts = InspectionResult.Tier.allCases.reversed().map { tier in
            "\(tier.shape) \(texts["tier", tier.rawValue]): \(texts.number(tally.count(tier)))"
        }
        parts.append("\(texts["table.inputs"]): \(texts.number(tally.inputCount))")
        if tally.skippedCount > 0 {
            parts.append("\(texts["table.skipped"]): \(texts.number(tally.skippedCount))")
        }
        out.string("\n" + coloured(parts.joined(separator: "  "), "1") + "\n")
        out.string("\(texts["table.pack"]) \(tally.pack) · \(texts.decimal(summary.elapsedSeconds)) s\n")
    }

    private func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private func coloured(_ text: String, _ code: String) -> String {
        usesColour ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }

    private static func excerpt(_ text: String) -> String {
        let tidied = tidy(text)
        guard tidied.count > excerptLength else { return tidied }
        return tidied.prefix(excerptLength) + "…"
    }

    /// Text of a page must not steer the terminal: control characters, escape sequences and marks that turn the direction
    /// of writing become a visible sign.
    static func tidy(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 9, 10, 13: scalars.append(" ")
            case 0..<0x20, 0x7F..<0xA0, 0x200B...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF:
                scalars.append("\u{FFFD}")
            default: scalars.append(scalar)
            }
        }
        return String(scalars)
    }
}

extension InspectionResult.Tier {
    /// Said with the word, so that colour is never alone.
    var shape: String {
        switch self {
        case .planted: "●"
        case .review: "▲"
        case .unreadable: "⊘"
        case .clean: "✓"
        }
    }

    /// Of a terminal (SGR).
    var colour: String {
        switch self {
        case .planted: "31;1"
        case .review: "33"
        case .unreadable: "35"
        case .clean: "32"
        }
    }
}
