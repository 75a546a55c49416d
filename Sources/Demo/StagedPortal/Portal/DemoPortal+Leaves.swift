extension DemoPortal {
    /// The page that was drawn for a path; nil when there is none.
    func leaf(_ asked: Asked) -> Draft? {
        guard let place = layout.places[asked.target.path] else {
            return layout.doorways[asked.target.path].map { Draft(html: $0.html) }
        }
        let leaf = layout.leaves[place]
        switch leaf.act {
        case .honest: return Draft(page: page(leaf.source, nil, asked, drifts: leaf.drifts))
        case .planted(let planting):
            return show(planting, asked) { injection in
                page(leaf.source, injection, asked)
            }
        case .obstacle(let obstacle):
            var draft = Draft(html: obstacle.html, status: obstacle.status)
            draft.fields = obstacle.fields
            return draft
        case .burden(let burden): return self.burden(burden, leaf, asked)
        }
    }

    /// The page with the planted thing or without it, as the visitor is one who gets to see it.
    func show(
        _ planting: Planting, _ asked: Asked, render: (Injection?) -> [UInt8]
    ) -> Draft {
        let cookie = VisitCookie(path: asked.target.path)
        let visits = cookie.visits(in: asked.request.cookie)
        let isShown = planting.trigger.shows(to: asked.visitor, visits: visits)
        var draft = Draft(page: render(isShown ? planting.injection : nil))
        draft.status = isShown ? planting.status : planting.honestStatus
        if isShown, case .location(let url) = planting.kind { draft.fields.append(("Location", url)) }
        if planting.trigger.countsVisits { draft.fields.append(cookie.field(after: visits)) }
        return draft
    }

    func page(_ source: PageSource, _ injection: Injection?, _ asked: Asked, drifts: Bool = false) -> [UInt8] {
        source.html(shell(asked), injection, note: drifts ? drift(asked) : "", link: someHonestPath)
    }
}

extension DemoPortal {
    /// A heavy, slow or broken answer around an honest page.
    fileprivate func burden(_ burden: Burden, _ leaf: Leaf, _ asked: Asked) -> Draft {
        let honest = page(leaf.source, nil, asked)
        var draft = Draft(page: honest)
        draft.wire = burden.wire
        switch burden {
        case .gzipBomb:
            draft.body = .repeated(
                head: [], unit: [UInt8](repeating: 0, count: Packing.bombUnitBytes), count: 1_024, tail: [])
            draft.packed = (.gzip, Packing.gzipBomb)
        case .brotliBomb:
            draft.body = .repeated(
                head: [], unit: [UInt8](repeating: 0, count: Packing.bombUnitBytes), count: 64, tail: [])
            draft.packed = (.br, .bytes(Packing.brotliBomb))
        case .hugeFile:
            draft.contentType = "application/zip"
            draft.body = .repeated(head: Array("PK\u{3}\u{4}".utf8), unit: Self.noise, count: 3_200, tail: [])
        case .endlessBody:
            draft.body = .endless(unit: Array("<p>Trang này không có điểm kết thúc.</p>\n".utf8))
        case .manyLinks: draft.body = .bytes(manyLinks(leaf, asked))
        case .deepNesting: draft.body = .bytes(deepNesting(leaf))
        case .charsetLie: draft.contentType = "text/html; charset=iso-8859-1"
        case .wideCharsetLie:
            let units = String(decoding: honest, as: UTF8.self).utf16
            draft.body = .bytes([0xFF, 0xFE] + units.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] })
        case .slowStart, .drip, .tooLong, .tooShort, .brokenChunk, .reset: break
        }
        return draft
    }

    /// 64 KiB that do not pack, the same every time.
    private static let noise: [UInt8] = {
        var dice = Dice(64)
        return (0..<(64 << 10)).map { _ in UInt8(truncatingIfNeeded: dice.next()) }
    }()

    private func manyLinks(_ leaf: Leaf, _ asked: Asked) -> [UInt8] {
        let links = (0..<10_000).map { "<li><a href=\"\(leaf.path)?muc=\($0)\">Mục \($0)</a></li>" }.joined()
        return Array(shell(asked).html(title: leaf.title, main: "<ul>\(links)</ul>").utf8)
    }

    private func deepNesting(_ leaf: Leaf) -> [UInt8] {
        let depth = 60_000
        let text = "<p>\(leaf.title.escapedForHTML)</p>"
        return Array(
            (String(repeating: "<div>", count: depth) + text + String(repeating: "</div>", count: depth)).utf8)
    }
}
