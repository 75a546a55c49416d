import Markup
import Patterns

/// Addresses of public mail that an office gives as its own (4504/UBND-CBTH: official duty is not done over public mail).
///
/// Only where offices name their contacts: head, foot and side of a page, and pages of contacts. What citizens write
/// elsewhere is theirs.
enum ContactMail {
    static let maxAddresses = 20

    static func findings(_ answer: SeenAnswer, _ knowledge: SignKnowledge) -> [SweepFinding] {
        var addresses: Set<String> = []
        for link in answer.links where isMail(link.reference) {
            guard isOfficial(link.place, answer, knowledge) else { continue }
            addresses.formUnion(MailAddresses.all(in: String(link.reference.dropFirst(7).prefix(200))))
        }
        addresses.formUnion(MailAddresses.all(in: answer.contactText))
        return addresses.filter { knowledge.mailDomains.contains(domain(of: $0)) }.sorted().prefix(maxAddresses)
            .map { SignRule.publicMail.finding(url: answer.url.text, isConfirmed: false, place: .contact, seen: $0) }
    }

    private static func isMail(_ reference: String) -> Bool {
        let scheme = "mailto:".utf8
        return reference.utf8.count > scheme.count && zip(reference.utf8, scheme).allSatisfy { $0 | 0x20 == $1 }
    }

    private static func isOfficial(
        _ place: PageView.Place, _ answer: SeenAnswer, _ knowledge: SignKnowledge
    ) -> Bool {
        switch place {
        case .footer, .header, .aside, .nav: true
        case .comment, .userContent, .script, .markupComment: false
        default: isContactPage(answer.url.path, knowledge)
        }
    }

    /// Whether the address of a page says that it gives contacts.
    static func isContactPage(_ path: String, _ knowledge: SignKnowledge) -> Bool {
        var hits: [LiteralHit] = []
        Array(path.lowercased().utf8).withUnsafeBufferPointer { knowledge.contactPages.scan($0, into: &hits) }
        return !hits.isEmpty
    }

    private static func domain(of address: String) -> String {
        address.lastIndex(of: "@").map { String(address[address.index(after: $0)...]) } ?? ""
    }
}

/// Mail addresses in a text, in small letters. Linear.
enum MailAddresses {
    private static let maxFound = 200

    static func all(in text: String) -> [String] {
        let bytes = Array(text.utf8)
        var found: [String] = []
        var start = 0
        while found.count < maxFound, let at = bytes[start...].firstIndex(of: 0x40) {
            start = at + 1
            let local = bytes[max(0, at - 64)..<at].reversed().prefix { isWordByte($0) }.reversed()
            var domain = bytes[(at + 1)...].prefix(253).prefix { isDomainByte($0) }
            while let last = domain.last, last == 0x2E || last == 0x2D { domain = domain.dropLast() }
            guard !local.isEmpty, domain.contains(0x2E) else { continue }
            found.append(String(decoding: Array(local) + [0x40] + Array(domain), as: UTF8.self).lowercased())
        }
        return found
    }

    private static func isDomainByte(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x2E || byte == 0x2D
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        isDomainByte(byte) || byte == 0x5F || byte == 0x2B || byte == 0x25
    }
}

/// Whether a text says where incidents are received: the announcement, and an address or a telephone number soon behind it.
enum IncidentContact {
    private static let reach = 240

    /// - Parameter folded: text as VietText folds it.
    static func isPublished(in folded: UnsafeBufferPointer<UInt8>, _ knowledge: SignKnowledge) -> Bool {
        guard knowledge.incidentWords.count > 0 else { return false }
        var hits: [LiteralHit] = []
        knowledge.incidentWords.scan(folded, into: &hits)
        return hits.contains { hit in
            holdsAddress(Array(folded[min(Int(hit.end), folded.count)...].prefix(reach)))
        }
    }

    /// A mail address, or nine digits that belong together.
    private static func holdsAddress(_ text: [UInt8]) -> Bool {
        if text.contains(0x40), !MailAddresses.all(in: String(decoding: text, as: UTF8.self)).isEmpty { return true }
        var digits = 0
        for byte in text {
            if byte &- 0x30 < 10 {
                digits += 1
                if digits >= 9 { return true }
            } else if byte != 0x20, byte != 0x2E, byte != 0x2D, byte != 0x28, byte != 0x29 {
                digits = 0
            }
        }
        return false
    }

    /// RFC 9116: a line `Contact: …`.
    static func isSecurityText(_ body: [UInt8]) -> Bool {
        let text = CaselessFront(body, maxBytes: 32 << 10)
        guard !text.holds(Array("<html".utf8)) else { return false }
        return text.begins(with: Array("contact:".utf8)) || text.holds(Array("\ncontact:".utf8))
    }
}
