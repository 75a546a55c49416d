package import PlantedContent

/// What a whole sweep came to.
package struct SweepSummary: Sendable, Equatable {
    /// Why it ended.
    package enum Ending: String, Sendable {
        /// Everything that was known had been looked at.
        case drained
        case maxPages = "max-pages"
        case maxDuration = "max-duration"
        case interrupted
    }

    package var seeds: [String] = []
    package var ending = Ending.drained
    /// Microseconds since 1970, UTC; of this run, not of the one it goes on with.
    package var startedAt: Int64 = 0
    package var seconds: Double = 0
    /// Pages looked at, those of earlier runs of the same sweep included.
    package var pageCount = 0
    package var resumedPageCount = 0
    package var requestCount = 0
    package var byteCount = 0
    package var stateCounts: [PageState: Int] = [:]
    package var reasonCounts: [String: Int] = [:]
    package var tierCounts: [Tier: Int] = [:]
    package var ruleCounts: [String: Int] = [:]
    package var viewCounts: [VisitorView: Int] = [:]
    package var findingCount = 0
    /// Known addresses that were not looked at.
    package var leftCount = 0
    package var orphanCount = 0
    /// Pages that were read and on which nothing was found.
    package var cleanCount = 0
    /// Pages with a finding.
    package var accusedCount = 0
    package var bundleCount = 0
    /// A line for each host: what its robots.txt said.
    package var robots: [SweepNote] = []
    /// A line for each `https` origin: version, certificate, issuer, names, validity.
    package var certificates: [String] = []
    /// The same as values, of this run.
    package var certificateFacts: [CertificateFact] = []
    /// Where the names of hosts led, of this run.
    package var addresses: [String: String] = [:]
    package var notes: [SweepNote] = []
    package var packs: [String] = []

    package init() {}

    /// Signs of attack and weaknesses, each once; set when the journal has been read.
    package var signCounts: [Tier: Int] = [:]
    package var attackCount = 0
    package var signRuleCounts: [String: Int] = [:]
    /// Who authorised probes, how many were sent, and how many names were asked for.
    package var closing: SignClosing?

    package mutating func add(_ record: PageRecord) {
        guard record.closing == nil else { return }
        pageCount += 1
        stateCounts[record.state, default: 0] += 1
        if let reason = record.reason { reasonCounts[reason, default: 0] += 1 }
        for look in record.looks { viewCounts[look.view, default: 0] += 1 }
        if record.isOrphan { orphanCount += 1 }
        if !record.findings.isEmpty {
            accusedCount += 1
        } else if record.state == .ok {
            cleanCount += 1
        }
        for finding in record.findings {
            findingCount += 1
            tierCounts[finding.tier, default: 0] += 1
            ruleCounts[finding.rule, default: 0] += 1
            if finding.evidence != nil { bundleCount += 1 }
        }
    }

    /// What does not come from the pages.
    var withoutPages: SweepSummary {
        var bare = SweepSummary()
        bare.seeds = seeds
        bare.ending = ending
        bare.startedAt = startedAt
        bare.seconds = seconds
        bare.resumedPageCount = resumedPageCount
        bare.requestCount = requestCount
        bare.byteCount = byteCount
        bare.leftCount = leftCount
        bare.robots = robots
        bare.certificates = certificates
        bare.certificateFacts = certificateFacts
        bare.addresses = addresses
        bare.notes = notes
        bare.packs = packs
        bare.closing = closing
        return bare
    }

    package func count(_ tier: Tier) -> Int { tierCounts[tier] ?? 0 }
    package func pages(in state: PageState) -> Int { stateCounts[state] ?? 0 }

    /// Reasons that are told but leave no doubt about a page: there is none, or it is a paper.
    package static let toldReasons: Set<String> = [
        "not-found", "document", "document-too-large", "document-encrypted", "document-broken", "document-timed-out",
        "document-broke-down", "document-too-much-output", "document-too-many-members", "document-too-deep",
        "document-no-text", "document-empty", "document-no-box", "document-no-tool",
    ]

    /// Pages that nobody can call clean: blocked or not readable, dead links and papers left out.
    package var unseenCount: Int {
        let told = Self.toldReasons.reduce(0) { $0 + (reasonCounts[$1] ?? 0) }
        return max(0, pages(in: .blocked) + pages(in: .unreadable) + pages(in: .refused) - told)
    }

    /// The signs of the whole sweep.
    package mutating func add(_ sheet: SignSheet) {
        for sign in sheet.signs {
            signCounts[sign.tier, default: 0] += 1
            signRuleCounts[sign.rule, default: 0] += 1
            if sign.isAttackSign { attackCount += 1 }
            if sign.evidence != nil { bundleCount += 1 }
        }
        closing = sheet.closing
    }

    package var signCount: Int { signCounts.values.reduce(0, +) }
    /// Confirmed signs.
    package var confirmedCount: Int { signCounts[.planted] ?? 0 }

    /// Something was found that has to be acted on: weaknesses that a person should look at do not count.
    package var isAccused: Bool { findingCount > 0 || confirmedCount > 0 || attackCount > 0 }

    /// As `inspect`: 1 something found, 3 nothing found but some could not be read, 0 clean.
    package var exitCode: Int32 { isAccused ? 1 : unseenCount > 0 || pageCount == 0 ? 3 : 0 }
}
