import Knowledge
import Patterns
import VietText

/// Tells answers that are no pages (captcha, firewall, login wall, parking, maintenance, error) from pages, by what they say
/// of themselves. From `answers.tsv`.
struct AnswerSigns: Sendable {
    enum Within: String, CaseIterable { case title, text, head }

    struct Sign: Sendable {
        var text: [UInt8]
        var state: PageState
        var reason: String
        var within: Within
        /// The page must have at most so much text; a long page that mentions the sign is a page.
        var maxTextBytes: Int
    }

    /// What one answer shows, folded where it is text.
    struct Answer {
        var title: [UInt8] = []
        var text: [UInt8] = []
        /// Status line and fields, lower case.
        var head: [UInt8] = []
        var hasPasswordField = false
        /// Bytes of text in all; `text` may be its front part.
        var textBytes = 0
    }

    /// Only the front part of a page is searched.
    static let maxSearchedBytes = 8 << 10

    private let signs: [Sign]
    private let literals: LiteralSet

    init(_ signs: [Sign]) {
        self.signs = signs
        literals = LiteralSet(signs.map(\.text))
    }

    static func decode(_ files: PackFiles, _ diagnostics: inout Diagnostics) -> AnswerSigns {
        let rows = files.rows(
            "answers.tsv", key: ["sign", "within"], required: ["sign", "state", "reason", "within", "max-text"],
            known: ["note"], &diagnostics)
        let folder = FoldBuffer()
        return AnswerSigns(
            rows.compactMap { row in
                guard let text = row.text("sign", &diagnostics),
                    let state = row.oneOf("state", ["blocked", "unreadable"], &diagnostics),
                    let reason = row.text("reason", &diagnostics),
                    let within = row.oneOf("within", Within.allCases.map(\.rawValue), &diagnostics),
                    let maxText = row.int("max-text", in: 0...(1 << 20), &diagnostics)
                else { return nil }
                let isHead = within == Within.head.rawValue
                let bytes = isHead ? Array(text.lowercased().utf8) : folder.folded(text)
                guard bytes.count >= 3 else {
                    row.fault("the sign is shorter than three letters", "sign", "lengthen it", &diagnostics)
                    return nil
                }
                return Sign(
                    text: bytes, state: PageState(rawValue: state) ?? .unreadable, reason: reason,
                    within: Within(rawValue: within) ?? .text, maxTextBytes: maxText)
            })
    }

    /// The gravest sign met: blocked before unreadable, otherwise the first of the table; nil for a page.
    func match(_ answer: Answer) -> (state: PageState, reason: String)? {
        var best: Int?
        for (bytes, within) in [(answer.head, Within.head), (answer.title, .title), (answer.text, .text)] {
            for index in hits(bytes) {
                let sign = signs[index]
                guard sign.within == within, within == .head || answer.textBytes <= sign.maxTextBytes,
                    sign.reason != "login" || answer.hasPasswordField
                else { continue }
                if let known = best, rank(known) <= rank(index) { continue }
                best = index
            }
        }
        return best.map { (signs[$0].state, signs[$0].reason) }
    }

    private func rank(_ index: Int) -> Int { (signs[index].state == .blocked ? 0 : signs.count) + index }

    private func hits(_ bytes: [UInt8]) -> [Int] {
        var found: [LiteralHit] = []
        bytes.prefix(Self.maxSearchedBytes).withUnsafeBufferPointer { literals.scan($0, into: &found) }
        return found.map { Int($0.pattern) }
    }
}

extension FoldBuffer {
    /// The folded form of one text. Empties the buffer.
    func folded(_ text: String) -> [UInt8] {
        removeAll()
        var text = text
        text.withUTF8 { append($0, sourceOffset: 0) }
        return Array(bytes)
    }
}
