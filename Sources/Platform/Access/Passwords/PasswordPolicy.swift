import SQLStore

/// Why a password is not taken.
package enum PasswordFault: String, Sendable, CaseIterable {
    case tooShort, tooLong
    /// It is on the list of common ones, or one of them with digits and signs around it.
    case common
    /// A few characters again and again, or a row such as 123456789012.
    case pattern
    /// It is little more than the login, the name or the address of the account.
    case personal
    /// It is the one that is to be changed.
    case unchanged
}

/// Which passwords are taken: long ones that are not among the first a stranger tries. No rule asks for kinds of characters.
/// - SeeAlso: NIST SP 800-63B, 5.1.1.2 and its appendix A.
package struct PasswordPolicy: Sendable {
    /// In code points of form NFKC.
    package static let lengths = 12...256
    /// Repeated pieces up to this long are a pattern.
    private static let maxPeriod = 4

    private let common: CommonPasswords

    package init(common: CommonPasswords) { self.common = common }

    /// What is wrong with the password; nil when nothing is.
    /// - Parameter personal: login, name and mail address of whose password it is.
    package func fault(_ typed: String, personal: [String]) -> PasswordFault? {
        guard let password = PasswordText(typed) else { return .tooLong }
        guard password.length >= Self.lengths.lowerBound else { return .tooShort }
        if Self.isPattern(Array(password.text.lowercased().unicodeScalars.map(\.value))) { return .pattern }
        if common.contains(password.text) { return .common }
        return Self.isPersonal(password.text, personal) ? .personal : nil
    }

    /// A piece of up to four characters again and again, or characters that follow one another up or down.
    private static func isPattern(_ scalars: [UInt32]) -> Bool {
        for period in 1...maxPeriod where zip(scalars, scalars.dropFirst(period)).allSatisfy({ $0 == $1 }) {
            return true
        }
        let steps = zip(scalars, scalars.dropFirst()).map { step(from: $0, to: $1) }
        return steps.allSatisfy { $0 == 1 } || steps.allSatisfy { $0 == -1 }
    }

    /// 9 is followed by 0, as on the keyboard.
    private static func step(from one: UInt32, to other: UInt32) -> Int {
        if one == 0x39, other == 0x30 { return 1 }
        if one == 0x30, other == 0x39 { return -1 }
        return Int(other) - Int(one)
    }

    /// The letters of the password are those of one of the texts, once or again and again.
    private static func isPersonal(_ password: String, _ texts: [String]) -> Bool {
        let letters = self.letters(password)
        var names = texts.map(self.letters)
        // The part of a mail address before its host.
        names += texts.compactMap { $0.contains("@") ? self.letters(String($0.prefix { $0 != "@" })) : nil }
        return names.contains { name in
            guard name.count >= 3, !letters.isEmpty, letters.count % name.count == 0 else { return false }
            return letters.indices.allSatisfy { letters[$0] == name[$0 % name.count] }
        }
    }

    private static func letters(_ text: String) -> [UInt8] {
        SearchText.folded(text).utf8.filter { $0 &- 0x61 < 26 || $0 >= 0x80 }
    }
}
