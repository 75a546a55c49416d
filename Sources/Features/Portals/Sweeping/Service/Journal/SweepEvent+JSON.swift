/// Events as JSON objects. Written without a tree; read from one.
extension SweepEvent {
    func write(to out: inout ByteWriter) {
        switch self {
        case .discovered(let discoveries, let page, let refused):
            out.text("{\"found\":")
            Self.write(discoveries, to: &out)
            if let page {
                out.text(",\"on\":")
                out.json(page)
            }
            if !refused.isEmpty {
                out.text(",\"refused\":")
                Self.write(refused, to: &out)
            }
        case .robots(let origin, let rules):
            out.text("{\"robots\":")
            out.json(origin)
            rules.writeMembers(to: &out)
        case .errandsAdded(let errands):
            out.text("{\"errands\":")
            out.list(errands) { $0.write(to: &$1) }
        case .errandDone(let errand):
            out.text("{\"done\":")
            errand.write(to: &out)
        case .enqueued(let tasks):
            out.text("{\"wanted\":")
            out.list(tasks) { $0.write(to: &$1) }
        case .observed(let task, let outcome):
            out.text("{\"seen\":")
            task.write(to: &out)
            outcome.writeMembers(to: &out)
        }
        out.byte(UInt8(ascii: "}"))
    }

    init?(_ tree: JSONTree) {
        if let found = tree["found"] {
            guard let discoveries = Self.discoveries(found), let refused = Self.refusals(tree["refused"]) else {
                return nil
            }
            self = .discovered(discoveries, on: tree["on"]?.text, refused: refused)
        } else if let origin = tree["robots"]?.text {
            guard let rules = RobotsRules(members: tree) else { return nil }
            self = .robots(origin: origin, rules)
        } else if let errands = tree["errands"]?.list {
            guard let all = errands.whole(Errand.init) else { return nil }
            self = .errandsAdded(all)
        } else if let done = tree["done"] {
            guard let errand = Errand(done) else { return nil }
            self = .errandDone(errand)
        } else if let wanted = tree["wanted"]?.list {
            guard let tasks = wanted.whole(PageTask.init) else { return nil }
            self = .enqueued(tasks)
        } else {
            guard let seen = tree["seen"], let task = PageTask(seen), let outcome = PageOutcome(members: tree) else {
                return nil
            }
            self = .observed(task, outcome)
        }
    }

    // MARK: discoveries, as rows that begin with their way: [["link", url, url], ["upload", url]]

    private static func write(_ discoveries: [Discovery], to out: inout ByteWriter) {
        out.byte(UInt8(ascii: "["))
        var way: FoundWay?
        for discovery in discoveries {
            if discovery.way != way {
                out.string(way == nil ? "[" : "],[")
                out.json(discovery.way.rawValue)
                way = discovery.way
            }
            out.byte(UInt8(ascii: ","))
            out.json(discovery.url)
        }
        out.string(way == nil ? "]" : "]]")
    }

    private static func discoveries(_ tree: JSONTree) -> [Discovery]? {
        var result: [Discovery] = []
        for row in tree.list ?? [] {
            guard let cells = row.list, let way = cells.first?.text.flatMap(FoundWay.init(rawValue:)) else {
                return nil
            }
            for cell in cells.dropFirst() {
                guard let url = cell.text else { return nil }
                result.append(Discovery(url: url, way: way))
            }
        }
        return result
    }

    private static func write(_ refused: [Refusal: Int], to out: inout ByteWriter) {
        var separator = UInt8(ascii: "{")
        for (reason, count) in refused.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            out.byte(separator)
            out.json(reason.rawValue)
            out.byte(UInt8(ascii: ":"))
            out.integer(count)
            separator = UInt8(ascii: ",")
        }
        out.byte(UInt8(ascii: "}"))
    }

    private static func refusals(_ tree: JSONTree?) -> [Refusal: Int]? {
        var result: [Refusal: Int] = [:]
        for (name, count) in tree?.members ?? [:] {
            guard let reason = Refusal(rawValue: name), let count = count.int else { return nil }
            result[reason] = count
        }
        return result
    }
}

extension RobotsRules {
    /// Rules are texts that begin with `+` (allowed) or `-`.
    fileprivate func writeMembers(to out: inout ByteWriter) {
        out.text(",\"state\":")
        out.json(state.rawValue)
        out.text(",\"rules\":")
        out.list(rules) { $1.json(($0.isAllowed ? "+" : "-") + $0.pattern) }
        out.text(",\"sitemaps\":")
        out.list(sitemaps) { $1.json($0) }
        guard let crawlDelay else { return }
        out.text(",\"delay_ms\":")
        out.integer(Int(crawlDelay / .milliseconds(1)))
    }

    fileprivate init?(members: JSONTree) {
        guard let state = members["state"]?.text.flatMap(State.init(rawValue:)),
            let rules = members["rules"]?.list?.whole({ tree -> Rule? in
                guard let text = tree.text, let sign = text.first else { return nil }
                return Rule(isAllowed: sign == "+", pattern: String(text.dropFirst()))
            }),
            let sitemaps = members["sitemaps"]?.list?.whole({ $0.text })
        else { return nil }
        self.init(state: state)
        self.rules = rules
        self.sitemaps = sitemaps
        crawlDelay = members["delay_ms"]?.int.map { .milliseconds($0) }
    }
}

extension Errand {
    fileprivate func write(to out: inout ByteWriter) {
        switch self {
        case .robots(let origin):
            out.text("{\"robots\":")
            out.json(origin)
        case .sitemap(let url, let depth):
            out.text("{\"sitemap\":")
            out.json(url)
            out.text(",\"depth\":")
            out.integer(depth)
        }
        out.byte(UInt8(ascii: "}"))
    }

    fileprivate init?(_ tree: JSONTree) {
        if let origin = tree["robots"]?.text {
            self = .robots(origin: origin)
        } else {
            guard let url = tree["sitemap"]?.text, let depth = tree["depth"]?.int else { return nil }
            self = .sitemap(url: url, depth: depth)
        }
    }
}

extension PageTask {
    fileprivate func write(to out: inout ByteWriter) {
        out.text("{\"url\":")
        out.json(url)
        out.text(",\"view\":")
        out.json(view.rawValue)
        out.text(",\"pass\":")
        out.integer(pass)
        out.byte(UInt8(ascii: "}"))
    }

    fileprivate init?(_ tree: JSONTree) {
        guard let url = tree["url"]?.text, let view = tree["view"]?.text.flatMap(VisitorView.init(rawValue:)),
            let pass = tree["pass"]?.int
        else { return nil }
        self.init(url: url, view: view, pass: pass)
    }
}

extension PageOutcome {
    fileprivate func writeMembers(to out: inout ByteWriter) {
        out.text(",\"state\":")
        out.json(state.rawValue)
        if let simhash {
            out.text(",\"simhash\":")
            out.json(String(simhash, radix: 16))
        }
    }

    fileprivate init?(members: JSONTree) {
        guard let state = members["state"]?.text.flatMap(PageState.init(rawValue:)) else { return nil }
        let simhash = members["simhash"]?.text.map { UInt64($0, radix: 16) }
        if case .some(nil) = simhash { return nil }
        self.init(state: state, simhash: simhash ?? nil)
    }
}

extension Array where Element == JSONTree {
    /// All elements read, or nil when one cannot be.
    fileprivate func whole<T>(_ read: (JSONTree) -> T?) -> [T]? {
        var result: [T] = []
        for element in self {
            guard let value = read(element) else { return nil }
            result.append(value)
        }
        return result
    }
}
