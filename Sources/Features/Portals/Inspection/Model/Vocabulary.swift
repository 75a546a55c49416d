package import Markup

/// The words of the outputs for places and reasons; `Docs/inspect.md` lists them, `Resources/texts/portals.tsv` says them
/// in Vietnamese and English.
package enum Vocabulary {
    /// The gravest first.
    package static let categories = [
        "gambling", "sex", "loan-shark", "pharma", "counterfeit", "pirate-streaming", "foreign-spam", "defacement",
        "unlawful-other",
    ]

    package static func zone(_ place: PageView.Place) -> String {
        switch place {
        case .markupComment: "markup-comment"
        case .userContent: "user-content"
        default: "\(place)"
        }
    }

    /// The reasons that are set, in a fixed order.
    package static func reasons(_ hidden: PageView.Hidden) -> [String] {
        hidden.isEmpty ? [] : hiddenNames.filter { hidden.contains($0.flag) }.map(\.name)
    }

    package static let hiddenNames: [(flag: PageView.Hidden, name: String)] = [
        (.displayNone, "display-none"), (.visibility, "visibility"), (.opacity, "opacity"), (.fontSize, "font-size"),
        (.offScreen, "off-screen"), (.textIndent, "text-indent"), (.zeroSize, "zero-size"), (.clipped, "clipped"),
        (.sameColour, "same-colour"), (.attribute, "attribute"), (.noscript, "noscript"), (.template, "template"),
        (.markupComment, "markup-comment"), (.marquee, "marquee"), (.script, "script"), (.metadata, "metadata"),
        (.customary, "customary"),
    ]
}
