import Fetching
import Markup
import PlantedContent

/// What is known of a page before it is looked at, as far as it decides how closely to look.
struct PageInterest: Sendable {
    var isOrphan = false
    var isUpload = false
    var hasForeignSlug = false
    /// Drawn into the sample of its template.
    var isSampled = false

    var isSuspectPlace: Bool { isOrphan || isUpload }
}

/// All looks at one page: the visitor's, and the others' where the page is suspicious or in the sample; second looks where
/// two differ.
struct PageSweep: Sendable {
    /// Scores from here on are looked at as every visitor, though no finding yet.
    static let suspectScore = 0.2

    /// Looks of the visitor who comes back.
    static let returns = 2

    let looker: PageLooker
    /// The plain view first.
    let views: [VisitorView]
    /// Nil looks at nothing in a browser.
    var renderer: PageRenderer?

    /// The looks without a browser, then that of a browser where one is wanted.
    func looks(at url: WebURL, interest: PageInterest) async -> [Look] {
        var looks = await plainLooks(at: url, interest: interest)
        let isCancelled = looks.contains { $0.failure?.code == .cancelled }
        if !isCancelled, let renderer,
            let look = await renderer.look(at: url, after: looks, isSuspectPlace: interest.isSuspectPlace)
        {
            looks.append(look)
        }
        return looks
    }

    private func plainLooks(at url: WebURL, interest: PageInterest) async -> [Look] {
        guard let first = views.first else { return [] }
        let plain = await looker.look(at: url, as: first)
        var looks = [plain]
        guard views.count > 1, plain.failure?.code != .cancelled, isWorthComparing(plain, interest) else {
            return looks
        }
        func look(as view: VisitorView, pass: Int = 0) async -> Look {
            var look = await looker.look(at: url, as: view, pass: pass)
            look.forgetLinks(of: plain)
            return look
        }
        var differing: [VisitorView] = []
        for view in views.dropFirst() {
            let other = await look(as: view)
            looks.append(other)
            if ViewComparison.needsSecondLook(plain.observation, other.observation) { differing.append(view) }
        }
        // The visitor comes back with its cookies: what is shown only on the first visit, or only on some, differs here.
        for pass in 1...Self.returns { looks.append(await look(as: first, pass: pass)) }
        for view in differing { looks.append(await look(as: view, pass: 1)) }
        return looks
    }

    private func isWorthComparing(_ plain: Look, _ interest: PageInterest) -> Bool {
        let observation = plain.observation
        // Nothing to compare: the name does not resolve, nobody listens, the address is refused, the answer drips. Whoever
        // leads elsewhere has answered.
        if plain.failure != nil, observation.endStanding < .external { return false }
        if let reason = observation.reason, reason == "media" || reason.hasPrefix("document") {
            return interest.isSuspectPlace
        }
        return interest.isSampled || interest.isSuspectPlace || interest.hasForeignSlug || observation.isFinding
            || observation.score >= Self.suspectScore || observation.state == .blocked
            || observation.endStanding >= .external || !observation.chain.isEmpty
    }
}
