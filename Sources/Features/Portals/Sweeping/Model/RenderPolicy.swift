import PlantedContent

/// Which pages are looked at in a browser besides: what their scripts write is there only then.
package enum RenderPolicy: String, Sendable, CaseIterable {
    /// Shells, pages whose scripts write, and suspicious ones.
    case auto
    case never
    /// Every page of markup.
    case always

    /// What is known of a page after it was looked at without a browser.
    package struct Reasons: Sendable {
        package var isMarkup = true
        /// Its inline scripts change the document, or fetch.
        package var hasWritingScripts = false
        /// Among uploads, or nothing links to it.
        package var isSuspectPlace = false

        package init(isMarkup: Bool = true, hasWritingScripts: Bool = false, isSuspectPlace: Bool = false) {
            self.isMarkup = isMarkup
            self.hasWritingScripts = hasWritingScripts
            self.isSuspectPlace = isSuspectPlace
        }
    }

    /// What a browser is wanted for.
    package enum Wish: Sendable, Equatable {
        case nothing
        /// All is known; the evidence gets a picture.
        case picture
        /// What scripts write, or more than words can say of a doubtful page.
        case sight
    }

    /// - Parameters:
    ///   - looks: those without a browser, the plain visitor's first.
    ///   - suspectScore: from here on a page is suspicious.
    package func wish(_ looks: [Observation], _ reasons: Reasons, suspectScore: Double) -> Wish {
        guard self != .never, let plain = looks.first, reasons.isMarkup else { return .nothing }
        // What is not there, was refused, or did not come, does not come to a browser either.
        guard plain.state == .ok || plain.needsScripts || looks.contains(where: \.isFinding) else { return .nothing }
        if self == .always || plain.needsScripts { return .sight }
        // Who is led away at once shows a browser nothing.
        if plain.endStanding >= .external { return .nothing }
        if looks.contains(where: { $0.verdict == .planted }) { return .picture }
        let isSuspicious = looks.contains { $0.isFinding || $0.score >= suspectScore || $0.endStanding >= .external }
        return isSuspicious || reasons.hasWritingScripts || reasons.isSuspectPlace ? .sight : .nothing
    }
}

extension Observation {
    /// An empty shell: nobody knows what its scripts would show.
    package var needsScripts: Bool { state == .unreadable && reason == "needs-scripts" }
}
