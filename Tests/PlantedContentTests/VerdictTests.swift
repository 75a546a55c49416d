import Testing

@testable import PlantedContent

struct VerdictTests {
    private static let advert = "Nhà cái uy tín Sunwin khuyến mãi hoàn trả, anh em đăng ký ngay"
    private static let article = """
        <article><h1>Công an triệt phá đường dây lô đề</h1><p>Công an huyện triệt phá một nhóm lô đề, tài xỉu.</p>
        <p>Cảnh báo người dân theo nghị định; vụ án sẽ được xét xử.</p></article>
        """

    @Test(arguments: SmallPack.words.map(\.0) + ["Sunwin", "f8bet", "Jun88", "omni858", "hitclub"])
    func oneWordOrOneBrandNeverReachesReview(word: String) {
        for text in [
            word, "\(word) \(word) \(word) \(word)", "Chiều nay trời mưa, \(word) ở cuối câu.",
            "<div style='display:none'>\(word)</div>", "<footer>\(word)</footer>", "<title>\(word)</title>",
        ] {
            #expect(verdict(text).tier == .clean, "\(text)")
        }
    }

    @Test func callsToActionAndPraiseAloneAreNoAdvertBelowFour() {
        let words = SmallPack.words.filter { [.action, .promise, .reader].contains($0.1) }.map(\.0)
        #expect(words.count == 4)
        func tier(_ words: some Sequence<String>) -> Tier {
            verdict("<div style='display:none'>\(words.joined(separator: " | "))</div>").tier
        }
        #expect(tier(words.prefix(3)) == .clean)
        #expect(tier(words) != .clean)
        // One word that names the thing makes the difference.
        #expect(tier(words.prefix(2) + ["tài xỉu"]) != .clean)
    }

    @Test func anAdvertIsFoundWithItsWordsWhereTheyStand() throws {
        let page = "<html><body><p>Lịch họp.</p><footer><p>\(Self.advert)</p></footer></body></html>"
        let found = verdict(page)
        #expect(found.tier == .planted)
        #expect(found.categories == [.gambling])
        let finding = try #require(found.findings.first)
        #expect(finding.zone == "footer")
        #expect(finding.text == Self.advert)
        #expect(Array(bytes(page)[finding.start..<finding.end]) == bytes(Self.advert))
        for term in finding.terms {
            #expect(String(decoding: bytes(page)[term.start..<term.end], as: UTF8.self) == term.text)
        }
        let rules = Set(finding.terms.map(\.rule))
        #expect(
            rules.isSuperset(of: ["advert/nhà-cái-uy-tín", "brand/stem", "offer/khuyến-mãi", "action/đăng-ký-ngay"]))
        #expect(finding.terms.first { $0.rule == "advert/nhà-cái" }?.weight ?? 0 > 0)
    }

    @Test func anArticlesContrastDoesNotExcuseAPlantedFooter() {
        #expect(verdict(Self.article).tier == .clean)
        let planted = verdict(Self.article + "<footer><p>\(Self.advert)</p></footer>")
        #expect(planted.tier == .planted)
        #expect(planted.findings.first?.zone == "footer")
        let hidden = verdict(Self.article + "<div style=\"display:none\">\(Self.advert)</div>")
        #expect(hidden.tier == .planted)
        #expect(hidden.findings.first?.text == Self.advert)
    }

    @Test func contrastInItsOwnPassageSpeaksAgainst() {
        let plain = verdict("<p>Nhà cái tài xỉu khuyến mãi</p>")
        let warned = verdict("<p>Công an cảnh báo: nhà cái tài xỉu khuyến mãi</p>")
        #expect(warned.score < plain.score)
    }

    @Test(arguments: [
        ("<div style='display:none'>", "display-none"), ("<div style='visibility:hidden'>", "visibility"),
        ("<div style='opacity:0'>", "opacity"), ("<div style='font-size:0'>", "font-size"),
        ("<div style='position:absolute;left:-9999px'>", "off-screen"), ("<div hidden>", "attribute"),
        ("<div style='color:#fff;background:#fff'>", "same-colour"), ("<template>", "template"),
    ])
    func theReasonOfHidingIsNamed(opening: String, reason: String) {
        let found = verdict("<body><p>Lịch họp</p>\(opening)\(Self.advert)</div></template></body>")
        #expect(found.tier == .planted)
        #expect(found.findings.first?.hidden.contains(reason) == true, "\(found.findings.map(\.hidden))")
    }

    @Test func aMarkupCommentIsHidden() {
        let found = verdict("<p>Lịch họp</p><!-- \(Self.advert) -->")
        #expect(found.findings.first?.zone == "markup-comment")
        #expect(found.findings.first?.hidden == ["markup-comment"])
    }

    @Test func plainSightHasNoReason() {
        #expect(verdict("<p>\(Self.advert)</p>").findings.first?.hidden == [])
    }

    @Test func theAnswerDoesNotDependOnThePageBefore() {
        let inspector = Inspector(rules: SmallPack.rules)
        let pages = [Self.article, "<footer>\(Self.advert)</footer>", "", Self.article, "<p>\(Self.advert)</p>"]
        for page in pages {
            let reused = bytes(page).withUnsafeBufferPointer { inspector.inspect($0, form: .html) }
            let fresh = verdict(page)
            #expect(reused.tier == fresh.tier)
            #expect(reused.score == fresh.score)
            #expect(reused.findings.map(\.start) == fresh.findings.map(\.start))
        }
    }
}

