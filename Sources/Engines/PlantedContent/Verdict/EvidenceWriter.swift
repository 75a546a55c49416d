import Markup
import VietText

/// Turns scored passages into findings whose offsets are bytes of the source as given.
///
/// Only what is reported is folded a second time, now with the origin of every byte; the hot path records none.
struct EvidenceWriter {
    let rules: RuleSet
    let view: PageView
    let utf8: UnsafeBufferPointer<UInt8>
    let decoded: DecodedSource
    let collector: HitCollector
    let judge: LinkJudge
    let passages: [Passage]
    let mainHits: [Hit]

    /// What is reported of one page at most, the worst first. A page that has more is planted all the same.
    private static let maxFindings = 16
    private static let maxLinks = 100
    private static let maxTerms = 96

    func write(_ scored: [ScoredPassage], scorer: PassageScorer, into verdict: inout Verdict) {
        var best: [Int: Reported] = [:]
        let worst = scored.filter { $0.probability >= rules.thresholds.review }
            .sorted { ($0.probability, $1.passage) > ($1.probability, $0.passage) }
        for item in worst where best.count < Self.maxFindings {
            report(item, scorer: scorer, into: &best)
        }
        var origins = OriginFolder(collector: collector, view: view, utf8: utf8)
        var findings: [Finding] = []
        let share = max(6, Self.maxTerms / max(1, best.count))
        for (segment, reported) in best.sorted(by: { $0.key < $1.key }) {
            findings.append(finding(segment, reported, maxTerms: share, &origins))
        }
        verdict.findings = findings.sorted { ($0.score, $1.start) > ($1.score, $0.start) }
        verdict.categories = categories(of: verdict.findings)
        verdict.links = linkFindings()
    }

    /// What is to be said of one segment: its passage's score, category, and the contribution of each term.
    private struct Reported {
        var score: Double
        var category: Category
        var weights: [Int32: Double]
    }

    private func report(_ item: ScoredPassage, scorer: PassageScorer, into best: inout [Int: Reported]) {
        let passage = passages[Int(item.passage)]
        let range = Int(passage.segmentStart)..<Int(passage.segmentEnd)
        let fresh = range.filter { best[$0] == nil && speaks(collector.segments[$0], in: passage) }
        guard !fresh.isEmpty else { return }
        let hits = hits(of: passage)
        scorer.score(passage, hits: hits, surroundings: item.around)
        var weights: [Int32: Double] = [:]
        var byCategory = [Double](repeating: 0, count: Category.allCases.count)
        for hit in hits where weights[hit.term] == nil {
            let weight = scorer.contribution(of: hit.term)
            weights[hit.term] = weight
            let term = rules.terms[Int(hit.term)]
            if term.signal.namesTheGoods { byCategory[term.category.index] += max(weight, 0.01) }
        }
        if let listed = item.around.linkSigns.category { byCategory[listed.index] += 3 }
        let category = zip(Category.allCases, byCategory).max { $0.1 < $1.1 }.map { $0.1 > 0 ? $0.0 : .gambling }
        for segment in fresh.prefix(Self.maxFindings - best.count) {
            best[segment] = Reported(score: item.probability, category: category ?? .gambling, weights: weights)
        }
    }

    /// A segment is worth showing when a word or a link of its own speaks for an advert.
    private func speaks(_ segment: Segment, in passage: Passage) -> Bool {
        guard passage.kind != .page || segment.zone.isMainText else { return false }
        return segment.advertHits > 0 || (segment.link >= 0 && judge.reasons[Int(segment.link)] >= .brand)
    }

    private func hits(of passage: Passage) -> ArraySlice<Hit> {
        passage.kind == .page ? mainHits[...] : collector.hits[passage.hits]
    }

    private func finding(
        _ index: Int, _ reported: Reported, maxTerms: Int, _ origins: inout OriginFolder
    ) -> Finding {
        let segment = collector.segments[index]
        origins.fold(segment)
        let whole = origins.range(segment.foldStart, segment.foldEnd, in: segment)
        let isDecoded = origins.isDerived(segment)
        var terms: [TermFinding] = []
        for hit in telling(segment, reported, maxTerms) {
            let range = origins.range(hit.start, hit.end, in: segment)
            let source = decoded.sourceRange(range)
            let text =
                isDecoded
                ? rules.terms[Int(hit.term)].text.isEmpty ? origins.foldedText(hit) : rules.terms[Int(hit.term)].text
                : origins.text(range, of: segment)
            terms.append(
                TermFinding(
                    rule: rules.terms[Int(hit.term)].rule, text: text, start: source.lowerBound,
                    end: source.upperBound, weight: reported.weights[hit.term] ?? 0, isDecoded: isDecoded))
        }
        let place = segment.block >= 0 ? view.blocks[Int(segment.block)].place : view.links[Int(segment.link)].place
        let hidden = segment.block >= 0 ? view.blocks[Int(segment.block)].hidden : view.links[Int(segment.link)].hidden
        let source = decoded.sourceRange(whole)
        return Finding(
            zone: segment.link >= 0 ? "link" : place.name, hidden: hidden.names, start: source.lowerBound,
            end: source.upperBound, text: origins.text(whole, of: segment), score: reported.score,
            category: reported.category, terms: terms, isDecoded: isDecoded)
    }

    /// The hits that weighed most, in the order of the text.
    private func telling(_ segment: Segment, _ reported: Reported, _ most: Int) -> ArraySlice<Hit> {
        let hits = collector.hits[Int(segment.hitStart)..<Int(segment.hitEnd)]
        guard hits.count > most else { return hits }
        var taken: [(weight: Double, hit: Hit)] = []
        taken.reserveCapacity(most + 1)
        for hit in hits {
            let weight = abs(reported.weights[hit.term] ?? 0)
            guard taken.count < most || weight > taken[taken.count - 1].weight else { continue }
            var at = taken.count
            while at > 0, taken[at - 1].weight < weight { at -= 1 }
            taken.insert((weight, hit), at: at)
            if taken.count > most { taken.removeLast() }
        }
        return taken.map(\.hit).sorted { ($0.start, $0.end) < ($1.start, $1.end) }[...]
    }

    private func categories(of findings: [Finding]) -> [Category] {
        var seen: [Category] = []
        for finding in findings where !seen.contains(finding.category) { seen.append(finding.category) }
        return seen
    }

    private func linkFindings() -> [LinkFinding] {
        var result: [LinkFinding] = []
        for (index, link) in view.links.enumerated() where result.count < Self.maxLinks {
            let reason: String
            switch judge.reasons[index] {
            case .listed: reason = "listed"
            case .brand: reason = "brand"
            case .external where link.hidden.isTelling: reason = "external-hidden"
            default: continue
            }
            let source = decoded.sourceRange(link.valueStart..<link.valueEnd)
            result.append(
                LinkFinding(
                    url: Self.string(view.derived[Int(link.urlStart)..<Int(link.urlEnd)].prefix(2_000)),
                    host: Self.string(view.derived[Int(link.hostStart)..<Int(link.hostEnd)]), reason: reason,
                    hidden: link.hidden.names, start: source.lowerBound, end: source.upperBound))
        }
        return result
    }

    private static func string(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}

extension Signal {
    /// Signals that tell what is sold.
    var namesTheGoods: Bool {
        switch self {
        case .advert, .topic, .craft, .brand: true
        default: false
        }
    }
}
