extension Layout {
    /// Pages that need a browser. Drawn last and with dice of their own, so that nothing else changes with them.
    mutating func addScripted(_ kinds: [Scripted], seed: UInt64, _ material: Material) {
        var dice = Dice(seed, for: "scripted")
        for kind in kinds {
            let section = dice.pick(Section.allCases)
            let source = PageSource.drawArticle(section, material, &dice)
            let title = source.title
            let page = newPath(section, title, &dice)
            let number = dice.within(1_000...9_999)
            let file =
                kind == .frame ? "/chuyen-muc/khung-\(number).html" : "/api/noi-dung/\(Dice.hash(page) % 100_000).json"
            let block = AdvertBlock(.gambling, .none, material, &dice)
            let text = kind.isHonest ? source.text : kind == .image ? Self.silent(material, &dice) : block.html
            let injection = kind.injection(text, source: file, path: page)
            if kind.isShell {
                addFile(
                    file, Scripted.file(title: source.title, html: "<h1>\(source.title.escapedForHTML)</h1>" + text))
            }
            let planting = Planting(trigger: .always, kind: .injection(injection))
            addLeaf(Leaf(path: page, section: section, source: source, act: .planted(planting)))
            addTruth(row(kind, page, kind.isHonest ? .none : .content, injection.marker))
            if kind == .frame { addFrame(file, block, source, &dice) }
        }
    }

    /// The page in the frame: a bare file, told by nothing but the script.
    private mutating func addFrame(_ path: String, _ block: AdvertBlock, _ source: PageSource, _ dice: inout Dice) {
        let injection = Injection(body: block.html)
        let planting = Planting(trigger: .always, kind: .injection(injection))
        addLeaf(
            Leaf(
                path: path, section: nil, source: .upload(title: "Thông tin", paragraphs: []),
                act: .planted(planting)))
        var truth = row(.frame, path, .content, injection.marker)
        (truth.reach, truth.placement) = (.script, "frame")
        addTruth(truth)
    }

    private func row(_ kind: Scripted, _ path: String, _ family: Truth.Family, _ marker: String) -> Truth {
        var row = Truth(path: path, technique: kind.rawValue, family: family)
        (row.wrapper, row.placement, row.needsBrowser) = ("script", "article", true)
        if !kind.isHonest { row.category = Category.gambling.rawValue }
        row.marker = Array(marker.utf8)
        return row
    }

    /// A picture that leads to a host of a plain betting name; no text at all.
    private static func silent(_ material: Material, _ dice: inout Dice) -> String {
        let names = material.brands.filter { name in ["88", "77", "99", "68", "79"].contains { name.hasSuffix($0) } }
        let host = dice.pick(names.isEmpty ? material.brands : names) + ".example"
        return
            "<a href=\"https://\(host)/\"><img src=\"https://\(host)/b.gif\" width=\"468\" height=\"60\" alt=\"\"></a>"
    }
}

extension PageSource {
    /// A page of the portal's own build.
    fileprivate static func drawArticle(_ section: Section, _ material: Material, _ dice: inout Dice) -> PageSource {
        for _ in 0..<50 {
            if case .article(let title, let paragraphs) = draw(section, material, &dice) {
                return .article(title: title, paragraphs: paragraphs)
            }
            if case .question(let title, let reply) = draw(section, material, &dice) {
                return .article(title: title, paragraphs: reply)
            }
        }
        return .article(title: section.name, paragraphs: [section.name])
    }

    /// Its paragraphs as HTML.
    fileprivate var text: String {
        switch self {
        case .article(_, let paragraphs): paragraphs.map { "<p>\($0.escapedForHTML)</p>" }.joined()
        default: ""
        }
    }
}
