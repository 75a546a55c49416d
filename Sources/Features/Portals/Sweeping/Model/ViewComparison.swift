import PlantedContent
import VietText

/// Compares what several visitors were shown of one page, and concludes what is wrong with it. Pure.
///
/// Differences that one and the same visitor meets on two looks (a counter, a box of latest news) are drift, and are taken
/// off before anything is called cloaking. Method: several profiles, text fingerprint and link sets, as in
/// Invernizzi et al., "Cloak of Visibility", IEEE S&P 2016.
package struct ViewComparison {
    /// Differing bits of two fingerprints that still count as the same text.
    static let sameTextBits = 10
    /// Bits by which a view must exceed the page's own drift.
    static let marginBits = 8
    /// Bytes by which the text of a place changes when nothing but its counters does.
    static let counterBytes = 16
    /// Texts shorter than this have no steady fingerprint.
    static let leastTextBytes = 200

    private let url: String
    private let looks: [Observation]
    /// Those of a browser: they tell what scripts do, not what is kept from some visitors.
    private let rendered: [Observation]
    private let isSuspectPlace: Bool

    /// - Parameters:
    ///   - looks: the visitor's first look first.
    ///   - isSuspectPlace: the page lies among uploads. Orphans are known only when the sweep ends.
    package init(url: String, looks: [Observation], isSuspectPlace: Bool) {
        self.url = url
        self.looks = looks.filter { !$0.isRendered }
        rendered = looks.filter(\.isRendered)
        self.isSuspectPlace = isSuspectPlace
    }

    private var plain: Observation? { looks.first }
    /// Looks that were given an answer to compare: a page, or word that there is none, which hides a page as well.
    private var readable: [Observation] {
        looks.filter { $0.state == .ok || $0.isFinding || $0.state == .unreadable && $0.reason == "not-found" }
    }

    /// Views whose look differs so far that a second one is needed to tell drift from intent.
    package static func needsSecondLook(_ plain: Observation, _ other: Observation) -> Bool {
        guard other.state == .ok, plain.state == .ok else { return other.state != plain.state }
        return other.verdict != plain.verdict || other.endHost != plain.endHost
            || textDistance(plain, other) > sameTextBits || !newHosts(plain, other).isEmpty
    }

    package func findings() -> [SweepFinding] {
        var all = redirectFindings()
        all += contentFindings()
        if all.isEmpty, let difference = plainDifference() { all.append(difference) }
        return all + scriptedFindings(all)
    }

    // MARK: what scripts add

    /// What a browser met and no look without one did.
    private func scriptedFindings(_ known: [SweepFinding]) -> [SweepFinding] {
        guard !rendered.isEmpty else { return [] }
        let apart = ViewComparison(url: url, apart: rendered, isSuspectPlace: isSuspectPlace)
        let categories = Set(known.filter { !$0.rule.hasPrefix("redirect/") }.map(\.category))
        let isLed = known.contains { $0.rule.hasPrefix("redirect/") }
        var found = isLed ? [] : apart.redirectFindings()
        found += apart.contentFindings().filter { !categories.contains($0.category) }
        for index in found.indices { found[index].rendered = true }
        return found
    }

    /// - Parameter looks: of a browser, judged by themselves.
    private init(url: String, apart looks: [Observation], isSuspectPlace: Bool) {
        self.url = url
        self.looks = looks
        rendered = []
        self.isSuspectPlace = isSuspectPlace
    }

    // MARK: planted text

    /// What a category came to on one look.
    private struct Meeting {
        var look: Observation
        var block: Observation.Block
    }

    /// One finding for each category: the gravest block, and every view that met it or one as grave.
    private func contentFindings() -> [SweepFinding] {
        var byCategory: [String: [Meeting]] = [:]
        for look in looks where look.isFinding {
            for block in look.blocks {
                byCategory[block.category, default: []].append(Meeting(look: look, block: block))
            }
        }
        let readableViews = Set(readable.map(\.view))
        return byCategory.sorted { $0.key < $1.key }.compactMap { category, met in
            guard let worst = met.max(by: { Self.gravity($0) < Self.gravity($1) }) else { return nil }
            let views = Array(Set(met.filter { Self.meets(worst, $0.look) }.map(\.look.view))).sorted()
            // Someone was shown the page without it, on the same or another look.
            let isMissed = views.count < readableViews.count || !readable.allSatisfy { Self.meets(worst, $0) }
            let isCloaked = isMissed && !isDrawnAnew(worst)
            var finding = SweepFinding(
                url: url, rule: isCloaked ? "cloaking/\(category)" : "content/\(category)", tier: worst.look.verdict,
                category: category, score: worst.block.score, views: views, place: Self.place(of: worst.block),
                excerpt: worst.block.text)
            // What is kept from some visitors, or lies where nothing links to, was not put there by the portal.
            // A doubtful text that one and the same visitor met on some looks only may stand in a box that draws its news.
            let isKept = isCloaked && readable.allSatisfy { !views.contains($0.view) || Self.meets(worst, $0) }
            if isKept || isSuspectPlace || worst.block.isConcealed { finding.tier = .planted }
            finding.words = worst.block.words
            finding.block = worst.block
            return finding
        }
    }

    private static func gravity(_ meeting: Meeting) -> (Tier, Double) { (meeting.look.verdict, meeting.block.score) }

    /// The look shows the same text, or another of its category that is as grave: a doubtful headline in everybody's menu does
    /// not excuse an advert that only a crawler is shown.
    private static func meets(_ worst: Meeting, _ look: Observation) -> Bool {
        look.isFinding
            && look.blocks.contains { block in
                block.category == worst.block.category
                    && (look.verdict >= worst.look.verdict || block.text == worst.block.text)
            }
    }

    /// A doubtful text stands in a box that draws its contents anew each time (what else to read, a saying of the day): the looks
    /// without it differ from each other there as well. That it was missed says nothing of intent then.
    private func isDrawnAnew(_ worst: Meeting) -> Bool {
        guard worst.look.verdict < .planted else { return false }
        let others = readable.filter { $0.state == .ok && !Self.meets(worst, $0) }
        let sizes = others.map { $0.textBytesByPlace[worst.block.zone] ?? 0 }
        guard let least = sizes.min(), let most = sizes.max() else { return false }
        return most - least > Self.counterBytes
    }

    private static func place(of block: Observation.Block) -> String {
        let place = block.place ?? block.zone
        return block.hidden.isEmpty ? place : "\(place) (\(block.hidden.joined(separator: ", ")))"
    }

    // MARK: led away

    private func redirectFindings() -> [SweepFinding] {
        let led = looks.filter { $0.endStanding >= .external }
        guard let worst = led.max(by: { $0.endStanding < $1.endStanding }) else { return [] }
        let views = Array(Set(led.map(\.view))).sorted()
        let readableViews = Set(looks.filter { $0.state == .ok || $0.endStanding >= .external }.map(\.view))
        let isForSome = views.count < readableViews.count || led.count < looks.count
        let isConditional = worst.chain.contains(where: \.isConditional)
        // A portal may point everyone to another site; to one of a betting brand, or only some of its visitors, it may not.
        let isSuspect = worst.chain.last.map { Self.mixesDigits($0.host) } ?? false
        guard worst.endStanding >= .brand || isForSome || isConditional || isSuspect || worst.targetVerdict >= .review
        else { return [] }
        let trigger =
            isForSome ? views.map(\.rawValue).joined(separator: "+") : isConditional ? "conditional" : "always"
        var finding = SweepFinding(
            url: url, rule: "redirect/\(trigger)",
            tier: worst.endStanding >= .brand || worst.targetVerdict >= .review || isForSome ? .planted : .review,
            category: worst.categories.first ?? (worst.endStanding >= .brand ? "gambling" : "unlawful-other"),
            score: worst.endStanding >= .brand ? 0.99 : max(worst.score, 0.6), views: views,
            place: worst.chain.last.map { "redirect (\($0.kind))" } ?? "redirect",
            excerpt: worst.chain.map(\.url).joined(separator: " → "))
        finding.chain = worst.chain
        return [finding]
    }

    /// Throw-away hosts carry numbers among the letters of a label: `nha52cai.example`.
    private static func mixesDigits(_ host: String) -> Bool {
        host.split(separator: ".").dropLast().contains { label in
            label.utf8.contains { $0 &- 0x30 < 10 } && label.utf8.contains { ($0 | 0x20) &- 0x61 < 26 }
        }
    }

    // MARK: other differences

    /// The text or the foreign links of a view differ beyond drift, though nothing planted was read in them.
    private func plainDifference() -> SweepFinding? {
        guard let plain, plain.state == .ok else { return nil }
        let seconds = looks.filter { $0.view == plain.view && $0.pass > 0 && $0.state == .ok }
        let drift = seconds.map { Self.textDistance(plain, $0) }.max() ?? 0
        let drifting = Set(seconds.flatMap(\.foreignHosts)).union(plain.foreignHosts)
        var views: [VisitorView] = []
        var hosts: Set<String> = []
        for view in VisitorView.allCases where view != plain.view {
            let own = looks.filter { $0.view == view && $0.state == .ok && $0.textBytes >= Self.leastTextBytes }
            // Every look of the view has to differ: what comes and goes is drift.
            guard own.count > 1, plain.textBytes >= Self.leastTextBytes else { continue }
            let shared = own.dropFirst().reduce(Set(own[0].foreignHosts)) { $0.intersection($1.foreignHosts) }
            let foreign = shared.subtracting(drifting)
            let distance = own.map { Self.textDistance(plain, $0) }.min() ?? 0
            guard !foreign.isEmpty, distance > max(Self.sameTextBits, drift + Self.marginBits) else { continue }
            views.append(view)
            hosts.formUnion(foreign)
        }
        guard !views.isEmpty else { return nil }
        return SweepFinding(
            url: url, rule: "cloaking/difference", tier: .review, category: "unlawful-other", score: 0.5, views: views,
            place: "page", excerpt: hosts.sorted().prefix(12).joined(separator: ", "))
    }

    static func textDistance(_ left: Observation, _ right: Observation) -> Int {
        (left.simhash ^ right.simhash).nonzeroBitCount
    }

    private static func newHosts(_ plain: Observation, _ other: Observation) -> Set<String> {
        Set(other.foreignHosts).subtracting(plain.foreignHosts)
    }
}

extension Observation.Block {
    /// Hidden from readers on purpose: heads and attributes of ordinary pages, closed menus and tabs are not.
    var isConcealed: Bool {
        !hidden.contains("customary") && hidden.contains { $0 != "metadata" && $0 != "script" }
    }
}
