import Foundation
import Testing

@testable import StagedPortal

@Suite struct PurityTests {
    @Test(arguments: [UInt64(1), 2, 77, .max])
    func theSameSeedAndRequestGiveTheSameBytes(seed: UInt64) throws {
        let options = PortalOptions(seed: seed)
        let first = try Shipped.portal(options)
        let second = try Shipped.portal(options)
        #expect(first.truth == second.truth)
        #expect(first.accessLog() == second.accessLog())
        for path in ["/", "/robots.txt", "/sitemap-1.xml"] + first.honestPages + first.truth.map(\.path) {
            var request = PortalRequest.get(path)
            request.acceptEncoding = "gzip, deflate, br"
            let answer = first.answer(request)
            #expect(answer.fingerprint == first.answer(request).fingerprint, "\(path)")
            #expect(answer.fingerprint == second.answer(request).fingerprint, "\(path)")
        }
    }

    @Test func anotherSeedDrawsAnotherPortal() throws {
        let first = try Shipped.portal(PortalOptions(seed: 3))
        let second = try Shipped.portal(PortalOptions(seed: 4))
        #expect(first.honestPages != second.honestPages)
        #expect(first.truth != second.truth)
    }

    @Test func onlyPagesThatDriftDependOnTheOrdinal() throws {
        let portal = try #require(Shipped.full)
        var changed = 0
        for path in portal.honestPages {
            var later = PortalRequest.get(path)
            later.ordinal = 91
            if portal.answer(.get(path)).page != portal.answer(later).page { changed += 1 }
        }
        #expect(changed > 1)
        #expect(changed < portal.honestPages.count / 3)
    }

    @Test func phonesGetAnotherMenuButTheSameText() throws {
        let portal = try #require(Shipped.full)
        let desk = String(decoding: portal.answer(.get("/sitemap.html")).page, as: UTF8.self)
        let phone = String(decoding: portal.answer(.get("/sitemap.html", as: .phone)).page, as: UTF8.self)
        #expect(desk != phone)
        #expect(phone.contains("di-dong"))
        #expect(phone.contains("<h1>Sơ đồ trang</h1>"))
    }

    @Test func everyCodingAndFramingOccurs() throws {
        let portal = try #require(Shipped.full)
        var codings: Set<ContentCoding> = []
        var framings: Set<Framing> = []
        for path in portal.honestPages + portal.truth.map(\.path) {
            var request = PortalRequest.get(path)
            request.acceptEncoding = "gzip, deflate"
            let answer = portal.answer(request)
            codings.insert(answer.coding)
            framings.insert(answer.framing)
        }
        #expect(codings == Set(ContentCoding.allCases))
        #expect(framings == [.length, .chunked, .close])
    }

    @Test func aClientThatAsksForNoCodingGetsNoneButUnaskedBrotli() throws {
        let portal = try #require(Shipped.full)
        let codings = Set(portal.honestPages.map { portal.answer(.get($0)).coding })
        #expect(codings == [.identity, .br])
    }

    @Test(arguments: [
        "", "x", "http://", "//", "/%", "/%zz?%", "/tim-kiem?q=%00%FF<script>",
        "/tin-tuc/trang-99999999999999999999.html",
        "/tin-tuc/trang--1.html", "/lich-cong-tac?thang=-5&nam=9223372036854775807", "/van-ban-phap-quy?nam=x&&&=",
        "/tra-cuu-ho-so;jsessionid=", "/tai-lieu/../../etc/passwd", "/" + String(repeating: "a/", count: 6_000),
        "/.gif", "/.",
    ])
    func aHostileTargetGetsAnAnswer(target: String) throws {
        let portal = try #require(Shipped.full)
        let answer = portal.answer(.get(target))
        #expect([200, 400, 404].contains(answer.status))
        #expect(!String(decoding: answer.page, as: UTF8.self).contains("<script>\""))
        for end in stride(from: 0, to: min(target.count, 200), by: 1) {
            _ = portal.answer(.get(String(target.prefix(end)), cookie: String(target.prefix(end))))
        }
    }

    @Test func theSearchPageEscapesWhatItEchoes() throws {
        let portal = try #require(Shipped.full)
        let page = String(decoding: portal.answer(.get("/tim-kiem?q=%3Cscript%3Ealert(1)")).page, as: UTF8.self)
        #expect(!page.contains("<script>alert"))
        #expect(page.contains("&lt;script&gt;alert(1)"))
    }

    @Test(arguments: [
        "/tin-tuc/", "//tin-tuc", "/tin-tuc/trang-1.html", "/hoi-dap/trang-02.html", "/hoi-dap/trang-99.html",
    ])
    func aListingHasOneAddress(path: String) throws {
        let portal = try #require(Shipped.full)
        #expect(portal.answer(.get(path)).status == 404)
        #expect(portal.answer(.get("/hoi-dap/trang-2.html")).status == 200)
    }

    @Test func aHostFieldThatIsNoHostIsNotEchoed() throws {
        let portal = try #require(Shipped.full)
        var request = PortalRequest.get("/sitemap.xml")
        request.host = "a\"><x"
        let page = String(decoding: portal.answer(request).page, as: UTF8.self)
        #expect(!page.contains("\"><x"))
        #expect(page.contains("<loc>http://127.0.0.1/sitemap-1.xml</loc>"))
    }
}
