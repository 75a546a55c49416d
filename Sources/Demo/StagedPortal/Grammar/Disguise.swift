import Foundation

/// How the letters of an advert are hidden from a plain search.
enum Disguise: String, Sendable, CaseIterable {
    case none
    case zeroWidth = "zero-width"
    case fullWidth = "full-width"
    case mathematical
    case entities
    case unaccented

    /// HTML for the text, escaped.
    func html(_ text: String) -> String {
        switch self {
        case .none: text.escapedForHTML
        case .unaccented: text.withoutMarks.escapedForHTML
        case .zeroWidth: text.map { $0.isLetter ? "\($0)\u{200B}" : String($0) }.joined().escapedForHTML
        case .entities: text.unicodeScalars.map { "&#\($0.value);" }.joined()
        case .fullWidth: Self.shifted(text) { 0xFF00 + $0 - 0x20 }.escapedForHTML
        case .mathematical: Self.shifted(text, Self.boldLetter).escapedForHTML
        }
    }

    /// Mathematical bold letters; what is no Latin letter stays.
    private static func boldLetter(_ code: UInt32) -> UInt32 {
        switch code {
        case 65...90: 0x1D400 + code - 65
        case 97...122: 0x1D41A + code - 97
        default: code
        }
    }

    /// The base letters moved to another block, marks kept behind them.
    private static func shifted(_ text: String, _ move: (UInt32) -> UInt32) -> String {
        var out = String.UnicodeScalarView()
        for scalar in text.decomposedStringWithCanonicalMapping.unicodeScalars {
            let isPlain = (0x21...0x7E).contains(scalar.value)
            out.append(isPlain ? UnicodeScalar(move(scalar.value)) ?? scalar : scalar)
        }
        return String(out)
    }
}
