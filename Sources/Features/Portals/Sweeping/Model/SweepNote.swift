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
