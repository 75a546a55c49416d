import Markup
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
    private let attack: (knowledge: SignKnowledge, homes: Set<WebURL>)?
    private let idle = Mutex<[Lent]>([])

    /// - Parameters:
    ///   - attack: what signs of attack are known by; nil where nobody asks for them.
    ///   - homes: addresses that the sweep was begun with.
    init(
        rules: RuleSet, signs: AnswerSigns, addresses: FrontierRules, attack: SignKnowledge? = nil,
        homes: [WebURL] = []
    ) {
        self.attack = attack.map { ($0, Set(homes)) }
        self.rules = rules
        self.signs = signs
        self.addresses = addresses
    }

    func with<T>(_ body: (PageReader) -> T) -> T {
        let lent = idle.withLock { $0.popLast() } ?? Lent(reader: newReader())
        defer { idle.withLock { $0.append(lent) } }
        return body(lent.reader)
    }

    private func newReader() -> PageReader {
        PageReader(
            rules: rules, signs: signs, addresses: addresses,
            signReader: attack.map { SignReader($0.knowledge, homes: $0.homes) })
    }
}
