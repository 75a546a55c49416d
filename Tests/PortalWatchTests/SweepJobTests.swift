import Access
import Evidence
import Foundation
import Jobs
import PlantedContent
import SQLStore
import StagedPortal
import TestDatabase
import Testing

@testable import Portals

@Suite(.serialized) struct SweepJobTests {
    @Test(arguments: TestDatabase.backends)
    func aDemoPortalIsSweptByTheQueueAndWhatItHidesStandsInTheLedger(backend: Backend) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("vonggac-watch-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let key = try NodeKey.readOrCreate(folder.path + "/node.pem")
        try await WatchTest.with(backend) { test in
            let evidence = DatabaseEvidence(test.store, key: key)
            try await Demo.serving([11]) { servers in
                let server = try #require(servers.first)
                let portal = try await test.add(Demo.draft(server.baseURL, maxPages: 60))
                let handler = try Demo.handler(test, [server.baseURL], evidence: evidence)
                try await Demo.running([try Demo.runner(test, handler)]) {
                    try await checkFirst(try await test.sweepNow(portal), portal, test, evidence)
                }
            }
        }
    }

    @Test(arguments: TestDatabase.backends)
    func whatStaysIsNotToldTwiceAndWhatWasMendedIsGone(backend: Backend) async throws {
        try await WatchTest.with(backend) { test in
            let (planted, clean) = (try SmallSite(), try SmallSite(isClean: true))
            defer {
                planted.stop()
                clean.stop()
            }
            let portal = try await test.add(Demo.draft(planted.baseURL))
            let handler = try Demo.handler(test, [planted.baseURL, clean.baseURL])
            try await Demo.running([try Demo.runner(test, handler)]) {
                let first = try await test.sweepNow(portal)
                #expect(first.pages == SmallSite.pageCount + 1)
                #expect(first.ending == "drained")
                let ledger = try await test.ledger(portal)
                // One finding, though the footer stands on every page; a page's own line may weigh more there.
                let footers = ledger.compactMap { $0.firstMatch(of: /^content\/gambling footer .* ([0-9]+) open$/)?.1 }
                #expect(footers.count == 1)
                let pages = footers.first.flatMap { Int($0) } ?? 0
                #expect((25...SmallSite.pageCount + 1).contains(pages), "\(pages)")
                test.time.pass(.seconds(60))
                let second = try await test.sweepNow(portal)
                #expect(second.newFindings + second.backFindings + second.goneFindings == 0)
                #expect(second.findings == first.findings)
                let same = try await test.ledger(portal)
                #expect(same == ledger)
                // The portal is mended, and answers elsewhere.
                test.time.pass(.seconds(60))
                let known = try #require(try await test.register.portal(portal.id))
                #expect(known.verdict == .planted)
                try await test.store.write { db in
                    try db.execute(
                        "UPDATE portal_findings SET url = replace(url, ?, ?)", planted.baseURL, clean.baseURL)
                    try db.execute(
                        "UPDATE portal_findings SET anchor = replace(anchor, ?, ?)", planted.baseURL, clean.baseURL)
                    try db.execute("UPDATE finding_pages SET url = replace(url, ?, ?)", planted.baseURL, clean.baseURL)
                }
                var draft = PortalDraft(known.entry)
                draft.home = clean.baseURL + "/"
                let moved = try await test.register.edit(known.id, version: known.version, draft, by: WatchTest.author)
                let third = try await test.sweepNow(moved)
                #expect(third.newFindings == 0)
                #expect(third.goneFindings > 0)
                var filter = FindingFilter()
                filter.isWeakness = false
                let open = try await test.findings(filter)
                #expect(open.isEmpty)
                let mended = try #require(try await test.register.portal(portal.id))
                #expect(mended.verdict == .clean)
                #expect(mended.lastGood == test.time.now())
            }
        }
    }

