/// `scrypt$ln=15,r=8,p=3$<salt>$<key>`, both as `Base64URL`.
extension PasswordHash {
    package static let maxRecordByteCount = 200
    private static let saltByteCounts = 8...64

    package var record: String {
        "scrypt$ln=\(parameters.ln),r=\(parameters.r),p=\(parameters.p)$\(Base64URL.text(of: salt))$\(Base64URL.text(of: key))"
    }

    /// A stored record; nil for anything but a text that `record` writes, and for one that asks for more time or memory than
    /// this program spends. The text may be hostile: at most `maxRecordByteCount` bytes of it are read.
    package init?(record: some StringProtocol) {
        guard record.utf8.count <= Self.maxRecordByteCount else { return nil }
        let parts = record.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "scrypt", let parameters = Self.parameters(parts[1]),
            let salt = Base64URL.bytes(of: parts[2]), Self.saltByteCounts.contains(salt.count),
            let key = Base64URL.bytes(of: parts[3]), key.count == Self.keyByteCount
        else { return nil }
        self.init(parameters: parameters, salt: salt, key: key)
    }

    private static func parameters(_ text: some StringProtocol) -> Parameters? {
        let fields = text.split(separator: ",", omittingEmptySubsequences: false)
        guard fields.count == 3, let ln = number(fields[0], after: "ln="), let r = number(fields[1], after: "r="),
            let p = number(fields[2], after: "p=")
        else { return nil }
        let parameters = Parameters(ln: ln, r: r, p: p)
        return parameters.cost == nil ? nil : parameters
    }

    /// A number of one to four digits, of which the first is not zero.
    private static func number(_ text: some StringProtocol, after name: String) -> Int? {
        guard text.hasPrefix(name) else { return nil }
        let digits = text.utf8.dropFirst(name.utf8.count)
        guard (1...4).contains(digits.count), digits.first != 0x30 else { return nil }
        var value = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            value = value * 10 + Int(digit - 0x30)
        }
        return value
    }
}
