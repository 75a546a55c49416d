package import Markup

/// The scripts that the words of an address are written in, escapes decoded.
///
/// A Vietnamese portal's addresses are Latin; a slug in Chinese, Thai or Cyrillic was put there by someone else.
package struct SlugScript: Sendable, Equatable {
    package enum Script: String, Sendable, CaseIterable {
        case latin, cyrillic, greek, arabic, hebrew, thai, khmer, lao, myanmar, devanagari, kana, hangul, han
        /// Letters of any other script, and bytes that are no UTF-8.
        case other
    }

    /// Letters by script; digits and punctuation do not count.
    package private(set) var letterCounts: [Script: Int] = [:]
    package private(set) var digitCount = 0

    /// Of path and query. Linear; the length is that of an address.
    package init(_ url: WebURL) {
        count(PercentEscapes.decoded(Array(url.path.utf8)))
        if let query = url.query { count(PercentEscapes.decoded(Array(query.utf8))) }
    }

    package var letterCount: Int { letterCounts.values.reduce(0, +) }

    /// Letters that no Vietnamese word has.
    package var foreignCount: Int { letterCount - (letterCounts[.latin] ?? 0) }

    /// Two letters and more: one may be a symbol.
    package var isForeign: Bool { foreignCount >= 2 }

    /// The script of most foreign letters; nil when there are none.
    package var foreignScript: Script? {
        letterCounts.filter { $0.key != .latin }.max { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }?.key
    }

    private mutating func count(_ bytes: [UInt8]) {
        var decoder = UTF8()
        var source = bytes.makeIterator()
        while true {
            switch decoder.decode(&source) {
            case .emptyInput: return
            case .error: letterCounts[.other, default: 0] += 1
            case .scalarValue(let scalar):
                if scalar.value &- 0x30 < 10 { digitCount += 1 }
                if let script = Self.script(of: scalar) { letterCounts[script, default: 0] += 1 }
            }
        }
    }

    private static func script(of scalar: Unicode.Scalar) -> Script? {
        switch scalar.value {
        case 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F, 0x1E00...0x1EFF, 0x300...0x36F, 0xFF21...0xFF3A, 0xFF41...0xFF5A:
            return scalar.value == 0xD7 || scalar.value == 0xF7 ? nil : .latin
        case ..<0xC0: return nil
        case 0x370...0x3FF: return .greek
        case 0x400...0x52F: return .cyrillic
        case 0x590...0x5FF: return .hebrew
        case 0x600...0x6FF, 0x750...0x77F, 0xFB50...0xFDFF, 0xFE70...0xFEFE: return .arabic
        case 0x900...0x97F: return .devanagari
        case 0xE00...0xE7F: return .thai
        case 0xE80...0xEFF: return .lao
        case 0x1000...0x109F: return .myanmar
        case 0x1780...0x17FF: return .khmer
        case 0x1100...0x11FF, 0x3130...0x318F, 0xAC00...0xD7AF: return .hangul
        case 0x3040...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF9D: return .kana
        case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3134F: return .han
        default: return scalar.properties.isAlphabetic ? .other : nil
        }
    }
}