    private func checkFirst(
        _ sweep: PortalSweep, _ portal: Portal, _ test: WatchTest, _ evidence: DatabaseEvidence
    ) async throws {
        #expect(sweep.state == .done)
        #expect(sweep.verdict == .planted)
        #expect(sweep.pages > 20)
        #expect(sweep.requests > sweep.pages)
        #expect(sweep.newFindings > 0)
        #expect(sweep.newFindings == sweep.findings)
        let digest = try #require(sweep.digest)
        #expect(digest.packs.count == 4)
        #expect(digest.states["ok", default: 0] > 0)
        let known = try #require(try await test.register.portal(portal.id))
        #expect(known.verdict == .planted)
        #expect(known.lastSweep == test.time.now())
        #expect(known.lastGood == nil)
        #expect(known.address == "127.0.0.1")
        let journal = try await test.count("SELECT count(*) FROM sweep_journal")
        #expect(journal == 0, "the journal is needed no longer")
        var filter = FindingFilter()
        filter.tier = .planted
        filter.kind = "content"
        let found = try await test.findings(filter)
        let bundle = try #require(found.first?.evidence.flatMap { BundleID($0) })
        let report = try await evidence.check(bundle, key: nil)
        guard case .ok = report.state else {
            Issue.record("\(report.state)")
            return
        }
        // Nothing that the ledger refers to can be thinned out.
        let removed = try await evidence.prune(EvidenceRetention(maxBytes: 0), isDryRun: false)
        #expect(!removed.removed.contains(bundle))
        #expect(removed.heldCount > 0)
        let events = try await test.store.read { try EventLog.read(after: 0, topics: ["portals"], in: $0) }
        #expect(events.map(\.subject) == ["portal:\(portal.id)"])
        let schedules = try await test.store.read { try JobSchedules.list(kind: "portals.sweep", in: $0) }
        #expect(schedules.map(\.recurrence) == [.every(seconds: 6 * 3_600)], "what is planted is looked at sooner")
        let good = try await test.store.read { try SweepRows.goodState(of: portal.id, in: $0) }
        #expect(good?.pages.isEmpty == false)
    }

    /// The lease is taken away in the middle, as when the machine is cut off: nothing that the worker still has in memory gets in.
    @Test(arguments: TestDatabase.backends)
    func aSweepThatIsCutOffIsGoneOnWithAndLosesNothing(backend: Backend) async throws {
        try await WatchTest.with(backend) { test in
            try await Demo.small(2) { sites in
                let whole = try await test.add(Demo.draft(sites[0].baseURL))
                let cut = try await test.add(Demo.draft(sites[1].baseURL))
                let handler = try Demo.handler(test, sites.map(\.baseURL))
                try await Demo.running([try Demo.runner(test, handler)]) {
                    let reference = try await test.sweepNow(whole)
                    let job = try await test.register.sweepNow(cut.id, by: WatchTest.author)
                    for pages in [4, 12] {
                        try await Demo.eventually("\(pages) rows of the journal are written") {
                            let isOver = try await test.store.read { try JobList.job(job.id, in: $0)?.ended } != nil
                            return try await test.count("SELECT count(*) FROM sweep_journal") >= pages || isOver
                        }
                        let past = test.time.now() - .seconds(1)
                        try await test.store.write { db in
                            try db.execute(
                                """
                                UPDATE jobs SET lease = lease + 1, lease_owner = 'gone', lease_until = ?
                                WHERE id = ? AND state = 'running'
                                """, past, job.id)
                        }
                    }
                    try await Demo.eventually("the sweep ends") {
                        try await test.store.read { try JobList.job(job.id, in: $0)?.ended } != nil
                    }
                    let sweeps = try await test.sweeps(cut)
                    #expect(sweeps.map(\.state) == [.done], "one sweep, whatever happened to it")
                    #expect((1...2).contains(sweeps.first?.resumed ?? 0))
                    #expect(sweeps.first?.pages == reference.pages)
                    let (expected, left) = (try await test.ledger(whole), try await test.ledger(cut))
                    #expect(left == expected)
                    #expect(!expected.isEmpty)
                }
            }
        }
    }

