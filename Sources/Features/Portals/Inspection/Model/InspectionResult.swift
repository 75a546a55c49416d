import VietText

/// What was found in one input: a verdict and its evidence.
package struct InspectionResult: Sendable, Equatable {
    /// The verdict, from the mildest to the gravest as far as a finding is concerned.
    package enum Tier: String, Sendable, CaseIterable {
        /// Nothing was found (không phát hiện).
        case clean
        /// The input could not be read (không đọc được); never to be taken for clean.
        case unreadable
        /// A person has to look (cần xem xét).
        case review
        /// Planted content (bị cài cắm).
        case planted
    }

    package var tier: Tier
    /// Confidence that content is planted, 0 to 1.
    package var score: Double
    /// `gambling`, `sex`, …; the gravest first.
    package var categories: [String]
    /// The blocks that carry the finding, and those that were weighed and came near.
    package var blocks: [Block]
    package var links: [Link]
    /// `id@version` of the pack that judged.
    package var pack: String
    /// Size of the input.
    package var byteCount: Int
    /// Why it is unreadable; nil otherwise.
    package var reason: String?
    /// Name of the encoding that the text was read in.
    package var encoding: String
    /// Malformed sequences that were replaced while decoding.
    package var replacements: Int
    /// What the document is that the text was read out of; nil for pages and texts.
    package var paper: Paper?

    package init(
        tier: Tier, score: Double = 0, categories: [String] = [], blocks: [Block] = [], links: [Link] = [],
        pack: String = "", byteCount: Int = 0, reason: String? = nil, encoding: String = "utf-8",
        replacements: Int = 0
    ) {
        self.tier = tier
        self.score = score
        self.categories = categories
        self.blocks = blocks
        self.links = links
        self.pack = pack
        self.byteCount = byteCount
        self.reason = reason
        self.encoding = encoding
        self.replacements = replacements
    }

    /// One block of the page. `start..<end` are bytes of the input as given.
    package struct Block: Sendable, Equatable {
        /// Where it stands: `main`, `footer`, `script`, …
        package var zone: String
        /// Why a reader does not see it: `display-none`, `off-screen`, …; empty when it is visible.
        package var hidden: [String]
        package var start: Int
        package var end: Int
        /// Its text, decoded and with white space tidied.
        package var text: String
        package var score: Double
        package var category: String
        package var terms: [Term]
        /// In a document: `page 3`, `word/document.xml`, …; offsets are then of the extracted text.
        package var place: String?

        package init(
            zone: String, hidden: [String] = [], start: Int, end: Int, text: String, score: Double,
            category: String = "", terms: [Term] = []
        ) {
            self.zone = zone
            self.hidden = hidden
            self.start = start
            self.end = end
            self.text = text
            self.score = score
            self.category = category
            self.terms = terms
        }
    }

    /// One occurrence of a rule that weighed. `start..<end` are bytes of the input as given.
    package struct Term: Sendable, Equatable {
        package var rule: String
        /// The text as the input has it, decoded.
        package var text: String
        package var start: Int
        package var end: Int
        /// Above 0 it speaks for an advert, below 0 against.
        package var weight: Double
        /// True when the text does not stand in the input as such: the range is that of the expression that builds it.
        package var isDecoded: Bool

        package init(rule: String, text: String, start: Int, end: Int, weight: Double, isDecoded: Bool = false) {
            self.rule = rule
            self.text = text
            self.start = start
            self.end = end
            self.weight = weight
            self.isDecoded = isDecoded
        }
    }

    /// A link that weighed.
    package struct Link: Sendable, Equatable {
        /// As the page has it, decoded; outputs for people defang it.
        package var url: String
        package var host: String
        /// `listed-domain`, `brand-host`, `hidden`, `redirect`, …
        package var reason: String
        package var hidden: [String]
        package var start: Int
        package var end: Int
        /// In a document, as of a block.
        package var place: String?

        package init(url: String, host: String, reason: String, hidden: [String] = [], start: Int, end: Int) {
            self.url = url
            self.host = host
            self.reason = reason
            self.hidden = hidden
            self.start = start
            self.end = end
        }
    }

    /// What is known of a document beside its text.
    package struct Paper: Sendable, Equatable {
        /// `pdf`, `docx`, `mail`, …: all offsets are of its extracted text, in UTF-8.
        package var textOf: String
        package var pageCount = 0
        package var isEncrypted = false
        package var hasMacros = false
        package var hasScripts = false
        package var embeddedFileCount = 0
        package var passedOverCount = 0
        /// What it would have fetched from elsewhere.
        package var remoteReferences: [String] = []
        /// Why it was not read whole.
        package var faults: [String] = []
    }

    /// An input that could not be judged, and why.
    package static func unreadable(_ reason: String, byteCount: Int = 0, pack: String = "") -> InspectionResult {
        InspectionResult(tier: .unreadable, pack: pack, byteCount: byteCount, reason: reason, encoding: "")
    }
}

extension InspectionResult.Tier: Comparable {
    package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .clean: 0
        case .unreadable: 1
        case .review: 2
        case .planted: 3
        }
    }

    /// True when a person is told of it as a finding.
    package var isFinding: Bool { self >= .review }
}
