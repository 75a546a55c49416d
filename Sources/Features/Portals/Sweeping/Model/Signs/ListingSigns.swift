import Markup

/// A folder whose files the server lists.
enum ListingSigns {
    private static let maxNames = 12

    static func finding(_ answer: SeenAnswer, _ knowledge: SignKnowledge) -> SweepFinding? {
        guard isListing(answer, knowledge) else { return nil }
        // What a listing shows that should not lie there says why it matters.
        let names = answer.links.prefix(5_000).compactMap { link -> String? in
            guard NamedFile.kind(of: link.reference, knowledge) != nil else { return nil }
            return link.reference.split(separator: "/").last.map(String.init)
        }
        let shown = Array(Set(names)).sorted().prefix(maxNames)
        return SignRule.directoryListing.finding(
            // A listing in another order is the same listing.
            url: answer.url.origin + answer.url.path, isConfirmed: true, place: .listing,
            seen: shown.isEmpty ? answer.title : "\(answer.title): \(shown.joined(separator: ", "))",
            words: Array(shown))
    }

    static func isListing(_ answer: SeenAnswer, _ knowledge: SignKnowledge) -> Bool {
        // The cheap question first: most pages have another title.
        let rows = knowledge.listings.filter { row in
            row.title.isEmpty ? answer.foldedTitle.count < 200 : answer.foldedTitle.starts(with: row.title)
        }
        return rows.contains { $0.signature.isIn(answer.body) }
    }
}

/// A file whose name tells what it is: a web shell, a backup, a dump.
enum NamedFile {
    static func finding(_ answer: SeenAnswer, _ knowledge: SignKnowledge) -> SweepFinding? {
        guard let (name, rule) = kind(of: answer.url.path, knowledge) else { return nil }
        switch rule {
        case .webShell:
            guard !answer.body.isEmpty || answer.isHTML else { return nil }
            return ShellSigns.finding(answer, name: name, knowledge)
        default:
            guard let what = content(answer.body) else { return nil }
            return rule.finding(url: answer.url.text, isConfirmed: true, place: .file, seen: "\(name): \(what)")
        }
    }

    /// The file's name and the rule that it falls under.
    static func kind(of path: String, _ knowledge: SignKnowledge) -> (name: String, rule: SignRule)? {
        let bare = path.prefix { $0 != "?" && $0 != "#" }
        guard let last = bare.split(separator: "/").last, last.utf8.count <= 255, !bare.hasSuffix("/") else {
            return nil
        }
        let name = last.lowercased()
        let row = knowledge.files.first { $0.isEnding ? name.hasSuffix($0.name) : name == $0.name }
        return row.map { (name, $0.rule) }
    }

    /// What the bytes are; nil for a page or for what is not known: then the name alone says nothing.
    static func content(_ body: [UInt8]) -> String? {
        if body.starts(with: [0x50, 0x4B, 3, 4]) { return "zip" }
        if body.starts(with: [0x1F, 0x8B]) { return "gzip" }
        if body.starts(with: "Rar!".utf8) { return "rar" }
        let text = CaselessFront(body)
        if text.begins(with: Array("sqlite format 3".utf8)) { return "sqlite" }
        let isSQL = text.holds(Array("create table".utf8)) || text.holds(Array("insert into".utf8))
        if isSQL, !text.holds(Array("<html".utf8)) { return "sql" }
        if text.holds(Array("<?php".utf8)) { return "php" }
        if text.holds(Array("<configuration".utf8)), text.holds(Array("connectionstring".utf8)) { return "config" }
        return nil
    }
}

/// A page that takes commands.
enum ShellSigns {
    /// What a page at such a name says of itself; the answer is known not to be the portal's page for missing names.
    static func finding(_ answer: SeenAnswer, name: String, _ knowledge: SignKnowledge) -> SweepFinding? {
        let words = words(in: answer.body, knowledge)
        let isConfirmed = words.contains(where: \.isStrong) || words.count >= 2
        // An article whose address merely ends so has a portal around it: many words, and no field that takes a command.
        if !isConfirmed, answer.textBytes > 1_500 { return nil }
        let told = words.map { String(decoding: $0.bytes, as: UTF8.self) }
        return SignRule.webShell.finding(
            url: answer.url.text, isConfirmed: isConfirmed, place: .file,
            seen: told.isEmpty ? name : "\(name): \(told.joined(separator: ", "))", words: told)
    }

    static func words(in body: [UInt8], _ knowledge: SignKnowledge) -> [SignKnowledge.ShellWord] {
        let text = CaselessFront(body)
        return knowledge.shells.filter { text.holds($0.bytes) }
    }
}
