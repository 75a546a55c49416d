import PlantedContent

/// SARIF 2.1.0, for code-scanning pages and ticket systems: one run, one result for each block that weighed, its rules named.
///
/// - SeeAlso: OASIS, Static Analysis Results Interchange Format 2.1.0, 3.27 (result), 3.30 (region: byteOffset, byteLength)
package struct SARIFFormat: InspectionFormat {
    private let minTier: InspectionResult.Tier

    package init(minTier: InspectionResult.Tier) { self.minTier = minTier }

    package var separatesByComma: Bool { true }

    package func begin(_ out: inout ByteWriter) {
        out.text(
            """
            {"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"results":[

            """)
    }

    package func add(_ report: RecordReport, _ part: inout OutputPart) {
        guard report.result.tier.isFinding, report.result.tier >= minTier else { return }
        let weighed = report.result.blocks.filter { $0.score >= 0.5 }
        if weighed.isEmpty {
            separate(&part)
            write(report, report.result.blocks.first, &part.writer)
        }
        for block in weighed {
            separate(&part)
            write(report, block, &part.writer)
        }
    }

    private func separate(_ part: inout OutputPart) {
        if !part.writer.isEmpty { part.writer.text(",\n") }
    }

    private func write(_ report: RecordReport, _ block: InspectionResult.Block?, _ out: inout ByteWriter) {
        let result = report.result
        let category = block.map { $0.category.isEmpty ? result.categories.first ?? "" : $0.category }
        let rule = Self.ruleName(category ?? result.categories.first ?? "")
        out.text("{\"ruleId\":")
        out.json(rule)
        out.text(",\"level\":")
        out.json(result.tier == .planted ? "error" : "warning")
        out.text(",\"message\":{\"text\":")
        out.json(message(result, block))
        out.text("},\"locations\":[{\"physicalLocation\":{\"artifactLocation\":{\"uri\":")
        out.json(Self.uri(report.source))
        out.text("}")
        if let block, case .source = report.id {
            out.text(",\"region\":{\"byteOffset\":")
            out.integer(block.start)
            out.text(",\"byteLength\":")
            out.integer(max(0, block.end - block.start))
            out.text("}")
        } else if case .line(let number) = report.id {
            // Byte ranges are those of the decoded field, so the row's line stands for the place.
            out.text(",\"region\":{\"startLine\":")
            out.integer(number)
            out.text("}")
        }
        out.text("},\"logicalLocations\":[{\"fullyQualifiedName\":")
        out.json(report.name)
        out.text("}]}],\"properties\":{\"verdict\":")
        out.json(result.tier.rawValue)
        out.text(",\"score\":")
        out.decimal(block?.score ?? result.score)
        out.text(",\"terms\":")
        out.list(block?.terms ?? []) { term, out in
            out.text("{\"rule\":")
            out.json(term.rule)
            out.text(",\"text\":")
            out.json(term.text)
            out.text(",\"start\":")
            out.integer(term.start)
            out.text(",\"end\":")
            out.integer(term.end)
            out.text(",\"weight\":")
            out.decimal(term.weight)
            out.text("}")
        }
        out.text("}}")
    }

    private func message(_ result: InspectionResult, _ block: InspectionResult.Block?) -> String {
        let what = result.tier == .planted ? "Planted content" : "Content to be reviewed"
        guard let block else { return what }
        let hidden = block.hidden.isEmpty ? "" : ", hidden by \(block.hidden.joined(separator: ", "))"
        let text = block.text.count > 200 ? block.text.prefix(200) + "…" : block.text
        return "\(what) in \(block.zone)\(hidden): \(text)"
    }

    package func end(_ summary: RunSummary, _ out: inout ByteWriter) {
        out.text("\n],\"tool\":{\"driver\":{\"name\":\"vonggac\",\"version\":")
        out.json(ProgramVersion.text)
        out.text(",\"semanticVersion\":")
        out.json(ProgramVersion.text)
        out.text(",\"properties\":{\"pack\":")
        out.json(summary.tally.pack)
        out.text("},\"rules\":")
        let found = Set(summary.tally.categories.keys).union(Category.allCases.map(\.rawValue)).union([""])
        out.list(found.map(Self.ruleName).sorted()) { rule, out in
            out.text("{\"id\":")
            out.json(rule)
            out.text(",\"shortDescription\":{\"text\":")
            out.json("Planted content: \(rule.dropFirst("planted-content/".utf8.count))")
            out.text("},\"defaultConfiguration\":{\"level\":\"error\"}}")
        }
        out.text("}},\"columnKind\":\"unicodeCodePoints\"}]}\n")
    }

    static func ruleName(_ category: String) -> String { "planted-content/\(category.isEmpty ? "other" : category)" }

    /// A relative reference of RFC 3986: what is not allowed in one is percent-encoded.
    static func uri(_ path: String) -> String {
        if path == "-" { return "stdin" }
        var text = path.hasPrefix("/") ? "file://" : ""
        for byte in path.utf8 {
            let isPlain =
                byte >= 0x30 && byte <= 0x39 || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A || byte == 0x2F
                || byte == 0x2D || byte == 0x2E || byte == 0x5F || byte == 0x7E
            if isPlain {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = Array("0123456789ABCDEF".unicodeScalars)
                text.unicodeScalars.append("%")
                text.unicodeScalars.append(digits[Int(byte >> 4)])
                text.unicodeScalars.append(digits[Int(byte & 15)])
            }
        }
        return text
    }
}
