import Patterns

/// Makes real-looking Vietnamese HTML pages, the same ones for the same seed on every machine.
///
/// A page has about `pageBytes` bytes, of which a third to a half is text: a head with metas, styles and JSON-LD, a menu
/// with drop-downs, a hidden state field, paragraphs in four kinds of mark-up, link lists, a table, scripts, a footer. In
/// one page of four some letters are written as entities. Terms are sown as plain text, spread evenly, until a search of the
/// raw bytes finds `hitsPerKilobyte` of them (those that stand in a longer one count too); no other sentence holds one.
struct HTMLGenerator {
    struct Statistics {
        var pages = 0
        var bytes = 0
        /// Bytes of text between tags, scripts and styles left out.
        var textBytes = 0
        /// Terms put in.
        var sown = 0
        /// Terms that a search of the raw bytes finds.
        var found = 0
    }

    let pageBytes: Int
    let hitsPerKilobyte: Double
    let links: SiteLinks
    private let terms: [[UInt8]]
    private let literals: LiteralSet
    private let words: PageWords
    /// By term: how many terms a search finds in it, itself included.
    private let hitsByTerm: [Int]
    private var random: SplitMix64
    private var hits: [LiteralHit] = []
    private(set) var statistics = Statistics()
    /// Hits sown in the page so far.
    private var sownHits = 0
    private var encodesLetters = false

    init(
        terms: [[UInt8]], hitsPerKilobyte: Double, seed: UInt64 = 2026, pageBytes: Int = 30_000,
        links: SiteLinks = SiteLinks()
    ) {
        self.terms = terms
        self.links = links
        self.hitsPerKilobyte = terms.isEmpty ? 0 : hitsPerKilobyte
        self.pageBytes = pageBytes
        literals = LiteralSet(terms)
        var found: [LiteralHit] = []
        hitsByTerm = terms.map { [literals] term in
            term.withUnsafeBufferPointer { literals.scan($0, into: &found) }
            return found.count
        }
        random = SplitMix64(seed: seed)
        words = PageWords { [literals] phrase in
            Array(String(decoding: phrase, as: UTF8.self).lowercased().utf8).withUnsafeBufferPointer {
                literals.scan($0, into: &found)
            }
            return found.isEmpty
        }
    }

    /// The next page.
    mutating func page() -> [UInt8] {
        var page: [UInt8] = []
        page.reserveCapacity(pageBytes + 4_000)
        encodesLetters = random.chance(0.25)
        sownHits = 0
        let before = statistics.textBytes
        appendHead(to: &page)
        appendMenu(to: &page)
        page += Array("<div class=\"wrap row\"><div class=\"left\" id=\"text\">\n".utf8)
        appendHeading(to: &page, level: 1)
        appendIndex(to: &page)
        var sinceBreak = 0
        while page.count < pageBytes - 5_000 {
            // Lists bring mark-up, paragraphs bring text: whichever the share of text asks for.
            let share = Double(statistics.textBytes - before) / Double(page.count)
            if share < 0.40 || sinceBreak > 0 {
                appendParagraph(to: &page)
                sinceBreak -= 1
            } else {
                random.chance(0.3) ? appendTable(to: &page) : appendLinks(to: &page)
                appendHeading(to: &page, level: 3)
                sinceBreak = 2
            }
        }
        page += Array("</div><div class=\"right\">\n".utf8)
        appendLinks(to: &page)
        appendTail(to: &page)
        statistics.pages += 1
        statistics.bytes += page.count
        page.withUnsafeBufferPointer { literals.scan($0, into: &hits) }
        statistics.found += hits.count
        return page
    }

    // MARK: parts

    private mutating func appendHead(to page: inout [UInt8]) {
        page += Array("<!DOCTYPE html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n<title>".utf8)
        appendText(to: &page, plain: pick(words.headings))
        page += Array("</title>\n<meta name=\"description\" content=\"".utf8)
        page += pick(words.headings)
        page += Array(
            "\">\n<link rel=\"stylesheet\" href=\"/css/cong.css?v=\(random.number(100...999))\">\n<style>\n".utf8)
        page += PageMarkup.styles[random.number(0...PageMarkup.styles.count - 1)]
        page += Array("\n</style>\n<script type=\"application/ld+json\">{\"@context\":\"https://schema.org\",".utf8)
        page += Array("\"@type\":\"NewsArticle\",\"headline\":\"".utf8)
        page += pick(words.headings)
        page += Array(
            "\",\"datePublished\":\"2026-0\(random.number(1...9))-\(random.number(10...28))\"}</script>\n".utf8)
        page += Array("</head>\n<body class=\"trang-\(random.number(1...40))\">\n".utf8)
        page += Array("<a class=\"sr-only\" href=\"#text\">".utf8)
        appendText(to: &page, plain: Array("Tới phần chính".utf8))
        page += Array(
            "</a>\n<form id=\"Form\" method=\"post\" action=\"/\"><input type=\"hidden\" name=\"state\" value=\"".utf8)
        PageMarkup.appendState(to: &page, byteCount: random.number(400...1_600), &random)
        page += Array("\">\n".utf8)
    }

    private mutating func appendMenu(to page: inout [UInt8]) {
        page += Array("<ul class=\"nav\" role=\"menubar\">\n".utf8)
        for index in 0..<min(random.number(6...9), words.menu.count) {
            page += Array(
                "<li class=\"item menu-item menu-item-\(index)\"><a href=\"\(links.menuEntry(index))\" role=\"menuitem\">"
                    .utf8)
            appendText(to: &page, plain: words.menu[index])
            page += Array("</a><ul class=\"drop\">".utf8)
            for sub in 0..<random.number(3...6) {
                page += Array("<li><a href=\"\(links.menuEntry(index, sub))\">".utf8)
                appendText(to: &page, plain: pick(words.menu))
                page += Array("</a></li>".utf8)
            }
            page += Array("</ul></li>\n".utf8)
        }
        page += Array("</ul>\n".utf8)
    }

