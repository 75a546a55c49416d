import Console
import Knowledge
import Mustache
import VietText

/// The hardening checklist of a swept portal: one page to print, with boxes for what only people can answer.
struct ChecklistPage {
    private let texts: Texts
    private let template: MustacheTemplate
    private let css: String
    private static let maxSeen = 64

    /// - Throws: `FileError` when template or style are missing or faulty.
    init(texts: Texts, resources: String) throws(FileError) {
        let path = resources + "/templates/checklist.mustache"
        let text = String(decoding: try FileBytes.read(path, maxBytes: 1 << 20), as: UTF8.self)
        do {
            template = try HTMLText.template(text)
        } catch {
            throw FileError(path: path, reason: "the template is faulty: \(error)")
        }
        css = String(
            decoding: try FileBytes.read(resources + "/styles/checklist.css", maxBytes: 1 << 20), as: UTF8.self)
        self.texts = texts
    }

    func render(_ checks: [HardeningList.Result], _ summary: SweepSummary, now: Int) -> String {
        var page: [String: Any] = [
            "title": "checklist.title", "itemHead": "checklist.item", "stateHead": "checklist.state",
            "sourceHead": "checklist.source", "signedBy": "checklist.signed",
            "checkedBy": "checklist.checked", "dateLine": "checklist.date", "legend": "checklist.legend",
        ].mapValues { texts[$0] }
        page["css"] = css
        page["lang"] = texts.language.rawValue
        page["portal"] = texts.filled(
            "checklist.portal", ["seeds": summary.seeds.prefix(3).map(TableFormat.tidy).joined(separator: ", ")])
        page["asOf"] = texts.filled(
            "checklist.asof", ["time": VietnamTime.clock(now), "pages": texts.number(summary.pageCount)])
        page["authority"] = SweepWords(texts: texts).authority(summary)
        page["counts"] = texts.filled(
            "checklist.counts",
            Dictionary(
                uniqueKeysWithValues: HardeningList.State.allCases.map { state in
                    (state.rawValue, texts.number(checks.count { $0.state == state }))
                }))
        page["groups"] = groups(checks)
        page["footer"] = texts.filled(
            "sweep.footer", ["version": ProgramVersion.text, "packs": summary.packs.joined(separator: ", ")])
        return template.render(page)
    }

    /// In the order of the pack, items of one group together.
    private func groups(_ checks: [HardeningList.Result]) -> [[String: Any]] {
        var order: [String] = []
        for check in checks where !order.contains(check.item.group) { order.append(check.item.group) }
        return order.map { name in
            [
                "name": texts["checklist.group", name],
                "items": checks.filter { $0.item.group == name }.map(item),
            ]
        }
    }

    private func item(_ check: HardeningList.Result) -> [String: Any] {
        let language = texts.language.rawValue
        var note = ""
        if check.state == .missing {
            let why = check.item.why[language] ?? ""
            var seen = TableFormat.tidy(TerminalText.clipped(check.seen, columns: Self.maxSeen))
            if let count = Int(seen) { seen = "\(texts.number(count)) \(texts["sweep.table.findings"])" }
            note = [why, seen].filter { !$0.isEmpty }.joined(separator: ": ")
        } else if check.isUnproved {
            note = texts["checklist.unproved"]
        }
        return [
            "class": check.state.rawValue, "text": check.item.text[language] ?? check.item.key, "note": note,
            "source": check.item.source, "isAsked": check.item.proof.isEmpty,
            "state": texts["checklist.state", check.state.rawValue], "shape": Self.shape(check.state),
        ]
    }

    private static func shape(_ state: HardeningList.State) -> String {
        switch state {
        case .good: "✓"
        case .missing: "✗"
        case .asked: "☐"
        }
    }
}
