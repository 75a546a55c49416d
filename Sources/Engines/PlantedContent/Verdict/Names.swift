package import Markup

extension PageView.Place {
    /// Asked of a case's name, Swift looks it up by reflection: once each, not once a block.
    private static let names: [String] = allCases.map {
        switch $0 {
        case .markupComment: "markup-comment"
        case .userContent: "user-content"
        default: String(describing: $0)
        }
    }

    /// As reports name it.
    package var name: String { Self.names[Int(rawValue)] }
}

extension PageView.Hidden {
    private static let named: [(PageView.Hidden, String)] = [
        (.displayNone, "display-none"), (.visibility, "visibility"), (.opacity, "opacity"), (.fontSize, "font-size"),
        (.offScreen, "off-screen"), (.textIndent, "text-indent"), (.zeroSize, "zero-size"), (.clipped, "clipped"),
        (.sameColour, "same-colour"), (.attribute, "attribute"), (.noscript, "noscript"), (.template, "template"),
        (.markupComment, "markup-comment"), (.marquee, "marquee"), (.script, "script"), (.metadata, "metadata"),
        (.customary, "customary"),
    ]

    /// Reasons as reports name them.
    package var names: [String] { Self.named.filter { contains($0.0) }.map(\.1) }
}
