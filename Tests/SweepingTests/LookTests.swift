import Markup
import Testing

@testable import Portals

/// What is kept of several looks at one page.
struct LookTests {
    @Test func aLaterLookKeepsTheAddressesThatTheFirstDidNotName() throws {
        let plain = try look([("/tin", .link), ("/anh.png", .resource), ("/khung", .frame)])
        var same = try look([("/tin", .link), ("/anh.png", .resource), ("/khung", .frame)])
        same.forgetLinks(of: plain)
        #expect(same.links.isEmpty)

        var other = try look([
            ("/moi", .link), ("/tin", .redirect), ("/anh.png", .link), ("/tin", .resource), ("/anh.png", .resource),
        ])
        other.forgetLinks(of: plain)
        #expect(other.links.map(\.url.path) == ["/moi", "/anh.png", "/tin"])
        #expect(other.links.map(\.way) == [.link, .link, .resource])
    }

    private func look(_ links: [(String, FoundWay)]) throws -> Look {
        let base = "http://xa.example"
        var look = Look(observation: Observation(view: .visitor), finalURL: try #require(WebURL(base)))
        look.links = try links.map { FoundLink(try #require(WebURL(base + $0.0)), $0.1) }
        return look
    }
}
