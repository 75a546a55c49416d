import SQLStore
import VietText

/// The name that somebody signs in with: folded, so that it is found whichever keyboard it was typed on.
package struct LoginName: Sendable, Hashable {
    package static let lengths = 2...64
    private static let maxTypedByteCount = 256

    /// a-z, 0-9 and single `.`, `-`, `_` between them.
    package let text: String

    /// Nil for what is no name. The text may be hostile: one that is too long, or that holds what cannot be seen, is not folded
    /// but refused, and so is every letter of another script, however Latin it looks.
    package init?(_ typed: String) {
        guard typed.utf8.count <= Self.maxTypedByteCount, typed.unicodeScalars.allSatisfy(\.isShown) else { return nil }
        let scalars = Normalizer.nfkc(typed.unicodeScalars.map(\.value)).compactMap(Unicode.Scalar.init)
        var normal = String()
        normal.unicodeScalars.append(contentsOf: scalars)
        let folded = SearchText.folded(normal)
        let bytes = Array(folded.utf8)
        guard Self.lengths.contains(bytes.count), Self.isWellFormed(bytes) else { return nil }
        text = folded
    }

    private static func isWellFormed(_ bytes: [UInt8]) -> Bool {
        var wasSign = true
        for byte in bytes {
            let isSign = byte == 0x2D || byte == 0x2E || byte == 0x5F
            guard byte &- 0x61 < 26 || byte &- 0x30 < 10 || isSign && !wasSign else { return false }
            wasSign = isSign
        }
        return !wasSign
    }

    /// Equal for names that are read as one another (`rn` and `m`, `0` and `o`, `1` and `l`, any sign between words): one
    /// account has each.
    var skeleton: String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch (bytes.last, byte) {
            case (0x72, 0x6E): bytes[bytes.count - 1] = 0x6D
            case (0x76, 0x76): bytes[bytes.count - 1] = 0x77
            case (_, 0x30): bytes.append(0x6F)
            case (_, 0x31): bytes.append(0x6C)
            case (_, 0x2D), (_, 0x5F): bytes.append(0x2E)
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Unicode.Scalar {
    /// False for what is not seen, or changes how its neighbours are: controls, direction marks, line ends, unassigned.
    var isShown: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: true
        }
    }
}
