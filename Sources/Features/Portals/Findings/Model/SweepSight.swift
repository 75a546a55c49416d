import Markup
import PlantedContent

/// What a whole sweep saw, as far as the ledger needs it: what it found, and how the pages of earlier findings answered.
///
/// Memory: at most `maxFindings` findings, and a word for each page that somebody asks about.
package struct SweepSight: Sendable {
    package static let maxFindings = 2_000

    /// How a page answered.
    struct Answer: Sendable, Equatable {
        /// As whom it was read, or that it is not there was said.
        var views: Set<VisitorView> = []
        /// There is no such page any more (404, 410).
        var isGone = false
        /// A browser read it, too.
        var isRendered = false
        var state = PageState.ok
    }

    private let wanted: Set<String>
    private(set) var answers: [String: Answer] = [:]
    /// Origins of which a page was read over TLS.
    private(set) var secureOrigins: Set<String> = []
    private(set) var covered: Set<String> = []
    private var places: [FindingIdentity: Int] = [:]
    package private(set) var findings: [SeenFinding] = []
    /// Findings that were too many to be kept.
    package private(set) var leftOut = 0

    /// - Parameter wanted: pages of earlier findings.
    package init(wanted: Set<String>) { self.wanted = wanted }

    /// - Parameter record: concluded (`PageRecord.conclude`).
    package mutating func add(_ record: PageRecord) {
        if let closing = record.closing { covered.formUnion(closing.covered) }
        for finding in record.findings + (record.signs ?? []) { add(finding) }
        guard record.closing == nil else { return }
        if record.state == .ok, let url = WebURL(record.url), url.scheme == .https, secureOrigins.count < 1_000 {
            secureOrigins.insert(url.origin)
        }
        if wanted.contains(record.url) { answers[record.url] = answer(record) }
    }

    private mutating func add(_ finding: SweepFinding) {
        let identity = FindingIdentity(finding)
        if let place = places[identity] { return findings[place].add(finding) }
        guard findings.count < Self.maxFindings else { return leftOut += 1 }
        places[identity] = findings.count
        findings.append(SeenFinding(finding, identity: identity))
    }

    private func answer(_ record: PageRecord) -> Answer {
        var answer = Answer(state: record.state)
        for look in record.looks {
            let isMissing = look.status == 404 || look.status == 410
            guard look.state == .ok || isMissing else { continue }
            if look.isRendered { answer.isRendered = true } else { answer.views.insert(look.view) }
        }
        let status = record.looks.first?.status ?? 0
        answer.isGone = status == 404 || status == 410
        return answer
    }
}
