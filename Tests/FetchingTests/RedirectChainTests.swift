import Markup
import Testing

@testable import Fetching

@Suite struct RedirectChainTests {
    private func chain(referrer: String? = nil, maxHops: Int = 3) throws -> (RedirectChain, WebURL) {
        let url = try #require(WebURL("https://a.vn/x/y?z"))
        return (RedirectChain(FetchRequest(url: url, profile: visitor, referrer: referrer, maxHops: maxHops)), url)
    }

    private func step(_ location: String, status: UInt16 = 302) throws -> RedirectChain.Step {
        var (chain, url) = try chain()
        return chain.step(from: url, status: status, location: Array(location.utf8))
    }

    @Test(arguments: [
        ("/b", "https://a.vn/b"), ("b", "https://a.vn/x/b"), ("?q", "https://a.vn/x/y?q"), ("//b.vn", "https://b.vn/"),
        ("http://B.vn:80/#f", "http://b.vn/"), ("http://2130706433/", "http://127.0.0.1/"),
        ("http://0177.0.0.1/", "http://127.0.0.1/"), ("\\\\b.vn\\x", "https://b.vn/x"),
    ])
    func locationsAreReadAsBrowsersReadThem(_ location: String, _ target: String) throws {
        #expect(try step(location) == .follow(try #require(WebURL(target))))
    }

    @Test(arguments: [
        ("javascript:alert(1)", FetchFailure.Code.schemeRefused), ("ftp://a.vn/", .schemeRefused),
        ("data:text/html,x", .schemeRefused), ("file:///etc/passwd", .schemeRefused), ("http://", .badRedirect),
        ("http://a b/", .badRedirect), ("http://a.vn:99999/", .badRedirect),
    ])
    func otherTargetsEndTheFetch(_ location: String, _ code: FetchFailure.Code) throws {
        guard case .end(let failure, let place) = try step(location) else {
            return #expect(Bool(false), "was followed")
        }
        #expect(failure.code == code)
        #expect(place.text == "https://a.vn/x/y?z")
    }

    @Test(arguments: [200, 300, 304, 305, 306, 404] as [UInt16])
    func otherStatusesStay(_ status: UInt16) throws {
        #expect(try step("/b", status: status) == .stay)
    }

    @Test func aRedirectWithoutATargetStays() throws {
        #expect(try step("") == .stay)
    }

    @Test func theReferrerTellsOtherOriginsOnlyWhereItIsFrom() throws {
        var (chain, url) = try chain(referrer: "https://tim.vn/search?q=bi+mat")
        #expect(chain.referrer(for: url) == "https://tim.vn/search?q=bi+mat")
        _ = chain.step(from: url, status: 302, location: Array("https://b.vn/".utf8))
        #expect(chain.referrer(for: try #require(WebURL("https://b.vn/"))) == "https://tim.vn/")
        #expect(chain.referrer(for: try #require(WebURL("https://tim.vn/x"))) == "https://tim.vn/search?q=bi+mat")
    }
}