    @Test(arguments: TestDatabase.backends)
    func twoWorkersNeverSweepOnePortalAtOnce(backend: Backend) async throws {
        try await WatchTest.with(backend) { test in
            try await Demo.small(2) { sites in
                var portals: [Portal] = []
                for site in sites { portals.append(try await test.add(Demo.draft(site.baseURL, maxPages: 12))) }
                let handler = try Demo.handler(test, sites.map(\.baseURL))
                let runners = [
                    try Demo.runner(test, handler, name: "a"), try Demo.runner(test, handler, name: "b"),
                ]
                let all = portals
                try await Demo.running(runners) {
                    for round in 1...3 {
                        await withTaskGroup(of: Void.self) { group in
                            for portal in all {
                                for _ in 0..<4 {
                                    group.addTask {
                                        _ = try? await test.register.sweepNow(portal.id, by: WatchTest.author)
                                    }
                                }
                            }
                        }
                        try await Demo.eventually("round \(round) ends") {
                            try await test.count("SELECT count(*) FROM jobs WHERE ended IS NULL") == 0
                        }
                        test.time.pass(.seconds(10))
                    }
                }
                for portal in all {
                    let sweeps = try await test.sweeps(portal)
                    #expect(sweeps.count >= 3)
                    #expect(sweeps.allSatisfy { $0.state == .done })
                }
                await #expect(throws: StoreError.self, "the schema knows it, too") {
                    try await test.store.write { db in
                        for job in [901, 902] {
                            try db.execute(
                                "INSERT INTO portal_sweeps (portal, job, state, begun) VALUES (?, ?, 'running', 1)",
                                all[0].id, job)
                        }
                    }
                }
            }
        }
    }

    @Test(arguments: TestDatabase.backends)
    func aCancelledSweepIsToldAsInterruptedAndTheNextOneBeginsAnew(backend: Backend) async throws {
        try await WatchTest.with(backend) { test in
            try await Demo.small(1) { sites in
                var draft = Demo.draft(sites[0].baseURL)
                draft.policy.rate = 4
                let portal = try await test.add(draft)
                let handler = try Demo.handler(test, sites.map(\.baseURL))
                try await Demo.running([try Demo.runner(test, handler)]) {
                    let job = try await test.register.sweepNow(portal.id, by: WatchTest.author)
                    try await Demo.eventually("it runs") {
                        try await test.count("SELECT count(*) FROM sweep_journal") >= 2
                    }
                    let running = try await test.store.read { try PortalWatch.running(in: $0) }
                    #expect(running.map(\.portalName) == [portal.entry.name])
                    #expect(running.first?.worker?.hasPrefix("w/") == true)
                    let queue = JobQueue(test.store, time: test.time)
                    try await test.store.write { _ = try queue.cancel(job.id, by: WatchTest.author.actor, in: $0) }
                    try await Demo.eventually("it is interrupted") {
                        try await test.sweeps(portal).map(\.state) == [.interrupted]
                    }
                    let rows = try await test.count("SELECT count(*) FROM sweep_journal")
                    #expect(rows == 0)
                    let after = try await test.register.portal(portal.id)
                    #expect(after?.verdict == .notSwept, "who was not seen whole has no new verdict")
                    draft.policy.rate = 0
                    let quick = draft
                    let edited = try await test.register.edit(portal.id, version: 1, quick, by: WatchTest.author)
                    let next = try await test.sweepNow(edited)
                    #expect(next.state == .done)
                    #expect(next.resumed == 0)
                }
            }
        }
    }

    @Test(arguments: TestDatabase.backends)
    func aRetiredPortalIsNotAskedForAPage(backend: Backend) async throws {
        try await WatchTest.with(backend) { test in
            try await Demo.small(1) { sites in
                let portal = try await test.add(Demo.draft(sites[0].baseURL))
                let job = try await test.register.sweepNow(portal.id, by: WatchTest.author)
                _ = try await test.register.retire(portal.id, version: 1, by: WatchTest.author)
                await #expect(throws: PortalsError.wrongState) {
                    try await test.register.sweepNow(portal.id, by: WatchTest.author)
                }
                try await Demo.running([try Demo.runner(test, try Demo.handler(test, sites.map(\.baseURL)))]) {
                    try await Demo.eventually("the job ends") {
                        try await test.store.read { try JobList.job(job.id, in: $0)?.result } == "retired"
                    }
                }
                let sweeps = try await test.sweeps(portal)
                #expect(sweeps.isEmpty)
                #expect(sites[0].asked.isEmpty)
            }
        }
    }
}
