import Markup

/// How a stretch of a DOCX looks, as far as it may hide it.
struct WordFormat {
    var isVanished: Bool?
    /// Half points.
    var size: Int?
    /// Six hexadecimal digits, or `auto`.
    var colour: String?
    /// Of the ground behind the letters.
    var ground: String?

    /// Takes one property of `rPr` (or `pPr`).
    mutating func take(_ name: Substring, _ attributes: [XMLAttribute]) {
        switch name {
        // `webHidden` hides page numbers of tables of contents on the web only.
        case "vanish", "specVanish": isVanished = WordXML.isOn(attributes)
        case "sz": size = WordXML.values(attributes)["val"].flatMap { Int($0) }
        case "color": colour = WordXML.values(attributes)["val"]?.lowercased()
        case "shd": ground = WordXML.values(attributes)["fill"]?.lowercased()
        case "highlight": ground = WordXML.values(attributes)["val"]?.lowercased()
        default: break
        }
    }

    /// The properties of `over`, laid on these.
    func overlaid(by over: WordFormat) -> WordFormat {
        WordFormat(
            isVanished: over.isVanished ?? isVanished, size: over.size ?? size, colour: over.colour ?? colour,
            ground: over.ground ?? ground)
    }

    /// - Parameter ground: what is behind the paragraph, where the letters have no ground of their own.
    func hiding(on ground: String?) -> ExtractedDocument.Hiding? {
        if isVanished == true { return .vanish }
        if let size, size <= 2 { return .tiny }
        guard let colour, colour != "auto", let letters = Self.lightness(colour) else { return nil }
        let behind = self.ground ?? ground ?? "ffffff"
        if behind == colour { return .sameColour }
        // White, or as good as white, on paper.
        let paper = ["auto", "none", "", "clear"].contains(behind) ? 255 : Self.lightness(behind)
        guard let paper else { return nil }
        return letters >= 245 && paper >= 245 ? .sameColour : nil
    }

    /// The darkest of the three components.
    private static func lightness(_ colour: String) -> Int? {
        if colour == "white" { return 255 }
        guard colour.utf8.count == 6, let value = Int(colour, radix: 16) else { return nil }
        return min(value >> 16 & 255, value >> 8 & 255, value & 255)
    }
}

/// The styles of a DOCX that may hide, with what they rest on.
struct WordStyles {
    private var formats: [String: WordFormat] = [:]
    private var bases: [String: String] = [:]
    private static let maxStyles = 10_000
    private static let maxSteps = 12

    init() {}

    /// What cannot be read ends it.
    init(_ bytes: [UInt8]) {
        var reader = XMLReader(document: bytes, limits: WordXML.limits)
        var style: String?
        while formats.count < Self.maxStyles, let event = try? reader.next() {
            switch event {
            case .start(let name, let attributes):
                let local = WordXML.local(name)
                let values = WordXML.values(attributes)
                if local == "style" {
                    style = values["styleId"]
                } else if local == "basedOn", let style {
                    bases[style] = values["val"]
                } else if let style {
                    formats[style, default: WordFormat()].take(local, attributes)
                }
            case .end(let name): if WordXML.local(name) == "style" { style = nil }
            case .text: break
            }
        }
    }

    /// Circles of styles end after a few steps.
    func format(_ style: String?) -> WordFormat {
        var chain: [WordFormat] = []
        var next = style
        while let name = next, chain.count < Self.maxSteps {
            chain.append(formats[name] ?? WordFormat())
            next = bases[name]
        }
        return chain.reversed().reduce(WordFormat()) { $0.overlaid(by: $1) }
    }
}
