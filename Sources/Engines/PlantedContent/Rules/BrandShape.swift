/// Recognises tokens built like the name of a betting brand (`f8bet`, `88vin`, `sunwin`), whichever brand it is.
///
/// Works on folded tokens of letters a–z and digits. A shape alone never makes a verdict: warnings and news name brands too.
package struct BrandShape: Sendable {
    package enum Kind: Int, CaseIterable, Sendable {
        /// Digits and a stem: `f8bet`, `789club`, `win79`.
        case digitsAndStem
        /// Letters and a digit group from the list: `jun88`, `sky247`.
        case digits
        /// Letters and a stem: `sunwin`, `hitclub`.
        case stem

        package var rule: String {
            switch self {
            case .digitsAndStem: "brand/digits-and-stem"
            case .digits: "brand/digits"
            case .stem: "brand/stem"
            }
        }
    }

    package let stems: [[UInt8]]
    private let digits: [[UInt8]]
    private let exceptions: Set<[UInt8]>
    private let exceptedPrefixes: Set<[UInt8]>
    private let longest = 24

    package init(_ source: RuleSource.Brands) {
        stems = source.stems.map { Array($0.utf8) }.filter { !$0.isEmpty }
        digits = source.digits.map { Array($0.utf8) }.filter { !$0.isEmpty }
        // `ql#` excepts every token of these letters followed by digits alone (roads, decrees, models).
        exceptions = Set(source.exceptions.filter { !$0.hasSuffix("#") }.map { Array($0.utf8) })
        exceptedPrefixes = Set(source.exceptions.filter { $0.hasSuffix("#") }.map { Array($0.utf8.dropLast()) })
    }

    /// The shape of a whole token, or nil. Cost: a few comparisons a stem.
    package func kind(of token: UnsafeBufferPointer<UInt8>) -> Kind? {
        guard token.count >= 4, token.count <= longest else { return nil }
        var digitCount = 0
        for byte in token where byte <= UInt8(ascii: "9") { digitCount += 1 }
        let letterCount = token.count - digitCount
        guard letterCount >= 1, digitCount <= 6, !exceptions.contains(Array(token)) else { return nil }
        if let kind = stemKind(of: token, digitCount: digitCount) { return kind }
        guard digitCount >= 2, letterCount >= 2 else { return nil }
        let letters = token.prefix { $0 > UInt8(ascii: "9") }
        guard letters.count == letterCount, !exceptedPrefixes.contains(Array(letters)) else { return nil }
        let tail = token.suffix(digitCount)
        return digits.contains { $0.elementsEqual(tail) } ? .digits : nil
    }

    private func stemKind(of token: UnsafeBufferPointer<UInt8>, digitCount: Int) -> Kind? {
        var end = token.count
        while end > 0, token[end - 1] <= UInt8(ascii: "9") { end -= 1 }
        for stem in stems where stem.count <= end {
            let start = end - stem.count
            guard token[start..<end].elementsEqual(stem) else { continue }
            if digitCount > 0 {
                // `win79`, `f8bet`, `88vip`: something must stand beside the stem.
                if start > 0 || digitCount >= 2 { return .digitsAndStem }
            } else if start >= 2 {
                return .stem
            }
        }
        return nil
    }
}
