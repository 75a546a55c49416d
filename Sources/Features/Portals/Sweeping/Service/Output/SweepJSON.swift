import PlantedContent

/// One JSON object a line: every finding and page as they come, one summary at the end. The fields are those of
/// `Docs/sweep.md`.
enum SweepJSON {
    static func finding(_ finding: SweepFinding, _ out: inout ByteWriter) {
        out.text(finding.isSign ? "{\"type\":\"sign\",\"url\":" : "{\"type\":\"finding\",\"url\":")
        out.json(finding.url)
        field("category", finding.category, &out)
        field("tier", finding.tierWord, &out)
        field("rule", finding.rule, &out)
        out.text(",\"score\":")
        out.decimal(finding.score)
        out.text(",\"views\":")
        out.list(finding.views) { $1.json($0.rawValue) }
        field("where", finding.place, &out)
        field("text", finding.excerpt, &out)
        out.text(",\"words\":")
        out.list(finding.words) { $1.json($0) }
        if let block = finding.block {
            out.text(",\"start\":")
            out.integer(block.start)
            out.text(",\"end\":")
            out.integer(block.end)
            out.text(",\"hidden\":")
            out.list(block.hidden) { $1.json($0) }
        }
        if !finding.chain.isEmpty {
            out.text(",\"chain\":")
            chain(finding.chain, &out)
        }
        if let count = finding.pageCount {
            out.text(",\"pages\":")
            out.integer(count)
        }
        out.text(",\"orphan\":")
        out.string(finding.isOrphan ? "true" : "false")
        out.text(",\"evidence\":")
        if let evidence = finding.evidence { out.json(evidence) } else { out.text("null") }
        if let others = finding.otherEvidence {
            out.text(",\"other_evidence\":")
            out.list(others) { $1.json($0) }
        }
        if finding.rendered == true { out.text(",\"rendered\":true") }
        if let note = finding.evidenceNote { field("evidence_note", note, &out) }
        out.text("}\n")
    }

    static func page(_ record: PageRecord, _ out: inout ByteWriter) {
        out.text("{\"type\":\"page\",\"url\":")
        out.json(record.url)
        out.text(",\"status\":")
        out.integer(Int(record.status))
        field("state", record.state.rawValue, &out)
        if let reason = record.reason { field("reason", reason, &out) }
        field("verdict", record.verdict.rawValue, &out)
        out.text(",\"score\":")
        out.decimal(record.looks.map(\.score).max() ?? 0)
        out.text(",\"findings\":")
        out.integer(record.findings.count)
        out.text(",\"orphan\":")
        out.string(record.isOrphan ? "true" : "false")
        out.text(",\"sources\":")
        out.list(record.sources) { $1.json($0) }
        field("time", Timestamp.utc(record.at), &out)
        out.text(",\"views\":")
        out.list(record.looks, look)
        out.text("}\n")
    }

    private static func look(_ look: Observation, _ out: inout ByteWriter) {
        out.text("{\"view\":")
        out.json(look.view.rawValue)
        out.text(",\"pass\":")
        out.integer(look.pass)
        out.text(",\"status\":")
        out.integer(Int(look.status))
        field("state", look.state.rawValue, &out)
        if let reason = look.reason { field("reason", reason, &out) }
        field("verdict", look.verdict.rawValue, &out)
        out.text(",\"score\":")
        out.decimal(look.score)
        out.text(",\"bytes\":")
        out.integer(look.byteCount)
        if look.isRendered { out.text(",\"rendered\":true") }
        if !look.chain.isEmpty {
            out.text(",\"chain\":")
            chain(look.chain, &out)
        }
        out.byte(UInt8(ascii: "}"))
    }

    static func check(_ check: HardeningList.Result, language: String, _ out: inout ByteWriter) {
        out.text("{\"type\":\"check\",\"key\":")
        out.json(check.item.key)
        field("state", check.state.rawValue, &out)
        out.text(",\"asked_of_a_person\":")
        out.string(check.state == .asked ? "true" : "false")
        out.text(",\"could_be_proved\":")
        out.string(check.item.proof.isEmpty ? "false" : "true")
        field("text", check.item.text[language] ?? "", &out)
        field("source", check.item.source, &out)
        if !check.seen.isEmpty { field("seen", check.seen, &out) }
        out.text("}\n")
    }

    static func summary(_ summary: SweepSummary, words: SweepWords, _ out: inout ByteWriter) {
        out.text("{\"type\":\"summary\",\"seeds\":")
        out.list(summary.seeds) { $1.json($0) }
        field("ended", summary.ending.rawValue, &out)
        field("started", Timestamp.utc(summary.startedAt), &out)
        out.text(",\"seconds\":")
        out.decimal(summary.seconds)
        let numbers: [(String, Int)] = [
            ("pages", summary.pageCount), ("resumed_pages", summary.resumedPageCount),
            ("requests", summary.requestCount), ("bytes", summary.byteCount), ("left", summary.leftCount),
            ("findings", summary.findingCount), ("planted", summary.count(.planted)),
            ("review", summary.count(.review)), ("orphans", summary.orphanCount), ("bundles", summary.bundleCount),
            ("signs", summary.signCount), ("confirmed", summary.confirmedCount), ("attacks", summary.attackCount),
            ("probes", summary.closing?.probes ?? 0), ("names", summary.closing?.names ?? 0),
        ]
        for (name, value) in numbers {
            out.string(",\"\(name)\":")
            out.integer(value)
        }
        out.text(",\"states\":{")
        counts(summary.stateCounts.map { ($0.key.rawValue, $0.value) }, &out)
        out.text("},\"reasons\":{")
        counts(Array(summary.reasonCounts), &out)
        out.text("},\"rules\":{")
        counts(Array(summary.ruleCounts), &out)
        out.text("},\"sign_rules\":{")
        counts(Array(summary.signRuleCounts), &out)
        out.text("},\"views\":{")
        counts(summary.viewCounts.map { ($0.key.rawValue, $0.value) }, &out)
        out.text("}")
        if let authority = summary.closing?.authority { field("authority", authority, &out) }
        out.text(",\"robots\":")
        out.list(summary.robots) { $1.json(words.note($0)) }
        out.text(",\"certificates\":")
        out.list(summary.certificates) { $1.json($0) }
        out.text(",\"notes\":")
        out.list(summary.notes) { $1.json(words.note($0)) }
        out.text(",\"packs\":")
        out.list(summary.packs) { $1.json($0) }
        out.text("}\n")
    }

    private static func counts(_ counts: [(String, Int)], _ out: inout ByteWriter) {
        for (index, entry) in counts.sorted(by: { $0.0 < $1.0 }).enumerated() {
            if index > 0 { out.byte(UInt8(ascii: ",")) }
            out.json(entry.0)
            out.byte(UInt8(ascii: ":"))
            out.integer(entry.1)
        }
    }

    private static func chain(_ hops: [Observation.Hop], _ out: inout ByteWriter) {
        out.list(hops) { hop, out in
            out.text("{\"by\":")
            out.json(hop.kind)
            field("url", hop.url, &out)
            out.text(hop.isConditional ? ",\"conditional\":true}" : "}")
        }
    }

    private static func field(_ name: StaticString, _ value: String, _ out: inout ByteWriter) {
        out.text(",\"")
        out.text(name)
        out.text("\":")
        out.json(value)
    }
}
