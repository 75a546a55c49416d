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
        /// Letters and other digits, in either order: `omni858`, `98cop`. Models and codes look so too.
        case token
        /// A host name in the text (`pavo52-vao.net`).
        case host
        /// A name in look-alike or spaced letters amid plain text: whoever hides a name has a reason.
        case disguised

        package var rule: String {
            switch self {
            case .digitsAndStem: "brand/digits-and-stem"
            case .digits: "brand/digits"
            case .stem: "brand/stem"
            case .token: "brand/token"
            case .host: "contact/host"
            case .disguised: "brand/disguised"
            }
        }
    }

    package let stems: [[UInt8]]
    /// Ends of host names, without the dot.
    package let hostEnds: [[UInt8]]
    private let digits: [[UInt8]]
    private let exceptions: Set<[UInt8]>
    private let exceptedPrefixes: Set<[UInt8]>
    private let longest = 24

    package init(_ source: RuleSource.Brands) {
        stems = source.stems.map { Array($0.utf8) }.filter { !$0.isEmpty }
        hostEnds = source.hostEnds.map { Array($0.utf8) }.filter { !$0.isEmpty }
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
        guard letterCount >= 1, digitCount <= 6 else { return nil }
        var kind = stemKind(of: token, digitCount: digitCount)
        if kind == nil, digitCount >= 2, letterCount >= 2 {
            kind = digitKind(of: token, letterCount: letterCount, digitCount: digitCount)
        }
        // Asked last: the look-up needs a copy of the token, and few tokens come so far.
        return kind != nil && exceptions.contains(Array(token)) ? nil : kind
    }

    /// Tokens of letters and then digits, of digits and then letters, and names that run into the next word
    /// (`weton88bikin`).
    private func digitKind(of token: UnsafeBufferPointer<UInt8>, letterCount: Int, digitCount: Int) -> Kind? {
        let letters = token.prefix { $0 > UInt8(ascii: "9") }
        let behind = token[letters.count...].prefix { $0 <= UInt8(ascii: "9") }
        if letters.isEmpty {
            let tail = token[behind.count...]
            let isWhole = behind.count == digitCount && digitCount <= 3 && tail.count >= 3 && tail.count <= 10
            return isWhole && !exceptedPrefixes.contains(Array(tail)) ? .token : nil
        }
        guard behind.count >= 2, !exceptedPrefixes.contains(Array(letters)) else { return nil }
        let isListed = digits.contains { $0.elementsEqual(behind) }
        if behind.count == digitCount, letters.count == letterCount {
            return isListed ? .digits : letters.count >= 3 && digitCount <= 4 ? .token : nil
        }
        let rest = token.count - letters.count - behind.count
        return isListed && behind.count == digitCount && letters.count >= 3 && rest >= 3 ? .digits : nil
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
