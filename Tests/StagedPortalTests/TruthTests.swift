import Foundation
import Testing

@testable import StagedPortal

@Suite struct TruthTests {
    private static let planted: Set<Truth.Family> = [.content, .cloaking, .redirect]

    /// Whether what the row tells of is in the answer.
    private func isShown(_ row: Truth, _ answer: PortalAnswer) -> Bool {
        row.marker.isEmpty ? answer.field("Location") == row.destination : answer.holds(row.marker)
    }

    private func answer(_ portal: DemoPortal, _ row: Truth, _ view: PortalView) -> PortalAnswer {
        var answer = portal.answer(.get(row.path, as: view))
        for _ in 1..<row.visit { answer = portal.answer(.get(row.path, as: view, cookie: answer.cookie)) }
        return answer
    }

    @Test(arguments: [nil] + (1...20).map { UInt64($0) as UInt64? })
    func whatTheTruthTellsIsSeenByTheViewsItNamesAndNoOthers(seed: UInt64?) throws {
        let options = PortalOptions(seed: seed ?? 1, isFull: seed == nil, maxDoorways: 60)
        let portal = try Shipped.portal(options)
        let rows = portal.truth.filter { Self.planted.contains($0.family) }
        #expect(rows.count >= 12)
        for row in rows {
            for view in PortalView.allCases {
                let isSeen = isShown(row, answer(portal, row, view))
                #expect(isSeen == row.views.contains(view), "\(row.technique) \(row.trigger) \(view) \(row.path)")
            }
        }
    }

    @Test func aSecondVisitChangesWhatHangsOnVisits() throws {
        let portal = try #require(Shipped.full)
        for row in portal.truth where row.trigger == "first-visit" || row.trigger == "every-second-visit" {
            let first = portal.answer(.get(row.path))
            let second = portal.answer(.get(row.path, cookie: "other=1; " + first.cookie))
            #expect(isShown(row, first) == (row.trigger == "first-visit"))
            #expect(isShown(row, second) == (row.trigger == "every-second-visit"))
        }
    }

    @Test(arguments: (1...12).map { UInt64($0) })
    func aPlantedErrorPageIsMissingForThoseWhoDoNotSeeIt(seed: UInt64) throws {
        let portal = try Shipped.portal(PortalOptions(seed: seed, isFull: seed == 1))
        for row in portal.truth where row.placement == "error-page" && row.visit == 1 {
            for view in PortalView.allCases {
                let answer = portal.answer(.get(row.path, as: view))
                let isRedirect = row.technique == "redirect-http-302" && row.views.contains(view)
                #expect(answer.status == (isRedirect ? 302 : 404), "\(row.technique) \(view)")
            }
        }
    }

    @Test func honestRedirectsLeadWhereTheySay() throws {
        let portal = try #require(Shipped.full)
        for (path, target) in [
            ("/vi", "/sitemap.html"), ("/so-do-trang", "/sitemap.html"),
            ("/cong-dich-vu", "https://dichvucong.songmay.example/"),
        ] {
            for view in PortalView.allCases {
                let answer = portal.answer(.get(path, as: view))
                #expect(answer.field("Location") == target)
                #expect([301, 302].contains(answer.status))
            }
        }
    }

    @Test func noMarkerStandsOnAnHonestPage() throws {
        let portal = try #require(Shipped.full)
        let markers = portal.truth.filter { Self.planted.contains($0.family) && !$0.marker.isEmpty }.map(\.marker)
        for path in portal.honestPages {
            for view in PortalView.allCases {
                let answer = portal.answer(.get(path, as: view))
                #expect(answer.status == 200, "\(path)")
                #expect(markers.allSatisfy { !answer.holds($0) }, "\(path)")
            }
        }
    }

    @Test func theFullPortalHoldsEveryElementOfTheGrammar() throws {
        let truth = try #require(Shipped.full).truth
        let techniques = Set(truth.map(\.technique))
        let expected =
            Wrapper.allCases.map(\.rawValue) + RedirectKind.allCases.map(\.rawValue) + Obstacle.allCases.map(\.rawValue)
            + Burden.allCases.map(\.rawValue) + Trap.allCases.map(\.rawValue) + SignPage.allCases.map(\.rawValue)
            + Scripted.allCases.map(\.rawValue) + [
                "search-reflection", "sitemap-poisoning",
            ] + Paper.Technique.allCases.map(\.rawValue)
        #expect(techniques == Set(expected))
        #expect(Set(truth.map(\.trigger)) == Set(Trigger.allCases.map(\.rawValue)))
        #expect(Set(truth.map(\.placement)).isSuperset(of: Placement.allCases.map(\.rawValue)))
        #expect(Set(truth.map(\.reach)) == Set(Reach.allCases))
        #expect(Set(truth.map(\.disguise)) == Set(Disguise.allCases.map(\.rawValue)))
        #expect(Set(truth.map(\.category)) == Set(Category.allCases.map(\.rawValue) + ["none"]))
        #expect(truth.allSatisfy { $0.needsBrowser == $0.technique.hasPrefix("scripted-") })
    }

    @Test(arguments: (1...40).map { UInt64($0) })
    func aDrawnPortalKeepsItsBounds(seed: UInt64) throws {
        let portal = try Shipped.portal(PortalOptions(seed: seed))
        #expect((60...200).contains(portal.honestPaths.count))
        let planted = portal.truth.filter {
            Self.planted.contains($0.family) && $0.technique != "sitemap-poisoning" && $0.wrapper != "paper"
                && !$0.needsBrowser
        }
        #expect(portal.truth.count { $0.wrapper == "paper" } <= 3)
        #expect((12...40).contains(planted.count))
        #expect(portal.truth.count { $0.technique == "sitemap-poisoning" } <= 300)
        let paths = portal.truth.map(\.path)
        #expect(Set(paths).count == paths.count)
        #expect(Set(paths).isDisjoint(with: portal.honestPages))
    }

    @Test func theTableHasOneWholeRowForEveryUrl() throws {
        let portal = try #require(Shipped.full)
        let lines = Truth.table(portal.truth).split(separator: "\n")
        #expect(lines.count == portal.truth.count + 1)
        for line in lines {
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
            #expect(cells.count == Truth.columns.count)
            #expect(cells.allSatisfy { !$0.isEmpty })
        }
    }

    @Test func theTruthIsNeverServed() throws {
        let portal = try #require(Shipped.full)
        let table = Data(Truth.table(portal.truth).utf8)
        for path in ["/truth", "/truth.tsv", "/TRUTH.tsv", "/truth.json"] {
            let answer = portal.answer(.get(path))
            #expect(answer.status == 404)
            #expect(Data(answer.page).range(of: table) == nil)
        }
    }
}
