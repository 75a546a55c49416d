import Markup

/// Tells which rules of a pack hit a text, whatever they weigh. For checking a pack against its own samples.
package final class RuleProbe {
    private let rules: RuleSet
    private let view = PageView()
    private let collector: HitCollector

    package init(rules: RuleSet) {
        self.rules = rules
        collector = HitCollector(rules: rules)
    }

    /// Rules of the words that the text holds as words. Cost: that of reading the text.
    package func rulesHit(in text: String) -> Set<String> {
        Array(text.utf8).withUnsafeBufferPointer { utf8 in
            view.build(text: utf8)
            collector.collect(view, utf8, reasons: view.links.map { _ in .none })
        }
        return Set(collector.hits.map { rules.terms[Int($0.term)].rule })
    }
}
