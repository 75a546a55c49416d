import Foundation
import Testing

@testable import StagedPortal

@Suite struct ReachTests {
    private static let seeds = [nil] + (1...8).map { UInt64($0) as UInt64? }

    /// Paths of links on pages that are reached from the home page by links alone; traps are not entered.
    private func linked(_ portal: DemoPortal) throws -> Set<String> {
        let traps = portal.truth.filter { $0.technique.hasPrefix("trap-") }.map(\.path)
        var seen: Set<String> = ["/"]
        var open = ["/"]
        while let path = open.popLast() {
            let page = String(decoding: portal.answer(.get(path)).page, as: UTF8.self)
            for match in page.matches(of: try Regex("href=\"(/[^\"#?]*)\"", as: (Substring, Substring).self)) {
                let next = String(match.1)
                guard !traps.contains(where: next.hasPrefix), seen.insert(next).inserted else { continue }
                open.append(next)
            }
        }
        return seen.union(traps)
    }

    @Test(arguments: seeds)
    func whatIsReachedByLinksIsLinkedAndOrphansAreNot(seed: UInt64?) throws {
        let portal = try Shipped.portal(PortalOptions(seed: seed ?? 1, isFull: seed == nil, maxDoorways: 80))
        let found = try linked(portal)
        for row in portal.truth {
            #expect(found.contains(row.path) == (row.reach == .link), "\(row.technique) \(row.reach) \(row.path)")
        }
        #expect(found.isSuperset(of: portal.honestPaths))
    }

    @Test(arguments: seeds)
    func anOrphanIsToldByItsOwnWayAlone(seed: UInt64?) throws {
        let portal = try Shipped.portal(PortalOptions(seed: seed ?? 1, isFull: seed == nil, maxDoorways: 80))
        func text(_ path: String) -> String { String(decoding: portal.answer(.get(path)).page, as: UTF8.self) }
        let tellings: [Reach: String] = [
            .sitemap: text("/sitemap-1.xml") + text("/sitemap-3.xml"), .robots: text("/robots.txt"),
            .seedFile: portal.seedList(base: "http://127.0.0.1:8080"), .accessLog: portal.accessLog(),
        ]
        for row in portal.truth where row.reach != .link && row.reach != .probe {
            for (reach, telling) in tellings {
                #expect(telling.contains(row.path) == (reach == row.reach), "\(row.path) \(reach)")
            }
        }
    }

    @Test func theAccessLogIsInCombinedForm() throws {
        let portal = try #require(Shipped.full)
        let line = try Regex(
            #"203\.0\.113\.[0-9]+ - - \[15/Nov/2026:[0-9:]{8} \+0700\] "GET /[^ ]* HTTP/1\.1" 200 [0-9]+ "[^"]*" "[^"]+""#
        )
        let lines = portal.accessLog().split(separator: "\n")
        #expect(lines.count > 20)
        for text in lines { #expect(text.wholeMatch(of: line) != nil, "\(text)") }
    }
}
