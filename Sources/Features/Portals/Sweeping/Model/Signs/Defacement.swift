import Markup

/// A page that someone else has put in the place of the portal's own.
enum Defacement {
    /// Defaced pages hold little but their boast.
    static let mostTextBytes = 4_000

    static func finding(_ answer: SeenAnswer, _ knowledge: SignKnowledge) -> SweepFinding? {
        for text in [answer.foldedTitle, answer.foldedHeading] {
            guard let phrase = knowledge.defacements.first(where: { begins(text, with: $0) }) else { continue }
            return SignRule.defacement.finding(
                url: answer.url.text, isConfirmed: answer.textBytes <= mostTextBytes, place: .page,
                seen: answer.title.isEmpty ? String(decoding: text.prefix(200), as: UTF8.self) : answer.title,
                words: [String(decoding: phrase, as: UTF8.self)])
        }
        return nil
    }

    /// In the middle of a title the words are quoted: news tell of other people's pages.
    private static func begins(_ text: [UInt8], with phrase: [UInt8]) -> Bool {
        let bare = text.prefix(400).drop { byte in
            let isLetter = (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10
            return !isLetter && byte != 0x22 && byte != 0x27 && byte < 0x80
        }
        return bare.starts(with: phrase)
    }
}
