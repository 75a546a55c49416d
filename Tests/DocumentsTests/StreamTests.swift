import Testing

@testable import Documents

@Suite struct StreamTests {
    private static let documents: [ExtractedDocument] = {
        var first = ExtractedDocument(path: ["a", "b.pdf"], kind: .pdf)
        first.state = .cut
        first.faults = [.broken, .noText]
        first.facts.pageCount = 3
        first.facts.hasMacros = true
        first.facts.remoteReferences = ["http://x/"]
        first.parts = [
            .init(
                place: "page 1",
                blocks: [.init([.init("một", hiding: .vanish), .init("hai", url: "https://a.vn/")]), .init([])])
        ]
        var second = ExtractedDocument(kind: .html)
        second.source = Array("<p>".utf8)
        return [first, second]
    }()

    private static let bytes = documents.flatMap { DocumentEncoder.message($0) } + DocumentEncoder.endMark

    @Test func whatGoesInComesOut() {
        let result = DocumentDecoder.documents(in: Self.bytes)
        #expect(result.isWhole && result.documents == Self.documents)
    }

    @Test func aFrontPartIsNeverCalledWhole() {
        for end in 0..<Self.bytes.count {
            let result = DocumentDecoder.documents(in: Array(Self.bytes[..<end]))
            #expect(!result.isWhole && result.documents.count <= 2)
        }
        #expect(!DocumentDecoder.documents(in: Self.bytes + [0]).isWhole)
    }

    @Test func changedBytesEndInDocumentsOrNothing() {
        var dice = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            var bytes = Self.bytes
            for _ in 0..<Int.random(in: 1...4, using: &dice) {
                bytes[Int.random(in: 0..<bytes.count, using: &dice)] = UInt8.random(in: 0...255, using: &dice)
            }
            _ = DocumentDecoder.documents(in: bytes)
        }
    }

    @Test func countsThatPromiseMoreThanCameEndIt() {
        let lie: [UInt8] = [8, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]
        #expect(DocumentDecoder.documents(in: lie).documents.isEmpty)
    }

    @Test func limitsSurviveTheirWords() {
        #expect(DocumentLimits(words: DocumentLimits().words) == DocumentLimits())
        for words in [[], ["1"], Array(repeating: "0", count: 10), Array(repeating: "x", count: 10)] {
            #expect(DocumentLimits(words: words) == nil)
        }
    }
}
