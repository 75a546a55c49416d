import Markup

/// Forms that hand a password, or anything, to whoever sits on the line.
enum FormSigns {
    static func findings(_ answer: SeenAnswer) -> [SweepFinding] {
        let targets = answer.links.filter { $0.kind == .form }.compactMap { answer.resolved($0.reference) }
        if answer.isSecure {
            // The browser warns, but sends.
            return Set(targets.filter { $0.scheme == .http }.map(\.text)).sorted().map { target in
                SignRule.insecureForm.finding(
                    url: answer.url.text, isConfirmed: answer.passwordFields > 0, place: .form, seen: target)
            }
        }
        guard answer.passwordFields > 0 else { return [] }
        let open = PasswordForms.actions(in: answer).filter { !$0.hasPrefix("https:") }
        return (open.isEmpty && targets.isEmpty ? [answer.url.text] : open).map { target in
            SignRule.insecureForm.finding(url: answer.url.text, isConfirmed: true, place: .form, seen: target)
        }
    }
}

/// Parts of an `https` page that are asked for over `http`.
enum MixedContent {
    private static let maxTold = 4

    static func findings(_ answer: SeenAnswer) -> [SweepFinding] {
        guard answer.isSecure else { return [] }
        var seen: Set<String> = []
        let parts = answer.links.filter { link in
            switch link.kind {
            case .script, .style, .iframe, .image: isPlain(link.reference) && seen.insert(link.reference).inserted
            default: false
            }
        }
        return parts.prefix(maxTold).map { link in
            SignRule.mixedContent.finding(
                url: answer.url.text, isConfirmed: false, place: .link, seen: String(link.reference.prefix(200)),
                words: ["\(link.kind)"])
        }
    }

    private static func isPlain(_ reference: String) -> Bool {
        reference.utf8.count > 7 && reference.prefix(7).lowercased() == "http://"
    }
}
