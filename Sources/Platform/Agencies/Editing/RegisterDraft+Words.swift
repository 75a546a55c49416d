private import SQLStore

/// What was typed, checked.
extension RegisterDraft {
    static let maxSourceLength = 500

    func checkedKey(_ seen: SeenAgency) throws(AgencyError) -> String {
        try check(seen)
        return agencies[seen.id]?.key ?? ""
    }

    func cleanName(_ typed: String, _ key: String) throws(AgencyError) -> AgencyName {
        guard let name = AgencyName(typed) else { throw .refused(.badName, .name, of: key) }
        return name
    }

    func cleanSource(_ typed: String, _ key: String) throws(AgencyError) -> String {
        if typed.isEmpty { return "" }
        guard let source = PlainLine.clean(typed, maxLength: Self.maxSourceLength) else {
            throw .refused(.badSource, .name, of: key)
        }
        return source
    }

    func checkContact(_ contact: Contact, _ key: String) throws(AgencyError) {
        if rules.isPublicMail(contact) { throw .refused(.publicMail, .contact, of: key) }
    }

    /// The key that was asked for, or one from the name: `so-noi-vu`, `so-noi-vu-2` where that is taken.
    func newKey(_ new: NewAgency) throws(AgencyError) -> String {
        if let key = new.key { return key }
        let folded = SearchText.folded(new.name).utf8
        let words = folded.split { !(($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x61 && $0 <= 0x7A)) }
        var stem = words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "-").prefix(80)
        while stem.last == "-" { stem.removeLast() }
        if stem.isEmpty { stem = "agency" }
        var key = String(stem)
        var number = 2
        while agency(key: key) != nil {
            key = "\(stem)-\(number)"
            number += 1
        }
        return key
    }
}
