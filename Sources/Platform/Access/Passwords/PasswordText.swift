import VietText

/// A password as it is hashed: in form NFKC, so that it is the same bytes whichever keyboard it was typed on.
struct PasswordText: Sendable {
    /// Bytes that are looked at; what was typed beyond is no password of ours.
    private static let maxTypedByteCount = 4 << 10

    /// Code points.
    let length: Int
    let text: String
    var bytes: [UInt8] { Array(text.utf8) }

    /// Nil for a text that is too long to be one. The text may be hostile; cost and memory are linear in at most 4 KiB.
    init?(_ typed: String) {
        guard typed.utf8.count <= Self.maxTypedByteCount else { return nil }
        let scalars = Normalizer.nfkc(typed.unicodeScalars.map(\.value))
        guard scalars.count <= PasswordPolicy.lengths.upperBound else { return nil }
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars.compactMap(Unicode.Scalar.init))
        self.text = text
        length = scalars.count
    }
}
