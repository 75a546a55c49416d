import Access
import Console

/// One finding: what it says with the words that weighed, where, since when, its evidence, and what can be done. Everything that
/// was fetched is text here; links of it are inert.
struct FindingDetailPage {
    let detail: FindingDetail
    let portal: Portal
    let bundles: [FindingEvidence.Bundle]
    /// What those are called who judged it.
    let people: [String: String]
    let mayJudge: Bool

    private var finding: PortalFinding { detail.finding }

    func page(_ request: ConsoleRequest) -> ShellPage {
        let headline = PortalWords.headline(finding, request)
        var page = ShellPage(
            "portals/finding", title: headline, state: PortalWords.state(finding, request), model: model(request))
        page.crumbs = [
            Crumb(request.say("menu.findings"), FindingPages.path), Crumb(portal.entry.name, "/portals/\(portal.id)"),
            Crumb(headline),
        ]
        return page
    }

    private func model(_ request: ConsoleRequest) -> [String: any Sendable] {
        [
            "csrf": request.csrf, "id": "\(finding.id)", "version": "\(finding.version)",
            "segments": MarkedText.segments(TableFormat.tidy(finding.excerpt), words: finding.words),
            "facts": facts(request), "hasPages": detail.pages.count > 1,
            "pages": detail.pages.map { TableFormat.tidy(Defanged.link($0)) },
            "history": detail.history.map { event($0, request) }, "hasBundles": !bundles.isEmpty,
            "bundles": bundles.map { bundle($0, request) }, "noEvidence": finding.evidenceNote ?? "",
            "mayConfirm": mayJudge && finding.decision != .confirmed && finding.state != .gone,
            "mayExcuse": mayJudge && finding.state == .open, "mayTakeBack": mayJudge && finding.decision != .unjudged,
            "w": request.labels([
                "finding.says", "finding.history", "finding.evidence", "finding.pages", "finding.confirm",
                "finding.falseAlarm", "finding.takeBack", "finding.note", "finding.picture", "finding.veil",
                "finding.evidence.none",
            ]),
        ]
    }

    private func facts(_ request: ConsoleRequest) -> [[String: any Sendable]] {
        var facts: [(String, String)] = [
            ("finding.portal", portal.entry.name), ("finding.address", TableFormat.tidy(Defanged.link(finding.url))),
            ("finding.place", Self.place(finding.place, request)),
            ("finding.views", finding.views.map { request.say("view.\($0.rawValue)") }.joined(separator: ", ")),
            ("finding.firstSeen", request.clock(finding.firstSeen)),
            ("finding.lastSeen", request.clock(finding.lastSeen)),
        ]
        if finding.pageCount > 1 { facts.append(("finding.pages", request.number(finding.pageCount))) }
        if let gone = finding.goneAt { facts.append(("finding.goneAt", request.clock(gone))) }
        if let unseen = finding.unseen {
            facts.append(("finding.unseen", request.say("finding.unseen.\(unseen.rawValue)")))
        }
        if finding.isOrphan { facts.append(("finding.orphan", request.say("sweep.orphan"))) }
        if finding.isRendered { facts.append(("finding.rendered", request.say("finding.rendered.text"))) }
        if let by = finding.decidedBy, let at = finding.decided {
            facts.append(("finding.decided", "\(request.clock(at)) · \(people[by] ?? by)"))
            if !finding.decisionNote.isEmpty { facts.append(("finding.note", finding.decisionNote)) }
        }
        return facts.map { ["label": request.say($0.0), "text": $0.1] }
    }

    /// `footer (display-none)` in words.
    private static func place(_ place: String, _ request: ConsoleRequest) -> String {
        let parts = TableFormat.tidy(place).split(separator: " (", maxSplits: 1)
        let zone = request.word("zone", parts.first.map(String.init) ?? "")
        guard parts.count == 2 else { return zone }
        let ways = parts[1].dropLast().split(separator: ",").map {
            request.word("hidden", String($0.drop { $0 == " " }))
        }
        return "\(zone) (\(ways.joined(separator: ", ")))"
    }

    private func event(_ event: FindingEvent, _ request: ConsoleRequest) -> [String: any Sendable] {
        let tone: Tone =
            switch event.kind {
            case .new, .back, .confirmed: .bad
            case .gone: .good
            case .reopened: .watch
            case .notSeen: .blocked
            case .setAside, .falseAlarm, .unjudged: .unknown
            }
        var model: [String: any Sendable] = [
            "tone": tone.rawValue, "shape": tone.shape, "text": request.say("finding.event.\(event.kind.rawValue)"),
            "time": request.clock(event.at), "note": false, "by": false,
        ]
        if !event.note.isEmpty { model["note"] = ["text": TableFormat.tidy(event.note)] as [String: any Sendable] }
        if !event.actor.isEmpty { model["by"] = ["name": people[event.actor] ?? event.actor] as [String: any Sendable] }
        return model
    }

    private func bundle(_ bundle: FindingEvidence.Bundle, _ request: ConsoleRequest) -> [String: any Sendable] {
        let base = "/findings/\(finding.id)/evidence/\(bundle.id)"
        let mayExport = request.offers(.evidenceExport, unit: portal.entry.unit)
        let state =
            switch bundle.isIntact {
            case true?: StateLine(.good, request.say("finding.evidence.ok"))
            case false?: StateLine(.bad, request.say("finding.evidence.bad"))
            case nil: StateLine(.unknown, request.say("finding.evidence.unread"))
            }
        var model: [String: any Sendable] = [
            "id": String(bundle.id.prefix(16)), "state": state.model, "isVeiled": finding.category == "sex",
            "files": bundle.files.map { file -> [String: any Sendable] in
                [
                    "name": file.name, "size": "\(request.number(file.bytes)) B",
                    "path": mayExport ? "\(base)?file=\(file.name)" : false as any Sendable,
                ]
            },
        ]
        model["picture"] = bundle.picture.map { "\(base)?file=\($0)" }
        return model
    }
}
