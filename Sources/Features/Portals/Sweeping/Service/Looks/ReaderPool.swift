import PlantedContent
import Synchronization

/// Readers with their scratch memory, one for each page that is being read at the same moment.
final class ReaderPool: Sendable {
    /// A reader that only its borrower touches.
    private struct Lent: @unchecked Sendable {
        let reader: PageReader
    }

    private let rules: RuleSet
    private let signs: AnswerSigns
    private let addresses: FrontierRules
    private let idle = Mutex<[Lent]>([])

    init(rules: RuleSet, signs: AnswerSigns, addresses: FrontierRules) {
        self.rules = rules
        self.signs = signs
        self.addresses = addresses
    }

    func with<T>(_ body: (PageReader) -> T) -> T {
        let lent =
            idle.withLock { $0.popLast() } ?? Lent(reader: PageReader(rules: rules, signs: signs, addresses: addresses))
        defer { idle.withLock { $0.append(lent) } }
        return body(lent.reader)
    }
}
