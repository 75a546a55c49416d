import PlantedContent

/// The words of the outputs; `Docs/inspect.md` lists them, `Resources/texts/portals.tsv` says them in Vietnamese and English.
package enum Vocabulary {
    /// The gravest first.
    package static let categories = Category.allCases.map(\.rawValue)
}
