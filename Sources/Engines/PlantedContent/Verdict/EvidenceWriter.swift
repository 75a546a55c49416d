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
    let maxFindings: Int

    /// What is reported of one page at most, the worst first. A page that has more is planted all the same.
    private static let maxLinks = 100
    /// Words for each finding on average; no finding gets fewer.
    private static let termsEach = 6

    func write(_ scored: [ScoredPassage], scorer: PassageScorer, into verdict: inout Verdict) {
        verdict.links = linkFindings()
        guard verdict.tier >= .review else { return }
        // By index: a passage holds references, which sorting would count at each move.
        let worst = scored.indices.filter { scored[$0].probability >= rules.thresholds.review }
            .sorted {
                (scored[$0].probability, scored[$1].passage) > (scored[$1].probability, scored[$0].passage)
            }
            .map { scored[$0] }
        let chosen = choose(worst)
        let share = Self.termsEach * maxFindings / max(1, chosen.count)
        var origins = OriginFolder(collector: collector, view: view, utf8: utf8)
        var index = 0
        while index < chosen.count {
            let item = worst[chosen[index].item]
            let passage = passages[Int(item.passage)]
            hits(of: passage).withUnsafeBufferPointer { scorer.score(passage, hits: $0, surroundings: item.around) }
            let category = category(of: passage, item, scorer)
            while index < chosen.count, worst[chosen[index].item].passage == item.passage {
                verdict.findings.append(
                    finding(chosen[index].segment, item.probability, category, maxTerms: share, scorer, &origins))
                index += 1
            }
        }
        verdict.categories = categories(of: verdict.findings)
    }

    /// The segments to report, each with the worst passage that it speaks in.
    private func choose(_ worst: [ScoredPassage]) -> [(segment: Int, item: Int)] {
        var chosen: [(segment: Int, item: Int)] = []
        for (item, scored) in worst.enumerated() where chosen.count < maxFindings {
            let passage = passages[Int(scored.passage)]
            for segment in Int(passage.segmentStart)..<Int(passage.segmentEnd) where chosen.count < maxFindings {
                guard speaks(collector.segments[segment], in: passage),
                    !chosen.contains(where: { $0.segment == segment })
                else { continue }
                chosen.append((segment, item))
            }
        }
        return chosen
    }

    /// What the words that name goods say most of, weighed.
    private func category(of passage: Passage, _ item: ScoredPassage, _ scorer: PassageScorer) -> Category {
        var sums = [Double](repeating: 0, count: Category.allCases.count)
        for term in scorer.touchedTerms where rules.terms[Int(term)].signal.namesTheGoods {
            sums[rules.terms[Int(term)].category.index] += max(scorer.contribution(of: term), 0.01)
        }
        if let listed = item.around.linkSigns.category { sums[listed.index] += 3 }
        let most = zip(Category.allCases, sums).max { $0.1 < $1.1 }
        return most.map { $0.1 > 0 ? $0.0 : .gambling } ?? .gambling
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
        _ index: Int, _ score: Double, _ category: Category, maxTerms: Int, _ scorer: PassageScorer,
        _ origins: inout OriginFolder
    ) -> Finding {
        let segment = collector.segments[index]
        origins.fold(segment)
        let whole = origins.range(segment.foldStart, segment.foldEnd, in: segment)
        let isDecoded = origins.isDerived(segment)
        var terms: [TermFinding] = []
        for hit in telling(segment, scorer, maxTerms) {
            let range = origins.range(hit.start, hit.end, in: segment)
            let source = decoded.sourceRange(range)
            let text =
                isDecoded
                ? rules.terms[Int(hit.term)].text.isEmpty ? origins.foldedText(hit) : rules.terms[Int(hit.term)].text
                : origins.text(range, of: segment)
            terms.append(
                TermFinding(
                    rule: rules.terms[Int(hit.term)].rule, text: text, start: source.lowerBound,
                    end: source.upperBound, weight: scorer.contribution(of: hit.term), isDecoded: isDecoded))
        }
        let place = segment.block >= 0 ? view.blocks[Int(segment.block)].place : view.links[Int(segment.link)].place
        let hidden = segment.block >= 0 ? view.blocks[Int(segment.block)].hidden : view.links[Int(segment.link)].hidden
        let source = decoded.sourceRange(whole)
        return Finding(
            zone: segment.link >= 0 ? "link" : place.name, hidden: hidden.names, start: source.lowerBound,
            end: source.upperBound, text: origins.text(whole, of: segment), score: score,
            category: category, terms: terms, isDecoded: isDecoded)
    }

    /// The hits that weighed most, in the order of the text.
    private func telling(_ segment: Segment, _ scorer: PassageScorer, _ most: Int) -> ArraySlice<Hit> {
        let hits = collector.hits[Int(segment.hitStart)..<Int(segment.hitEnd)]
        guard hits.count > most else { return hits }
        var taken: [(weight: Double, hit: Hit)] = []
        taken.reserveCapacity(most + 1)
        for hit in hits {
            let weight = abs(scorer.contribution(of: hit.term))
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
