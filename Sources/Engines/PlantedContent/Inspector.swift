import Markup
import VietText

/// Reads one page after another and says of each whether planted content stands in it.
///
/// One worker's object: it keeps its scratch from page to page. Input is hostile; cost is linear in its size.
package final class Inspector {
    package let rules: RuleSet
    let view = PageView()
    let collector: HitCollector
    private let scorer: PassageScorer
    private let decoder = SourceDecoder()
    var judge: LinkJudge
    private var passages = PassageBuilder()
    private var scored: [ScoredPassage] = []
    private var mainHits: [Hit] = []
    private var lastBlock: (index: Int32, signs: LinkSigns) = (-1, LinkSigns())

    package init(rules: RuleSet) {
        self.rules = rules
        collector = HitCollector(rules: rules)
        scorer = PassageScorer(rules: rules)
        judge = LinkJudge(rules: rules)
    }

    /// Findings reported of one page at most, the worst first. The verdict does not depend on it; its cost does.
    package var maxFindings = 16

    package enum Form: Sendable { case html, text }

    /// - Parameters:
    ///   - baseHost: the page's own host, lower case; links that leave its site are foreign.
    ///   - charset: as declared outside the document (HTTP header), if any.
    package func inspect(
        _ source: UnsafeBufferPointer<UInt8>, form: Form, baseHost: [UInt8]? = nil, charset: String? = nil
    ) -> Verdict {
        let decoded = decoder.decode(source, form: form, charset: charset)
        var verdict = decoded.withUTF8(source) { utf8 -> Verdict in
            read(utf8, form: form, baseHost: baseHost)
            var verdict = Verdict()
            decide(&verdict)
            EvidenceWriter(
                rules: rules, view: view, utf8: utf8, decoded: decoded, collector: collector, judge: judge,
                passages: passages.passages, mainHits: mainHits, maxFindings: max(1, maxFindings)
            ).write(scored, scorer: scorer, into: &verdict)
            return verdict
        }
        verdict.encoding = decoded.encoding.rawValue
        verdict.replacements = decoded.replacements + collector.folded.replacements
        if verdict.tier < .planted, let reason = unreadableReason(source, decoded.encoding, verdict.replacements) {
            verdict.tier = .unreadable
            verdict.unreadableReason = reason
        }
        return verdict
    }

    /// The passages of one text with their features, for training. Passages without any sign are left out.
    package func passageFeatures(
        _ source: UnsafeBufferPointer<UInt8>, form: Form
    ) -> [(features: [FeatureValue], independentSigns: Int)] {
        read(source, form: form, baseHost: nil)
        return scored.map { ($0.features, $0.independentSigns) }
    }
    /// Set while training: keeps the features of every scored passage.
    package var keepsFeatures = false {
        didSet { scorer.keepsFeatures = keepsFeatures }
    }

    private func read(_ utf8: UnsafeBufferPointer<UInt8>, form: Form, baseHost: [UInt8]?) {
        switch form {
        case .html: view.build(html: utf8)
        case .text: view.build(text: utf8)
        }
        judge.judge(view, baseHost: baseHost)
        collector.collect(view, utf8, reasons: judge.reasons)
        passages.build(collector.segments, reasons: judge.reasons)
        scoreAll()
    }

    private func scoreAll() {
        scored.removeAll(keepingCapacity: true)
        lastBlock.index = -1
        guard !passages.passages.isEmpty else { return }
        collectMainHits()
        let pageContrast = scorer.contrastCount(mainHits)
        for (index, passage) in passages.passages.enumerated() {
            var around = PassageScorer.Surroundings()
            if passage.kind != .page { around.linkSigns = linkSigns(of: passage) }
            around.pageContrast = pageContrast
            if passage.kind == .page {
                mainHits.withUnsafeBufferPointer { scorer.score(passage, hits: $0, surroundings: around) }
            } else {
                collector.hits.withUnsafeBufferPointer {
                    scorer.score(passage, hits: .init(rebasing: $0[passage.hits]), surroundings: around)
                }
            }
            scored.append(
                ScoredPassage(
                    passage: Int32(truncatingIfNeeded: index), probability: probability(),
                    features: keepsFeatures ? scorer.features : [], independentSigns: scorer.independentSigns,
                    around: around))
        }
    }

    /// Calibrated probability of the passage just scored. A single word or brand is never enough for review.
    private func probability() -> Double {
        let limits = rules.thresholds
        let probability = Logistic.probability(limits.slope * scorer.logOdds + limits.intercept)
        return scorer.independentSigns >= 2 ? probability : min(probability, limits.review * 0.98)
    }

    private func collectMainHits() {
        mainHits.removeAll(keepingCapacity: true)
        let hits = collector.hits
        for segment in collector.segments where segment.hitEnd > segment.hitStart && segment.zone.isMainText {
            mainHits.append(contentsOf: hits[Int(segment.hitStart)..<Int(segment.hitEnd)])
        }
    }

    private func linkSigns(of passage: Passage) -> LinkSigns {
        var signs = LinkSigns()
        guard !view.links.isEmpty else { return signs }
        let blocks = view.blocks
        let segments = collector.segments
        var anchorBytes: UInt32 = 0
        var textBytes: UInt32 = 0
        var last: Int32 = -2
        for index in Int(passage.segmentStart)..<Int(passage.segmentEnd) {
            let segment = segments[index]
            if segment.block < 0 {
                judge.count(Int(segment.link), into: &signs)
            } else if segment.block != last {
                last = segment.block
                let block = blocks[Int(segment.block)]
                anchorBytes &+= block.anchorBytes
                textBytes &+= block.textBytes
                signs.add(linkSigns(ofBlock: segment.block))
            }
        }
        signs.isLinkBlock = signs.external > 0 && textBytes > 0 && anchorBytes > textBytes / 5 * 3
        return signs
    }

    /// Of a block's links. Its segments follow each other, so the last answer is kept: a block of a hundred thousand links
    /// has as many segments, and is counted once.
    private func linkSigns(ofBlock index: Int32) -> LinkSigns {
        if lastBlock.index == index { return lastBlock.signs }
        var signs = LinkSigns()
        let block = view.blocks[Int(index)]
        for link in Int(block.linkStart)..<max(Int(block.linkStart), Int(block.linkEnd)) {
            judge.count(link, into: &signs)
        }
        lastBlock = (index, signs)
        return signs
    }

    private func decide(_ verdict: inout Verdict) {
        verdict.score = scored.reduce(0) { max($0, $1.probability) }
        if verdict.score >= rules.thresholds.planted {
            verdict.tier = .planted
        } else if verdict.score >= rules.thresholds.review {
            verdict.tier = .review
        }
    }

    /// Why an input without findings must not be called clean.
    private func unreadableReason(
        _ source: UnsafeBufferPointer<UInt8>, _ encoding: TextEncoding, _ replacements: Int
    ) -> String? {
        if source.isEmpty { return "empty input" }
        if replacements > 64, replacements > source.count / 20 { return "not text in a known encoding" }
        // Nearly every byte is a letter of some one-byte encoding, so what is no text at all may end without replacements.
        if encoding != .utf16le, encoding != .utf16be, holdsControls(source) { return "not text in a known encoding" }
        return nil
    }

    /// True when more than one in twenty of the first 4 KiB is a control character that no text holds.
    private func holdsControls(_ source: UnsafeBufferPointer<UInt8>) -> Bool {
        let sample = UnsafeBufferPointer(rebasing: source.prefix(1 << 12))
        let controls = ByteScan.countControls(sample)
        return controls > 32 && controls > sample.count / 20
    }
}

/// A passage with its probability.
struct ScoredPassage {
    var passage: Int32
    var probability: Double
    var features: [FeatureValue]
    var independentSigns: Int
    var around: PassageScorer.Surroundings
}
