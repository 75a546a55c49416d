/// A portal that misbehaves on purpose: a pure function from a request to an answer, drawn from a seed.
///
/// Same options and same request, same bytes: it holds no clock, counts nothing and remembers nothing. Building one costs some
/// milliseconds; an answer renders its page anew, which costs less than one. The request is hostile: what it says is bounded
/// and only ever echoed as text.
package struct DemoPortal: Sendable {
    package let options: PortalOptions
    let layout: Layout
    let material: Material
    let honestPaths: [String]
    private let latest: [(path: String, name: String)]

    package init(_ options: PortalOptions, material: Material) {
        self.options = options
        self.material = material
        layout = Layout(options, material)
        let honest = layout.leaves.filter { if case .honest = $0.act { true } else { false } }
        honestPaths = honest.map(\.path)
        latest = honest.prefix(40).map { ($0.path, $0.title) }
    }

    /// One row for every URL with something planted, in the way, heavy or endless.
    package var truth: [Truth] { layout.truth }

    /// Paths of pages on which nothing is planted, the home page and the listings among them when that is so.
    package var honestPages: [String] {
        let listings = Section.allCases.filter { layout.listingPlantings[$0] == nil }.map { "/" + $0.rawValue }
        return honestPaths + listings + (layout.homePlanting == nil ? ["/"] : [])
            + ["/sitemap.html", "/tai-lieu-dinh-kem.html", "/tim-kiem?q=khai%20sinh"]
    }

    package func answer(_ request: PortalRequest) -> PortalAnswer {
        Finishing.answer(draft(request), request)
    }

    private func draft(_ request: PortalRequest) -> Draft {
        guard request.method == "GET" || request.method == "HEAD" else {
            var refusal = Draft(html: "<h1>405</h1>", status: 405)
            refusal.fields = [("Allow", "GET, HEAD")]
            return refusal
        }
        guard let target = Target(request.target) else { return Draft(html: "<h1>400</h1>", status: 400) }
        let asked = Asked(target: target, request: request)
        return sign(asked) ?? leaf(asked) ?? front(asked) ?? machineFile(asked) ?? trap(asked) ?? scriptFile(asked)
            ?? download(asked) ?? missing(asked)
    }

    /// A page of the portal's own build.
    func ordinary(_ asked: Asked, title: String, main: String) -> Draft {
        Draft(html: shell(asked).html(title: title, main: main))
    }

    func shell(_ asked: Asked) -> PageShell {
        let sections = Section.allCases.map { (path: "/" + $0.rawValue, name: $0.name) }
        let traps = layout.traps.map { (path: $0.prefix, name: $0.name) }
        let documents = [(path: "/tai-lieu-dinh-kem.html", name: "Tài liệu đính kèm")]
        return PageShell(
            name: layout.name, isPhone: asked.visitor.isPhone,
            menu: [(path: "/", name: "Trang chủ")] + sections + traps + documents, latest: Array(latest.prefix(10)))
    }

    /// Another honest page for a number.
    func someHonestPath(_ number: UInt64) -> String {
        honestPaths.isEmpty ? "/" : honestPaths[Int(number % UInt64(honestPaths.count))]
    }

    /// What is different in every answer of a page that drifts, without anybody's doing.
    func drift(_ asked: Asked) -> String {
        guard options.hasDrift else { return "" }
        var dice = Dice(asked.request.ordinal, for: asked.target.path)
        let chosen = dice.sample(latest, count: 4)
        return "<section class=\"co-the-ban-quan-tam\"><h3>Có thể bạn quan tâm</h3>\(PageShell.list(chosen))</section>"
            + "<p class=\"truy-cap\">Lượt truy cập: \(1_240_000 + asked.request.ordinal) · Đang trực tuyến: "
            + "\(dice.within(3...90))</p>"
    }
}

/// A request and what was found out about it.
struct Asked {
    let target: Target
    let request: PortalRequest
    let visitor: VisitorTraits

    init(target: Target, request: PortalRequest) {
        self.target = target
        self.request = request
        visitor = VisitorTraits(request)
    }
}

/// Path and query of a request line.
struct Target {
    static let maxBytes = 8_192

    let path: String
    /// Empty when there is none.
    let query: String

    /// nil for what is no path (nor an absolute form), or too long.
    init?(_ text: String) {
        guard text.utf8.count <= Self.maxBytes else { return nil }
        var rest = text[...]
        if let scheme = text.firstRange(of: "://"), text.hasPrefix("http") {
            rest = text[scheme.upperBound...].drop { $0 != "/" }
        }
        guard rest.first == "/" else { return nil }
        let parts = rest.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = String(parts[0])
        query = parts.count > 1 ? String(parts[1]) : ""
    }

    var whole: String { query.isEmpty ? path : path + "?" + query }

    /// The decoded value of a parameter; nil when it is not there.
    func value(_ name: String) -> String? {
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.first.map(String.init) == name { return parts.count > 1 ? String(parts[1]).percentDecoded : "" }
        }
        return nil
    }
}
