package import Patterns

/// The content of a planted-content pack as values, before it is compiled. Whoever reads the pack's files fills it.
package struct RuleSource: Sendable {
    /// One word or phrase.
    package struct Term: Sendable {
        /// Stable identifier, by custom the signal and the words with hyphens for spaces; findings name it.
        package var rule: String {
            get {
                var bytes: [UInt8] = []
                appendRule(to: &bytes)
                return String(decoding: bytes, as: UTF8.self)
            }
            set { ownRule = newValue }
        }
        /// nil for one that is named by custom: its name is made when somebody asks.
        private var ownRule: String?
        /// As written in full, with tones and marks. Words are separated by single spaces.
        package var text: String
        package var signal: Signal
        package var category: Category
        /// Sources that the term was learnt from; empty when it is of our own writing. A training run that leaves a source
        /// out drops terms that come from it alone.
        package var origins: [String]
        /// - Parameter rule: nil for the customary name.
        package init(
            rule: String? = nil, text: String, signal: Signal, category: Category, origins: [String] = []
        ) {
            ownRule = rule
            self.text = text
            self.signal = signal
            self.category = category
            self.origins = origins
        }

        /// Adds the bytes of the rule's name.
        func appendRule(to bytes: inout [UInt8]) {
            if var ownRule { return ownRule.withUTF8 { bytes.append(contentsOf: $0) } }
            bytes += signal.name.utf8
            bytes.append(UInt8(ascii: "/"))
            let start = bytes.count
            var text = text
            text.withUTF8 { bytes.append(contentsOf: $0) }
            for at in start..<bytes.count where bytes[at] == 0x20 { bytes[at] = UInt8(ascii: "-") }
        }
    }

    /// Parts that brand-shaped tokens are made of.
    package struct Brands: Sendable {
        /// Endings such as `bet`, `win`, `club`; with or without digits around them.
        package var stems: [String] = []
        /// Ends of host names that are met in running text: `com`, `net`, `top`.
        package var hostEnds: [String] = []
        /// Digit groups such as `88`, `789`.
        package var digits: [String] = []
        /// Ordinary words that look like a brand (`tibet`, `darwin`, `covid19`).
        package var exceptions: [String] = []
        package init() {}
    }

    /// `id@version`, as verdicts name it.
    package var pack: String
    package var terms: [Term] = []
    package var brands = Brands()
    /// Feature name and weight; a feature without a row weighs nothing, a term without one weighs its signal's prior.
    package var weights: [(feature: String, weight: Double)] {
        get { featureWeights.rows }
        set { featureWeights = FeatureWeights(newValue) }
    }
    /// The same, without a text for each name.
    package var featureWeights = FeatureWeights()
    /// Hosts that a state portal links to as a matter of course.
    package var allowedHosts: [String] = []
    package var confusables: [(scalar: UInt32, ascii: UInt8)] = []
    package init(pack: String) { self.pack = pack }
}

/// Hosts that are known to carry one kind of content.
package struct DomainList: Sendable {
    package var name: String
    package var category: Category
    package var hosts: DomainSet
    package init(name: String, category: Category, hosts: DomainSet) {
        self.name = name
        self.category = category
        self.hosts = hosts
    }
}
