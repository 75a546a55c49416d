import Documents
import Testing

@testable import Portals

@Suite struct PaperTests {
    private static let document: ExtractedDocument = {
        var document = ExtractedDocument(kind: .pdf)
        document.parts = [
            .init(place: "page 1", blocks: [.init([.init("Công văn <số> 1 & 2, xem https://a.vn/x?y=1&z=2.")])]),
            .init(
                place: "page 2",
                blocks: [
                    .init([.init("thấy "), .init("ẩn <b>", hiding: .vanish), .init(" thấy", url: "https://b.vn/\"")])
                ]),
        ]
        return document
    }()

    @Test func everyByteOfThePageLeadsBackIntoTheText() throws {
        let page = PaperPage(Self.document)
        let text = String(decoding: page.text, as: UTF8.self)
        #expect(text == "Công văn <số> 1 & 2, xem https://a.vn/x?y=1&z=2.\nthấy ẩn <b> thấy\n")
        for word in ["Công", " 1 ", " 2, xem", "thấy ", "ẩn "] {
            let own = try #require(Self.find(word, in: page.html))
            let there = page.textOffset(own)..<page.textOffset(own + word.utf8.count)
            #expect(String(decoding: page.text[there], as: UTF8.self) == word, "\(word)")
        }
        for offset in 0...page.html.count { #expect((0...page.text.count).contains(page.textOffset(offset))) }
    }

    @Test func placesAndReasonsAreFoundAgain() throws {
        let page = PaperPage(Self.document)
        let hidden = try #require(Self.find("ẩn ", in: page.html))
        #expect(page.place(at: hidden) == "page 2" && page.hiding(in: hidden..<(hidden + 3)) == .vanish)
        let seen = try #require(Self.find("xem", in: page.html))
        #expect(page.place(at: seen) == "page 1" && page.hiding(in: seen..<(seen + 3)) == nil)
    }

    @Test func addressesInTheTextBecomeLinksAndQuotesCannotEscape() {
        let html = String(decoding: PaperPage(Self.document).html, as: UTF8.self)
        #expect(html.contains("<a href=\"https://a.vn/x?y=1&amp;z=2\">https://a.vn/x?y=1&amp;z=2</a>."))
        #expect(html.contains("<a href=\"https://b.vn/&quot;\">"))
        #expect(html.contains("<span hidden>ẩn &lt;b&gt;</span>"))
    }

    @Test(arguments: [
        ("https://a.vn.", 12), ("http://a", 8), ("HTTPS://a.vn)", 12), ("http://", nil), ("https:/a", nil),
        ("hat", nil), ("http", nil),
    ])
    func bareAddressesEndWhereTheyEnd(text: String, end: Int?) {
        #expect(BareAddress.end(in: Array(text.utf8), from: 0) == end)
    }

    @Test func whatWasNotReadWholeIsNeverClean() {
        struct Calm: PageInspecting {
            func inspect(_ bytes: UnsafeBufferPointer<UInt8>, kind: InputKind, baseURL: String?) -> InspectionResult {
                InspectionResult(tier: .clean)
            }
        }
        for fault in DocumentFault.allCases {
            var document = Self.document
            document.state = .cut
            document.faults = [fault]
            let result = PaperInspector(inspector: Calm()).inspect(document, byteCount: 9, baseURL: nil)
            #expect(result.tier == .unreadable && result.reason?.hasPrefix("read in part: ") == true)
        }
        let whole = PaperInspector(inspector: Calm()).inspect(Self.document, byteCount: 9, baseURL: nil)
        #expect(whole.tier == .clean && whole.paper?.textOf == "pdf")
    }

    private static func find(_ word: String, in bytes: [UInt8]) -> Int? {
        let wanted = Array(word.utf8)
        return (0...(bytes.count - wanted.count)).first { bytes[$0..<($0 + wanted.count)].elementsEqual(wanted) }
    }
}