struct LinkTests {
    private func reasons(_ html: String, baseHost: String? = nil) -> [String] {
        verdict(html, baseHost: baseHost).links.map { "\($0.host) \($0.reason)" }
    }

    private func hidden(_ host: String) -> String {
        "<div style='display:none'><a href='https://\(host)/'>vào</a></div>"
    }

    @Test func aListedHostIsNamedAndAddsItsWeight() {
        let page = { (host: String) in "<p>Mời xem cổng game <a href='https://www.\(host)/a'>tại đây</a></p>" }
        #expect(reasons(page("xau.example")) == ["www.xau.example listed"])
        #expect(verdict(page("xau.example")).score > verdict(page("tot.example")).score)
        #expect(verdict(page("xau.example")).tier >= .review)
        #expect(verdict(page("xau.example")).findings.first?.category == .sex)
    }

    @Test func aHostLikeABrandIsNamed() {
        #expect(reasons("<a href='https://m.f8bet-vip.example/'>vào</a>") == ["m.f8bet-vip.example brand"])
        // A stem alone makes no host.
        #expect(reasons("<a href='https://sunwin.example/'>vào</a>").isEmpty)
    }

    @Test func aForeignHostIsNamedOnlyWhereItHides() {
        #expect(reasons("<a href='https://la.example/'>vào</a>").isEmpty)
        #expect(reasons(hidden("la.example")) == ["la.example external-hidden"])
    }

    @Test func linksOfTheSiteItselfAreOrdinary() {
        #expect(reasons(hidden("tin.nha.com.vn"), baseHost: "www.nha.com.vn").isEmpty)
        #expect(reasons(hidden("khac.com.vn"), baseHost: "www.nha.com.vn") == ["khac.com.vn external-hidden"])
        // Without a known base the page's own word is taken.
        let own = "<link rel='canonical' href='https://www.nha.com.vn/bai'>"
        #expect(reasons(own + hidden("tin.nha.com.vn")).isEmpty)
        #expect(reasons(own + hidden("khac.com.vn")) == ["khac.com.vn external-hidden"])
    }

    @Test func whatAPageSaysOfItselfExcusesNoForeignHost() {
        let own = "<link rel='canonical' href='https://www.nha.com.vn/bai'>"
        #expect(
            reasons(own + hidden("tin.nha.com.vn"), baseHost: "www.khac.com.vn")
                .contains("tin.nha.com.vn external-hidden"))
        let posing = "<link rel='canonical' href='https://f8bet.example/'>"
        #expect(reasons(posing + hidden("f8bet.example")).contains("f8bet.example brand"))
    }

    @Test func allowedHostsAreOrdinaryEvenHidden() {
        #expect(reasons(hidden("www.tinh.gov.vn")).isEmpty)
    }

    @Test(arguments: [
        ("www.xa.tinh.gov.vn", "tinh.gov.vn"), ("nha.com.vn", "nha.com.vn"), ("a.b.nha.vn", "b.nha.vn"),
        ("a.b.nhanh.example", "nhanh.example"), ("nha.vn", "nha.vn"), ("localhost", "localhost"), ("", ""),
    ])
    func aSiteIsTheHostWithoutItsSubdomains(host: String, site: String) {
        #expect(LinkJudge.siteSuffix(bytes(host)) == bytes(site))
    }
}

struct UnreadableTests {
    @Test(arguments: [Inspector.Form.html, .text])
    func anEmptyInputIsUnreadable(form: Inspector.Form) {
        let found = verdict("", form)
        #expect(found.tier == .unreadable)
        #expect(found.unreadableReason == "empty input")
    }

    @Test func binaryNoiseIsUnreadable() {
        var random = Seeded(11)
        let noise = (0..<20_000).map { _ in UInt8.random(in: 0...255, using: &random) }
        let found = verdict(noise, .html)
        #expect(found.tier == .unreadable, "\(found.encoding) \(found.replacements)")
        #expect(found.unreadableReason == "not text in a known encoding")
    }

    @Test func aFewBadBytesLeaveAPageReadable() {
        var page = bytes("<p>" + String(repeating: "Lịch tiếp công dân của xã. ", count: 40))
        page.insert(contentsOf: [0xC3, 0x28, 0xFF], at: 300)
        let found = verdict(page)
        #expect(found.tier == .clean)
        #expect(found.replacements > 0)
        #expect(found.unreadableReason == nil)
    }

    @Test func anAdvertAmidNoiseIsStillFound() {
        var page = bytes("<p>Nhà cái uy tín Sunwin khuyến mãi hoàn trả, anh em đăng ký ngay</p>")
        page += Array(repeating: 0xFF, count: 500)
        #expect(verdict(page, .html).tier != .unreadable)
    }
}
