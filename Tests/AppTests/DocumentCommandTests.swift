import Foundation
import Testing

/// The program reads documents in its box, from the command line.
@Suite struct DocumentCommandTests {
    private static let advert = "Nhà cái uy tín số 1 Việt Nam, đăng ký tặng 88k, nạp rút nhanh, tỷ lệ kèo cao nhất"

    private func mail(_ text: String) -> String {
        "Subject: x\r\nFrom: a@b.example\r\nTo: c@d.example\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\(text)\r\n"
    }

    private func object(_ line: some StringProtocol) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }

    @Test func aMailIsInspectedAndSaysWhatItsOffsetsAreOf() throws {
        let scratch = try Scratch()
        let file = try scratch.write("thu.eml", mail(Self.advert))
        let result = try Program.run(["inspect", "--format", "json", file])
        #expect(result.code == 1, "\(result.errors)")
        let found = try object(result.output)
        #expect(found["verdict"] as? String == "planted" && found["text_of"] as? String == "mail")
        let blocks = try #require(found["blocks"] as? [[String: Any]])
        #expect(blocks.first?["place"] as? String == "mail body" && blocks.first?["zone"] as? String == "document")
    }

    @Test func standardInputIsReadByItsFirstBytes() throws {
        let result = try Program.run(
            ["inspect", "--format", "json", "-"], input: mail("Kính gửi các đơn vị, lịch họp tuần này."))
        #expect(result.code == 0, "\(result.output)")
        #expect(try object(result.output)["text_of"] as? String == "mail")
    }

    @Test func aFileOfAGigabyteIsRefusedInAMomentAndWithoutMemory() async throws {
        let scratch = try Scratch()
        let file = try scratch.write("lon.pdf", "%PDF-1.7\n")
        try FileHandle(forWritingTo: URL(fileURLWithPath: file)).truncate(atOffset: 1 << 30)
        let running = try Program.start(["inspect", "--format", "json", file])
        let result = try await running.result(within: .seconds(20))
        #expect(result.code == 3)
        #expect(
            try object(result.output)["reason"] as? String
                == "larger than documents may be (128 MB)")
        #expect(running.peakKilobytes < 200 << 10)
    }

    @Test func theHelpNamesTheKinds() throws {
        #expect(try Program.run(["inspect", "--help"]).output.contains(".pdf .docx .eml .zip"))
        #expect(try !Program.run(["--help"]).output.contains("read-document"))
    }

    @Test func theReaderRefusesWordsThatItsParentNeverSays() throws {
        for words in [[], ["pdf"], ["pdf", "1", "2"], ["x"] + Array(repeating: "9", count: 10)] {
            #expect(try Program.run(["read-document"] + words).code != 0)
        }
    }
}
