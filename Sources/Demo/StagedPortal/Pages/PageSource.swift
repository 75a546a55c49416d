/// What an ordinary page of the portal is made of.
enum PageSource: Sendable {
    /// A page of `Resources/staged`, in its own build.
    case staged(StagedPage)
    /// An article in the portal's own build.
    case article(title: String, paragraphs: [String])
    /// A question of a citizen and the office's reply.
    case question(title: String, reply: [String])
    /// A page around a ready main part: home page, listings.
    case front(title: String, main: String)
    /// A bare file that somebody uploaded.
    case upload(title: String, paragraphs: [String])

    /// What a page that is not there shows.
    static let missing = PageSource.front(
        title: "Không tìm thấy trang",
        main: "<h1>Không tìm thấy trang</h1><p>Trang này không có hoặc đã được chuyển đi.</p>")

    var title: String {
        switch self {
        case .staged(let page): page.title
        case .article(let title, _), .question(let title, _), .upload(let title, _), .front(let title, _): title
        }
    }

    /// Draws the texts of one page.
    static func draw(_ section: Section, _ material: Material, _ dice: inout Dice) -> PageSource {
        if let folder = section.folder, let pages = material.staged[folder], dice.chance(percent: 40) {
            return .staged(dice.pick(pages))
        }
        let (title, paragraphs) = text(section, material, &dice)
        return section == .questions
            ? .question(title: title, reply: paragraphs) : .article(title: title, paragraphs: paragraphs)
    }

    /// An uploaded file with an ordinary text.
    static func drawUpload(_ material: Material, _ dice: inout Dice) -> PageSource {
        let (title, paragraphs) = text(dice.pick([.news, .notices, .procedures]), material, &dice)
        return .upload(title: title, paragraphs: Array(paragraphs.prefix(2)))
    }

    private static func text(
        _ section: Section, _ material: Material, _ dice: inout Dice
    ) -> (title: String, paragraphs: [String]) {
        let texts = material.honest[dice.pick(section.kinds)] ?? []
        let short = texts.filter { (20...110).contains($0.count) }
        let long = texts.filter { $0.count > 110 }
        let title = short.isEmpty ? dice.pick(texts) : dice.pick(short)
        let paragraphs = dice.sample(long.count > 4 ? long : texts, count: dice.within(3...6))
        return (title.split(whereSeparator: \.isNewline).joined(separator: " "), paragraphs)
    }
}
