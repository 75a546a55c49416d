import Markup

/// What the references of a portal's pages were read as. The same menus stand on every page, and to find an address here costs
/// a fifth of reading it.
///
/// Holds what reads alike on every page of one origin: references that begin with `/` or with a scheme. Bounded; emptied when
/// it is full and when pages of another origin are read. One reader's own.
struct LinkMemo {
    private struct Target {
        let url: WebURL
        let form: CanonicalForm
        /// The page on which it was met last.
        var page: Int
    }

    private static let maxTargets = 16_384
    private static let maxFolders = 4_096
    private static let longestReference = 256

    private let rules: FrontierRules
    private var base: WebURL?
    private var places: [String: Int32] = [:]
    private var targets: [Target] = []
    private var folders: Set<String> = []
    private var page = 0
    /// Of this page, those that are not remembered.
    private var unremembered: Set<WebURL> = []

    init(rules: FrontierRules) { self.rules = rules }

    /// - Parameter base: what the references of the next page are relative to.
    mutating func beginPage(base: WebURL) {
        page += 1
        unremembered.removeAll(keepingCapacity: true)
        if let old = self.base, old.scheme != base.scheme || old.host != base.host || old.port != base.port {
            empty()
            folders = []
        }
        self.base = base
    }

    /// The link that a reference makes; nil where it is none, and where the page had it before.
    mutating func link(_ reference: String, _ way: FoundWay) -> FoundLink? {
        if let place = places[reference] {
            guard targets[Int(place)].page != page else { return nil }
            targets[Int(place)].page = page
            return FoundLink(targets[Int(place)].url, way, form: targets[Int(place)].form)
        }
        guard let base, let url = WebURL(reference, relativeTo: base) else { return nil }
        let form = CanonicalForm(url, rules: rules)
        if Self.readsAlike(reference) {
            if targets.count >= Self.maxTargets { empty() }
            places[reference] = Int32(targets.count)
            targets.append(Target(url: url, form: form, page: page))
        } else if !unremembered.insert(url).inserted {
            return nil
        }
        return FoundLink(url, way, form: form)
    }

    /// The link that a picture, script or style makes, if its folder was not met before: it is not asked for, it only names
    /// folders.
    mutating func resource(_ reference: String) -> FoundLink? {
        guard let base else { return nil }
        if Self.readsAlike(reference) {
            let path = reference.utf8.prefix { $0 != 0x3F && $0 != 0x23 }
            let folder = path.lastIndex(of: 0x2F).map { String(reference[..<$0]) } ?? ""
            if folders.count >= Self.maxFolders { folders = [] }
            guard folders.insert(folder).inserted else { return nil }
        }
        return WebURL(reference, relativeTo: base).map { FoundLink($0, .resource) }
    }

    private mutating func empty() {
        places.removeAll(keepingCapacity: true)
        targets.removeAll(keepingCapacity: true)
    }

    /// Whether a reference means the same on every page of an origin, and is short enough to be kept. `http:x` does not:
    /// browsers read it as relative.
    private static func readsAlike(_ reference: String) -> Bool {
        let bytes = reference.utf8
        guard bytes.count <= longestReference else { return false }
        return bytes.first == 0x2F || bytes.starts(with: "http://".utf8) || bytes.starts(with: "https://".utf8)
    }
}
