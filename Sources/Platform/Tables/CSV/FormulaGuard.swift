/// Keeps spreadsheets from taking a text for a formula.
///
/// A text is a danger when it begins with TAB, CR or LF, or when, behind white space and invisible characters, it begins with
/// `=`, `+`, `-`, `@` or their wide and small forms. With D for such texts, the guard is one apostrophe before every text of
/// the form `'…'D` (any number of apostrophes, none included). Reading takes one apostrophe away from `'…'D` with at least one.
/// So both are each other's inverse on every text: what the guard did not put there comes back as it was, `'abc` and `''=x`
/// too. A foreign file's `'=x` is read as `=x`: the apostrophe is how people guard by hand.
///
/// The guard holds where a file is opened with the separator it was written with. Who opens it by double click is better
/// served with XLSX, whose texts are texts.
/// - SeeAlso: OWASP, CSV Injection.
package enum FormulaGuard {
    package static func guarded(_ text: String) -> String { isGuardable(text[...]) ? "'" + text : text }

    package static func unguarded(_ text: String) -> String {
        guard text.utf8.first == 0x27 else { return text }
        // By scalars: a mark behind the apostrophe makes one character of both.
        let rest = Substring(text.unicodeScalars.dropFirst())
        return isGuardable(rest) ? String(rest) : text
    }

    /// Whether a text, behind any apostrophes, would be taken for a formula.
    static func isGuardable(_ text: Substring) -> Bool {
        let rest = text.utf8.drop { $0 == 0x27 }
        // Nearly every text begins with a letter or digit.
        guard let first = rest.first, !(0x41...0x7E).contains(first), first &- 0x30 >= 10 else { return false }
        return isDanger(Substring(rest))
    }

    private static func isDanger(_ text: Substring) -> Bool {
        switch text.unicodeScalars.first {
        case "\t", "\r", "\n": return true
        default: break
        }
        let visible = text.unicodeScalars.first { !$0.properties.isWhitespace && !isInvisible($0) }
        switch visible {
        case "=", "+", "-", "@", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫": return true
        default: return false
        }
    }

    /// Controls, and formats such as the byte order mark and the zero-width space.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format: true
        default: false
        }
    }
}
