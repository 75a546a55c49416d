import Foundation
import Portals
import Testing
import VietText

@Suite struct ReportTests {
    private func html(_ scratch: Scratch, _ language: Texts.Language = .vi) async throws -> String {
        let texts = try Texts(resources: resources, room: "portals", language: language)
        return try await inspect([scratch.path], HTMLFormat(texts: texts, resources: resources, now: 1_763_694_000))
            .text
    }

    @Test func theReportSaysFirstWhetherItIsAllRight() async throws {
        let scratch = try Scratch()
        try scratch.write("a.html", "planted text")
        try scratch.write("b.html", "ordinary")
        let text = try await html(scratch)
        #expect(text.contains("Có 1 tài liệu bị cài cắm"))
        #expect(text.contains("10:00 21/11/2025"))
        #expect(text.contains("<mark class=\"w3\" title=\"test.planted · +1,50\">planted</mark>"))
        #expect(text.contains("bị tắt hiển thị (display: none)"))
        #expect(text.contains("hxxps://bet.example/"))
        #expect(try await html(scratch, .en).contains("1 inputs carry planted content"))
    }

    @Test func textOfAPageIsNeverMarkup() async throws {
        let scratch = try Scratch()
        let hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&planted\u{1B}[2J\u{202E}"
        try scratch.write("a<b>&\"c.html", hostile)
        let text = try await html(scratch)
        #expect(!text.contains("<script"))
        #expect(!text.contains("<img"))
        #expect(!text.contains("\u{1B}"))
        #expect(!text.contains("\u{202E}"))
        #expect(text.contains("&lt;script&gt;alert(1)"))
        #expect(text.contains("a&lt;b&gt;&amp;"))
    }

    @Test func theReportLoadsNothing() async throws {
        let scratch = try Scratch()
        try scratch.write("a.html", "planted")
        let text = try await html(scratch)
        for needle in ["src=", "url(", "@import", "<a ", "http://", "https://"] { #expect(!text.contains(needle)) }
        #expect(text.contains("default-src 'none'"))
    }

    @Test func aCleanRunAndAnUnreadableOneAreToldApart() async throws {
        let scratch = try Scratch()
        try scratch.write("a.html", "ordinary")
        #expect(try await html(scratch).contains("Không phát hiện nội dung cài cắm trong 1 tài liệu."))
        try scratch.write("b.jsonl", "{broken")
        let text = try await html(scratch)
        #expect(text.contains("Chưa thể kết luận: 1 tài liệu không đọc được."))
        #expect(text.contains("the line is no valid JSON"))
    }
}
