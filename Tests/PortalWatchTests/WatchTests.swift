import Jobs
import SQLStore
import TestDatabase
import Testing

@testable import Portals

@Suite struct WatchListTests {
    @Test(arguments: TestDatabase.backends)
    func theBoardKnowsWhatIsLateWhatRunsOutAndHowEachUnitStands(backend: Backend) async throws {
        try await WatchTest.with(backend) { test in
            let first = try await test.add(WatchTest.draft("A", "https://a.example.vn/", unit: 1))
            let second = try await test.add(WatchTest.draft("B", "https://b.example.vn/", unit: 2))
            try await test.sweep(first, 1, [Pages.page("/tin", [Pages.finding("/tin")])])
            let now = test.time.now()
            try await test.store.write { db in
                for (portal, days) in [(first.id, 10), (second.id, 40)] {
                    try db.execute(
                        """
                        INSERT INTO portal_certificates (portal, origin, subject, issuer, names, tls_version, not_before,
                            not_after, fingerprint, seen) VALUES (?, 'https://x', 's', 'i', 'x', 'TLSv1.3', 0, ?, 'f', ?)
                        """, portal, now + .days(days), now)
                }
            }
            test.time.pass(.days(3))
            let later = test.time.now()
            let (late, ending, verdicts, mine) = try await test.store.read { db in
                (
                    try PortalWatch.overdue(at: later, in: db),
                    try PortalWatch.certificatesEnding(before: later + .days(30), in: db),
                    try PortalWatch.verdicts(in: db), try PortalWatch.overdue(units: [2], at: later, in: db)
                )
            }
            #expect(late.map(\.id) == [first.id, second.id])
            #expect(mine.map(\.id) == [second.id])
            #expect(ending.map(\.portal) == [first.id])
            #expect(verdicts == [1: [.planted: 1], 2: [.notSwept: 1]])
        }
    }

    @Test(arguments: TestDatabase.backends)
    func whatIsOldIsForgottenButNotThelastSweepOfAPortal(backend: Backend) async throws {
        try await WatchTest.with(backend) { test in
            let portal = try await test.add()
            try await test.sweep(portal, 1, [Pages.page("/tin", [Pages.finding("/tin")])])
            try await test.sweep(portal, 2, [Pages.page("/tin")])
            let begun = test.time.now()
            try await test.store.write { db in
                for job in 1...3 {
                    try db.execute(
                        """
                        INSERT INTO portal_sweeps (portal, job, state, begun, ended, verdict)
                        VALUES (?, ?, 'done', ?, ?, 'clean')
                        """, portal.id, job, begun, begun)
                }
            }
            test.time.pass(.days(2_000))
            let now = test.time.now()
            try await test.store.write { db in
                _ = try SweepRows.begin(portal: portal.id, job: 77, at: now, in: db)
                try JobQueue(test.store, time: test.time).add(NewJob(.portalPruning), in: db)
            }
            let runner = try Demo.runner(test, WatchPruning(test.store, time: test.time))
            try await Demo.running([runner]) {
                try await Demo.eventually("it is forgotten") {
                    try await test.count("SELECT count(*) FROM jobs WHERE kind = 'portals.prune' AND ended IS NOT NULL")
                        == 1
                }
            }
            let sweeps = try await test.sweeps(portal)
            #expect(sweeps.map(\.state) == [.interrupted], "the job of the last one is not there any more")
            let findings = try await test.findings()
            #expect(findings.isEmpty)
        }
    }

    @Test(
        arguments: [
            ([PageState.ok: 10], [:], PortalVerdict.clean),
            ([.ok: 10, .unreadable: 1], [:], .clean),
            ([.ok: 10, .unreadable: 5], ["not-found": 5], .clean),
            ([.ok: 10, .unreadable: 5], ["timeout": 5], .unreadable),
            ([.ok: 1, .blocked: 25], ["challenge": 25], .blocked),
            ([.refused: 1], [:], .blocked),
            ([.unreadable: 1], [:], .unreadable),
            ([:], [:], .unreadable),
        ] as [([PageState: Int], [String: Int], PortalVerdict)])
    func whoWasNotSeenIsNotClean(states: [PageState: Int], reasons: [String: Int], verdict: PortalVerdict) {
        var summary = SweepSummary()
        summary.stateCounts = states
        summary.reasonCounts = reasons
        summary.pageCount = states.values.reduce(0, +)
        #expect(SweepResult.sight(of: summary) == verdict)
    }
}
