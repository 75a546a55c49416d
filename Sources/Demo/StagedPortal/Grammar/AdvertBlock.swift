/// What is planted at one place: a few adverts and the hosts that they lead to.
struct AdvertBlock: Sendable {
    let category: Category
    let disguise: Disguise
    let texts: [String]
    let urls: [String]

    init(_ category: Category, _ disguise: Disguise, _ material: Material, _ dice: inout Dice) {
        self.category = category
        self.disguise = disguise
        let pool: [String]
        if category == .foreignSpam {
            pool = material.foreign[dice.pick(material.foreign.keys.sorted())] ?? []
        } else {
            pool = material.adverts[category.rawValue] ?? []
        }
        texts = dice.sample(pool, count: dice.within(3...5))
        urls = (0..<3).map { _ in Self.url(category, material, &dice) }
    }

    /// A brand-like host for betting; elsewhere a name that says nothing, as most such hosts do.
    static func url(_ category: Category, _ material: Material, _ dice: inout Dice) -> String {
        let path = dice.pick(["", "dang-ky", "tai-app", "khuyen-mai", "vip"])
        if category == .gambling { return "https://\(dice.pick(material.brands)).example/\(path)" }
        return "https://shop\(dice.within(100...999)).example/\(path)"
    }

    func url(_ index: Int) -> String { urls[index % urls.count] }
    func text(_ index: Int) -> String { texts[index % texts.count] }

    /// All the texts as one sentence.
    var joined: String { texts.joined(separator: ", ") }

    /// A paragraph of text with links.
    var html: String {
        let rest = texts.indices.dropFirst().map { index in
            "<a href=\"\(url(index))\">\(disguise.html(texts[index]))</a>"
        }
        return "<p>\(disguise.html(text(0))) \(rest.joined(separator: " | "))</p>"
    }

    var items: String {
        texts.indices.map { "<li><a href=\"\(url($0))\">\(disguise.html(texts[$0]))</a></li>" }.joined()
    }

    var rows: String {
        texts.indices.map { index in
            "<tr><td>\(index + 1)</td><td>\(disguise.html(texts[index]))</td>"
                + "<td><a href=\"\(url(index))\">\(url(index).escapedForHTML)</a></td></tr>"
        }.joined()
    }
}