    private mutating func appendHeading(to page: inout [UInt8], level: Int) {
        page += Array("<h\(level) class=\"tieu-de\">".utf8)
        appendText(to: &page, plain: pick(words.headings))
        page += Array("</h\(level)>\n".utf8)
    }

    /// The list of an index page; nothing elsewhere.
    private mutating func appendIndex(to page: inout [UInt8]) {
        let addresses = links.index(ofPage: statistics.pages)
        guard !addresses.isEmpty else { return }
        page += Array("<ul class=\"danh-sach\">\n".utf8)
        for address in addresses {
            page += Array("<li class=\"news-item\"><a href=\"\(address)\">".utf8)
            appendText(to: &page, plain: pick(words.headings))
            page += Array("</a></li>\n".utf8)
        }
        page += Array("</ul>\n".utf8)
    }

    private mutating func appendParagraph(to page: inout [UInt8]) {
        let frame = PageMarkup.paragraphs[random.number(0...PageMarkup.paragraphs.count - 1)]
        page += frame.open
        for _ in 0..<random.number(3...7) {
            appendSentence(to: &page)
            appendOwedTerms(to: &page)
        }
        page += frame.close
    }

    private mutating func appendLinks(to page: inout [UInt8]) {
        page += Array("<ul class=\"tin-lien-quan\">\n".utf8)
        for _ in 0..<random.number(5...10) {
            let number = random.number(1_000...99_999)
            let address = links.newsItem(number)
            page += Array(
                "<li class=\"news-item\"><a href=\"\(address)\" title=\"\"><img loading=\"lazy\" ".utf8)
            page += Array("src=\"/anh/nho/\(number).jpg\" alt=\"\"></a><a href=\"\(address)\">".utf8)
            appendText(to: &page, plain: pick(words.headings))
            page += Array("</a> <span class=\"ngay\">(\(number % 28 + 1)/\(number % 12 + 1)/2026)</span></li>\n".utf8)
            appendOwedTerms(to: &page)
        }
        page += Array("</ul>\n".utf8)
    }

    private mutating func appendTable(to page: inout [UInt8]) {
        page += Array("<table class=\"bang\" width=\"100%\"><tr><th>Thôn</th><th>ha</th><th>Tấn</th></tr>\n".utf8)
        for _ in 0..<random.number(5...9) {
            page += Array("<tr><td>".utf8)
            appendText(to: &page, plain: pick(words.places))
            page += Array("</td><td align=\"right\">\(random.number(1...400)),\(random.number(0...9))</td>".utf8)
            page += Array("<td align=\"right\">\(random.number(20...9_000))</td></tr>\n".utf8)
            statistics.textBytes += 10
        }
        page += Array("</table>\n".utf8)
    }

    private mutating func appendTail(to page: inout [UInt8]) {
        page += Array("</div></div></form>\n<div class=\"footer\"><p>".utf8)
        appendSentence(to: &page)
        page += Array("</p><p>0900 000 000 &copy; 2026</p></div>\n".utf8)
        for script in PageMarkup.scripts {
            page += Array("<script type=\"text/javascript\">\n".utf8)
            page += script
            page += Array("\n</script>\n".utf8)
        }
        page += Array("</body>\n</html>\n".utf8)
    }

    // MARK: text

    private mutating func pick(_ phrases: [[UInt8]]) -> [UInt8] { phrases[random.skewed(below: phrases.count)] }

    /// Appends a sentence that holds no term; after a few tries, none.
    private mutating func appendSentence(to page: inout [UInt8]) {
        var sentence: [UInt8] = []
        for _ in 0..<8 {
            sentence.removeAll(keepingCapacity: true)
            words.appendSentence(to: &sentence, &random)
            sentence.withUnsafeBufferPointer { literals.scan($0, into: &hits) }
            if hits.isEmpty { break }
        }
        if hits.isEmpty { appendText(to: &page, plain: sentence) }
    }

    /// Sows the terms that the page's length has earned since the last ones.
    private mutating func appendOwedTerms(to page: inout [UInt8]) {
        guard hitsPerKilobyte > 0 else { return }
        // Head, footer and scripts earn terms too, but none are sown there: the text between carries theirs.
        let bodyShare = Double(pageBytes) / Double(pageBytes - 3_500)
        let due = min(Double(page.count) * bodyShare, Double(pageBytes)) * hitsPerKilobyte / 1_000
        while Double(sownHits) < due {
            let index = random.number(0...terms.count - 1)
            page += terms[index]
            page += [0x2C, 0x20]
            statistics.textBytes += terms[index].count + 2
            statistics.sown += 1
            sownHits += hitsByTerm[index]
        }
    }

    /// Appends text; in pages that encode letters, some as decimal or hexadecimal references.
    private mutating func appendText(to page: inout [UInt8], plain: [UInt8]) {
        statistics.textBytes += plain.count
        guard encodesLetters else {
            page += plain
            return
        }
        for scalar in String(decoding: plain, as: UTF8.self).unicodeScalars {
            if scalar.value > 0x7F, random.chance(0.15) {
                let isHex = random.chance(0.5)
                page += Array((isHex ? "&#x" + String(scalar.value, radix: 16) : "&#\(scalar.value)").utf8)
                page.append(UInt8(ascii: ";"))
            } else {
                page += Array(String(scalar).utf8)
            }
        }
    }
}
