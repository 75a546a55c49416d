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
    /// The number of a reference is that of its target.
    private var references = ReferenceIndex()
    private var targets: [Target] = []
    private var folders = ReferenceIndex()
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
            folders.removeAll()
        }
        self.base = base
    }

    /// The link that a reference makes; nil where it is none, and where the page had it before.
    mutating func link(_ reference: UnsafeBufferPointer<UInt8>, _ way: FoundWay) -> FoundLink? {
        let isAlike = Self.readsAlike(reference)
        if isAlike, let number = references.number(of: reference) {
            guard targets[number].page != page else { return nil }
            targets[number].page = page
            return FoundLink(targets[number].url, way, form: targets[number].form)
        }
        guard let base, let url = WebURL(Self.text(reference), relativeTo: base) else { return nil }
        let form = CanonicalForm(url, rules: rules)
        if isAlike {
            if targets.count >= Self.maxTargets { empty() }
            references.add(reference)
            targets.append(Target(url: url, form: form, page: page))
        } else if !unremembered.insert(url).inserted {
            return nil
        }
        return FoundLink(url, way, form: form)
    }

    /// The link that a picture, script or style makes, if its folder was not met before: it is not asked for, it only names
    /// folders.
    mutating func resource(_ reference: UnsafeBufferPointer<UInt8>) -> FoundLink? {
        guard let base else { return nil }
        if Self.readsAlike(reference) {
            let pathEnd = reference.firstIndex { $0 == 0x3F || $0 == 0x23 } ?? reference.count
            let folderEnd = reference[..<pathEnd].lastIndex(of: 0x2F) ?? 0
            let folder = UnsafeBufferPointer(rebasing: reference[..<folderEnd])
            guard folders.number(of: folder) == nil else { return nil }
            if folders.count >= Self.maxFolders { folders.removeAll() }
            folders.add(folder)
        }
        return WebURL(Self.text(reference), relativeTo: base).map { FoundLink($0, .resource) }
    }

    private mutating func empty() {
        references.removeAll()
        targets.removeAll(keepingCapacity: true)
    }

    /// Whether a reference means the same on every page of an origin, and is short enough to be kept. `http:x` does not:
    /// browsers read it as relative.
    private static func readsAlike(_ reference: UnsafeBufferPointer<UInt8>) -> Bool {
        guard reference.count <= longestReference else { return false }
        return reference.first == 0x2F || reference.starts(with: "http://".utf8)
            || reference.starts(with: "https://".utf8)
    }

    private static func text(_ reference: UnsafeBufferPointer<UInt8>) -> String {
        String(decoding: reference, as: UTF8.self)
    }
}
