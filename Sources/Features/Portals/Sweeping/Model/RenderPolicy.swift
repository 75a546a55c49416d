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

    /// - Parameters:
    ///   - looks: those without a browser, the plain visitor's first.
    ///   - suspectScore: from here on a page is suspicious.
    package func wants(_ looks: [Observation], _ reasons: Reasons, suspectScore: Double) -> Bool {
        guard self != .never, let plain = looks.first, reasons.isMarkup else { return false }
        // What is not there, was refused, or did not come, does not come to a browser either.
        let isShell = plain.needsScripts
        guard plain.state == .ok || isShell || plain.isFinding else { return false }
        if self == .always || isShell || reasons.hasWritingScripts || reasons.isSuspectPlace { return true }
        return looks.contains { $0.isFinding || $0.score >= suspectScore || $0.endStanding >= .external }
    }
}

extension Observation {
    /// An empty shell: nobody knows what its scripts would show.
    package var needsScripts: Bool { state == .unreadable && reason == "needs-scripts" }
}
