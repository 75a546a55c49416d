import Glibc
import Knowledge
import PlantedContent
import VietText

/// Writes what a sweep found, read back from its journal: so it is the same whether the sweep was stopped in between or not.
struct SweepOutput {
    enum Form { case table, json, html }

    let texts: Texts
    let reportTexts: Texts
    let resources: String
    let views: [VisitorView]
    let form: Form
    let target: any OutputTarget
    let usesColour: Bool
    let hardening: HardeningList

    /// The summary with the counts of all pages, those of earlier runs of the sweep too.
    /// - Parameters:
    ///   - records: calls its argument with every page of the journal.
    ///   - folder: of the sweep, where `report.html` goes.
    /// - Throws: what the journal throws; `FileError`; `OutputClosed` when nobody reads on.
    func write(
        _ summary: SweepSummary, records: ((PageRecord) throws -> Void) throws -> Void, folder: String
    ) throws -> SweepSummary {
        var summary = summary.withoutPages
        var report = try SweepReport(texts: reportTexts, resources: resources, views: views)
        var table = SweepTable(texts: texts, usesColour: usesColour)
        var sheet = SignSheet()
        var certificateFaults = 0
        var out = ByteWriter()
        try records { record in
            sheet.add(record)
            guard record.closing == nil else { return }
            report.add(record)
            summary.add(record)
            certificateFaults += record.findings.count { $0.rule == CertificateFinding.rule }
            switch form {
            case .table: table.add(record)
            case .json:
                for finding in record.findings { SweepJSON.finding(finding, &out) }
                SweepJSON.page(record, &out)
            case .html: break
            }
            if out.bytes.count > 1 << 16 {
                try target.write(out.bytes)
                out.removeAll()
            }
        }
        summary.add(sheet)
        report.add(sheet)
        table.add(sheet)
        let checks = hardening.results(
            sheet, planted: summary.findingCount - certificateFaults, certificateFaults: certificateFaults)
        let checklist = try ChecklistPage(texts: reportTexts, resources: resources)
        try FileBytes.writeAtomically(
            Array(checklist.render(checks, summary, now: time(nil)).utf8), to: folder + "/checklist.html")
        let page = Array(report.render(summary, now: time(nil), folder: folder).utf8)
        try FileBytes.writeAtomically(page, to: folder + "/report.html")
        switch form {
        case .table: table.write(summary, folder: folder, &out)
        case .json:
            // Programs read one language.
            let texts = try Texts(resources: resources, room: "portals", language: .en)
            for sign in sheet.signs { SweepJSON.finding(sign, &out) }
            for check in checks { SweepJSON.check(check, language: texts.language.rawValue, &out) }
            SweepJSON.summary(summary, words: SweepWords(texts: texts), &out)
        case .html: out.raw(page)
        }
        try target.write(out.bytes)
        try target.finish()
        return summary
    }
}
