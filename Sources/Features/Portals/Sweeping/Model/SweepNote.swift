/// Something about a sweep as a whole that people should know: a text by its key, and the values that it is filled with. The
/// outputs say it in their own language.
package struct SweepNote: Sendable, Equatable {
    /// Of the texts: `sweep.note.…`.
    package let key: String
    package let values: [Value]

    /// A name in the text's braces, and what stands there.
    package struct Value: Sendable, Equatable {
        package let name: String
        package let content: Content
    }

    package enum Content: Sendable, Equatable {
        /// As given; hostile.
        case text(String)
        /// Shown with the separators of the language.
        case number(Int)
    }

    package init(_ key: String, _ values: KeyValuePairs<String, Content>) {
        self.key = key
        self.values = values.map { Value(name: $0.key, content: $0.value) }
    }
}

extension SweepNote {
    /// What robots.txt of an origin said.
    static func robots(_ rules: RobotsRules, of origin: String) -> [SweepNote] {
        let url = Content.text(origin + "/robots.txt")
        guard rules.state == .read else {
            return [SweepNote("sweep.note.robots-\(rules.state.rawValue)", ["url": url])]
        }
        let forbidden = rules.forbiddenPaths.count
        let told = SweepNote(
            "sweep.note.robots", ["url": url, "rules": .number(rules.rules.count), "n": .number(forbidden)])
        guard let delay = rules.crawlDelay else { return [told] }
        let seconds = Int((delay / .seconds(1)).rounded(.up))
        return [told, SweepNote("sweep.note.delay", ["url": url, "n": .number(seconds)])]
    }
}
