/// The numbered features of the linear model and their names in `weights.tsv`.
///
/// Terms come first (`term/<rule>`, numbered as in the pack), then the fixed ones below.
package struct FeatureMap: Sendable {
    package let termCount: Int
    package var count: Int { termCount + Fixed.count }

    package init(termCount: Int) { self.termCount = termCount }

    package func index(_ fixed: Int) -> Int { termCount + fixed }

    /// Offsets behind the terms.
    package enum Fixed {
        package static let bias = 0
        package static let length = 1
        package static let contextContrast = 2
        package static let wholePage = 3
        package static let signal = 4  // one for each signal: log2(1 + distinct terms)
        package static let pair = signal + Signal.count
        package static let hidden = pair + Pairs.all.count
        package static let decodedScript = hidden + 1
        package static let linkBlock = hidden + 2
        package static let listedLink = hidden + 3
        package static let brandLink = hidden + 4
        package static let externalLinks = hidden + 5
        package static let visitorContent = hidden + 6
        package static let redirect = hidden + 7
        package static let variety = hidden + 8  // log2(1 + signals for an advert that are present)
        package static let markupComment = hidden + 9  // beside `hidden`: nobody sees it, and no search engine reads it
        package static let count = hidden + 10
    }

    package static let fixedNames: [String] = {
        var names = ["bias", "length", "context/contrast", "unit/page"]
        names += Signal.allCases.map { "signal/\($0.name)" }
        names += Pairs.all.map { "pair/\($0.0.name)+\($0.1.name)" }
        names += [
            "place/hidden", "place/decoded-script", "link/block", "link/listed", "link/brand", "link/external",
            "place/visitor-content", "link/redirect", "variety", "place/markup-comment",
        ]
        return names
    }()
}

/// Signals that say more together than apart.
package enum Pairs {
    package static let all: [(Signal, Signal)] = [
        (.brand, .topic), (.brand, .advert), (.brand, .offer), (.brand, .action), (.brand, .reader), (.brand, .promise),
        (.topic, .reader), (.topic, .action), (.topic, .offer), (.topic, .promise), (.topic, .craft),
        (.topic, .contact),
        (.topic, .police), (.topic, .law), (.topic, .court), (.topic, .news), (.topic, .lottery), (.topic, .awareness),
        (.brand, .police), (.brand, .awareness), (.craft, .reader), (.craft, .lottery),
    ]
}

/// One feature of one passage.
package struct FeatureValue: Sendable {
    package var index: Int32
    package var value: Float
    package init(index: Int, value: Float) {
        self.index = Int32(truncatingIfNeeded: index)
        self.value = value
    }
}
