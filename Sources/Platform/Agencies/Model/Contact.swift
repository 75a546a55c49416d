/// How an office is reached: its own e-mail, telephone or address. The register knows no persons; a name, or a number that
/// belongs to somebody, has no place here.
package struct Contact: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        case email, telephone, address
    }

    package let kind: Kind
    package let value: String

    /// Reads what a person typed: with `@` an e-mail, of digits a telephone, anything else an address.
    /// Nil when it is none of them, spelled right.
    package init?(_ typed: String) {
        guard let line = PlainLine.clean(typed, maxLength: 300), !line.contains(";") else { return nil }
        if line.contains("@") {
            guard let email = Self.email(line) else { return nil }
            (kind, value) = (.email, email)
        } else if line.unicodeScalars.allSatisfy({ "0123456789 .-()+".unicodeScalars.contains($0) }) {
            let digits = line.utf8.filter { $0 >= 0x30 && $0 <= 0x39 }.count
            guard (3...15).contains(digits), line.dropFirst().allSatisfy({ $0 != "+" }) else { return nil }
            (kind, value) = (.telephone, line)
        } else {
            guard line.count >= 5, line.contains(where: \.isLetter) else { return nil }
            (kind, value) = (.address, line)
        }
    }

    /// For rows that were checked when they were written.
    init(kind: Kind, value: String) { (self.kind, self.value) = (kind, value) }

    /// The part behind `@` of an e-mail.
    package var domain: Substring? {
        kind == .email ? value.split(separator: "@").last : nil
    }

    /// In small letters; nil unless it is `local@host.domain` of plain letters (RFC 5321's dot-string).
    private static func email(_ text: String) -> String? {
        let parts = text.lowercased().split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 254, (1...64).contains(parts[0].utf8.count) else { return nil }
        let isLocal = parts[0].split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
            !atom.isEmpty && atom.utf8.allSatisfy { isLetterOrDigit($0) || "_-+%".utf8.contains($0) }
        }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        let isDomain =
            labels.count >= 2
            && labels.allSatisfy { label in
                (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                    && label.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
            }
        return isLocal && isDomain ? parts.joined(separator: "@") : nil
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x7A)
    }
}

/// Which contacts an office may have.
package struct ContactRules: Sendable {
    /// Mail services open to everybody, whose addresses are no office's.
    private let publicMail: Set<String>

    /// - Parameter publicMail: domains in small letters, such as `gmail.com`; what is below them is meant too.
    package init(publicMail: Set<String>) { self.publicMail = publicMail }

    /// Whether the address is one of a mail service open to everybody.
    package func isPublicMail(_ contact: Contact) -> Bool {
        guard var domain = contact.domain else { return false }
        while true {
            if publicMail.contains(String(domain)) { return true }
            guard let dot = domain.firstIndex(of: ".") else { return false }
            domain = domain[domain.index(after: dot)...]
        }
    }
}
