import PlantedContent
import Testing

/// Whatever the bytes are, the engine answers, and says no more than its caps allow.
struct HostileInputTests {
    static let samples = [
        "planted/an-display-none.html", "planted/ma-packer.html", "planted/bang-ma-utf-16.html",
    ]

    private func check(_ source: [UInt8], _ inspector: Inspector, _ form: Inspector.Form = .html) {
        let found = source.withUnsafeBufferPointer { inspector.inspect($0, form: form) }
        let isBounded =
            found.findings.count <= 16 && found.links.count <= 100 && (0...1).contains(found.score)
            && found.findings.allSatisfy { finding in
                finding.terms.count <= 96 && finding.start >= 0 && finding.start <= finding.end
                    && finding.end <= source.count
                    && finding.terms.allSatisfy { $0.start >= 0 && $0.start <= $0.end && $0.end <= source.count }
            }
            && found.links.allSatisfy { $0.start >= 0 && $0.start <= $0.end && $0.end <= source.count }
        #expect(
            isBounded,
            "\(source.count) bytes, \(found.findings.count) findings, \(found.links.count) links"
        )
    }

    @Test(arguments: samples)
    func noPrefixOfAPageDoesHarm(path: String) {
        let page = StagedPage(path: path, expected: "", categories: []).bytes
        #expect(page.count > 500)
        let inspector = Inspector(rules: ShippedPack.rules)
        // Every prefix of what differs from page to page, a step elsewhere.
        let step = max(1, page.count / 1_500)
        for end in stride(from: 0, through: page.count, by: step) { check(Array(page[..<end]), inspector) }
    }

    @Test func noMutationOfAPageDoesHarm() {
        var random = SeededBytes(17)
        let pages = StagedPage.all.filter { $0.expected != "clean" }.map(\.bytes)
        let inspector = Inspector(rules: ShippedPack.rules)
        for round in 0..<2_000 {
            var page = pages[round % pages.count]
            for _ in 0..<Int.random(in: 1...12, using: &random) { random.mutate(&page) }
            check(page, inspector, round % 9 == 0 ? .text : .html)
        }
    }

    @Test(arguments: [Inspector.Form.html, .text])
    func aLineOfAMegabyteIsRead(form: Inspector.Form) {
        let advert = "Nhà cái uy tín Lucky88x khuyến mãi nạp đầu, anh em đăng ký ngay, soi cầu lô đề. "
        let line = Array(String(repeating: advert, count: 1_100_000 / advert.utf8.count).utf8)
        let inspector = Inspector(rules: ShippedPack.rules)
        check(line, inspector, form)
        #expect(line.withUnsafeBufferPointer { inspector.inspect($0, form: form) }.tier == .planted)
    }

    @Test(arguments: ["a", "0", ".", "\"", "“", "n.", "&", "<", "а", "-a", "a1", "\u{301}"])
    func aMegabyteOfOneThingIsRead(unit: String) {
        check(
            Array(String(repeating: unit, count: 1_000_000 / unit.utf8.count).utf8), Inspector(rules: ShippedPack.rules)
        )
    }

    @Test func aHundredThousandNestedTagsAreRead() {
        let page = String(repeating: "<div style='display:none'>", count: 100_000) + "nhà cái uy tín đăng ký ngay"
        check(Array(page.utf8), Inspector(rules: ShippedPack.rules))
    }

    @Test func aHundredThousandLinksAreRead() {
        let links = (0..<100_000).map { "<a href='https://k\($0).f8bet\($0 % 90).example/'>nhà cái f8bet</a>" }.joined()
        let inspector = Inspector(rules: ShippedPack.rules)
        check(Array(links.utf8), inspector)
        #expect(Array(links.utf8).withUnsafeBufferPointer { inspector.inspect($0, form: .html) }.links.count == 100)
    }
}

/// Numbers that are the same in every run, and what they do to a page.
struct SeededBytes: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    private static let pieces: [[UInt8]] = [
        "<", ">", "\"", "'", "<!--", "-->", "<script>", "</script>", "</p>", "<div hidden>", "&#", "&amp;", "&#x1F600;",
        "<style>", "\u{0}", "\u{200B}", "\u{301}", "<title>", "</body>", "style=", "<a href=//x.example>", "\u{FEFF}",
    ].map { Array($0.utf8) }

    /// One edit: a byte changed, a stretch removed or doubled, a piece of mark-up put in.
    mutating func mutate(_ page: inout [UInt8]) {
        guard !page.isEmpty else { return }
        let at = Int.random(in: 0..<page.count, using: &self)
        switch Int.random(in: 0..<4, using: &self) {
        case 0: page[at] = UInt8.random(in: 0...255, using: &self)
        case 1: page.removeSubrange(at..<min(page.count, at + Int.random(in: 1...40, using: &self)))
        case 2: page.insert(contentsOf: Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &self)], at: at)
        default:
            let end = min(page.count, at + Int.random(in: 1...200, using: &self))
            page.insert(contentsOf: page[at..<end], at: Int.random(in: 0...page.count, using: &self))
        }
    }
}
