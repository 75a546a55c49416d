import Foundation
import PlantedContent
import Testing

@testable import Portals

@Suite struct ContentCheckTests {
    private static let shared: ContentCheck? = try? ContentCheck(resources: resources)

    private func answer(_ body: String, _ type: String = "application/json") throws -> [String: Any] {
        let check = try #require(Self.shared)
        let bytes = check.check(try CheckRequest(body: Array(body.utf8), contentType: type))
        return try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    }

    @Test func anAdvertIsNamedWithItsBlockAndNewsIsNot() throws {
        let advert = try answer(
            "{\"text\":\"Nhà cái uy tín số 1, nạp tiền \\u0111\\u0103ng ký nhận thưởng 500k\\ncá cược bóng đá\"}")
        #expect(advert["verdict"] as? String == "planted")
        #expect((advert["blocks"] as? [Any])?.isEmpty == false)
        #expect((advert["pack"] as? String)?.hasPrefix("planted-content@") == true)
        let page =
            "<p>UBND xã thông báo lịch tiếp công dân tháng 12.</p><div style=\"display:none\">nhà cái uy tín đăng ký nhận 500k cá cược bóng đá</div>"
        let hidden = try answer(page, "text/html; charset=utf-8")
        #expect(hidden["verdict"] as? String == "planted")
        let news = try answer("UBND xã thông báo lịch tiếp công dân tháng 12 tại trụ sở.", "text/plain")
        #expect(news["verdict"] as? String == "clean")
    }

    @Test func theBaseAddressIsTaken() throws {
        let request = try CheckRequest(
            body: Array("{\"base_url\":\"https:\\/\\/xa.example.vn\\/\",\"html\":\"<p>a</p>\",\"more\":[1]}".utf8),
            contentType: "application/json")
        #expect(request.baseURL == "https://xa.example.vn/")
        #expect(request.kind == .html)
        #expect(request.content == Array("<p>a</p>".utf8))
    }

    @Test(arguments: [
        ("{}", "application/json", CheckRequest.Fault.oneOfTextAndHTML),
        ("{\"text\":\"a\",\"html\":\"b\"}", "application/json", .oneOfTextAndHTML),
        ("{\"text\":5}", "application/json", .oneOfTextAndHTML),
        ("{\"text\":\"a\",\"base_url\":7}", "application/json", .badBaseURL),
        ("{\"text\":\"a\"", "application/json", .malformed),
        ("a", "application/pdf", .unsupported), ("a", "", .unsupported),
    ])
    func whatCannotBeCheckedIsRefusedByName(body: String, type: String, fault: CheckRequest.Fault) {
        #expect(throws: fault) { try CheckRequest(body: Array(body.utf8), contentType: type) }
    }

    @Test func aBodyThatIsTooLargeIsRefused() {
        let body = [UInt8](repeating: 0x61, count: CheckRequest.maxBytes + 1)
        #expect(throws: CheckRequest.Fault.tooLarge) { try CheckRequest(body: body, contentType: "text/plain") }
    }

    @Test func noPrefixOfARequestBreaksIt() throws {
        let body = Array("{\"html\":\"<p>nhà \\ud83d\\ude00 cái</p>\",\"base_url\":\"https://a.example.vn/\"}".utf8)
        let check = try #require(Self.shared)
        for end in 0...body.count {
            guard let request = try? CheckRequest(body: Array(body[..<end]), contentType: "application/json") else {
                continue
            }
            #expect(!check.check(request).isEmpty)
        }
        let deep = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
        #expect(throws: CheckRequest.Fault.malformed) {
            try CheckRequest(body: Array("{\"text\":".utf8) + deep, contentType: "application/json")
        }
    }

    /// Ten kilobytes of a page, as many at once as there are cores. Debug builds are slower than the program.
    @Test func thousandsASecondAreChecked() async throws {
        let check = try #require(Self.shared)
        let paragraph =
            "<p>Ủy ban nhân dân xã thông báo lịch tiếp công dân và kết quả giải quyết thủ tục hành chính.</p>\n"
        let page = Array(String(repeating: paragraph, count: 10_240 / paragraph.utf8.count + 1).utf8)
        let request = try CheckRequest(body: page, contentType: "text/html")
        _ = check.check(request)
        let clock = ContinuousClock()
        let took = await clock.measure {
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<2 {
                    group.addTask { for _ in 0..<500 { _ = check.check(request) } }
                }
            }
        }
        let perSecond = 1_000 / (took / .seconds(1))
        print("content checks of \(page.count) bytes: \(Int(perSecond)) a second")
        #expect(perSecond > 200)
    }
}
