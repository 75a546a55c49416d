import Access
import AuditLog
import Evidence
import Jobs
import PlantedContent
import SQLStore
import Synchronization
import TestDatabase
import Testing

@testable import Portals

/// A clock that the test moves.
final class TestTime: TimeSource {
    private let moment: Mutex<Moment>

    init(_ moment: Moment = Moment(seconds: 1_795_000_000)) { self.moment = Mutex(moment) }

    func now() -> Moment { moment.withLock { $0 } }
    func pass(_ duration: Duration) { moment.withLock { $0 = $0 + duration } }
}

extension Duration {
    static func days(_ count: Int) -> Duration { .seconds(count * 86_400) }
}

/// A database with the room's tables, and what works on it.
struct WatchTest: Sendable {
    static let plans = [AuditLog.migrations, JobQueue.migrations, DatabaseEvidence.migrations, Portals.migrations]
    static let author = Author(.account(7))

    let store: SQLStore
    let time = TestTime()
    var register: PortalRegister { PortalRegister(store, time: time) }
    var judgement: FindingJudgement { FindingJudgement(store, time: time) }

    static func with(_ backend: Backend, _ body: (WatchTest) async throws -> Void) async throws {
        try await TestDatabase.with(backend, plans) { try await body(WatchTest(store: $0)) }
    }

    static func draft(
        _ name: String = "Trang thông tin xã Đức Thọ", _ home: String = "https://ductho.example.vn/", unit: Int64 = 12
    ) -> PortalDraft {
        var draft = PortalDraft()
        draft.name = name
        draft.home = home
        draft.unit = unit
        return draft
    }

    func add(_ draft: PortalDraft = WatchTest.draft()) async throws -> Portal {
        try await register.add(draft, by: Self.author)
    }

    func actions() async throws -> [String] {
        try await store.read { try $0.rows("SELECT action FROM audit_rows ORDER BY id").map { try $0.text("action") } }
    }

    /// Writes what a sweep of these pages means, as the end of a sweep does.
    @discardableResult
    func sweep(
        _ portal: Portal, _ number: Int64, _ records: [PageRecord], sight: PortalVerdict = .clean
    ) async throws -> LedgerWriter.Tally {
        let now = time.now()
        return try await store.write { db in
            let stored = try FindingRows.stored(of: portal.id, in: db)
            var seen = SweepSight(wanted: FindingLedger.pages(of: stored))
            for record in records { seen.add(record) }
            let ledger = FindingLedger(
                portal: portal.id, stored: stored, rules: try FindingLists.rules(portal: portal.id, at: now, in: db),
                allowedDomains: portal.entry.allowedDomains)
            var writer = LedgerWriter(portal: portal.id, sweep: number, at: now, in: db)
            try writer.apply(ledger.changes(seen))
            try db.execute(
                "UPDATE portals SET sight = ?, verdict = ?, last_sweep = ? WHERE id = ?", sight, sight, now, portal.id)
            try PortalStanding.renew(portal.id, in: db)
            return writer.tally
        }
    }

    func findings(_ filter: FindingFilter = WatchTest.all) async throws -> [PortalFinding] {
        try await store.read { try FindingLists.page(filter, in: $0).findings }
    }

    static var all: FindingFilter {
        var filter = FindingFilter()
        filter.state = nil
        filter.order = .oldest
        return filter
    }

    func only() async throws -> PortalFinding {
        let all = try await findings()
        #expect(all.count == 1)
        return try #require(all.first)
    }

    func events(_ id: Int64) async throws -> [String] {
        let detail = try #require(try await store.read { try FindingLists.detail(id, in: $0) })
        return detail.history.reversed().map(\.kind.rawValue)
    }
}

/// Pages as a sweep journals them.
enum Pages {
    static let origin = "https://ductho.example.vn"
    static let advert =
        "Nhà cái uy tín số 1, nạp 100k nhận 500k, đăng ký nhận thưởng hôm nay tại cổng game bài đổi thưởng"

    /// A page that was read as these visitors.
    static func page(
        _ path: String, _ findings: [SweepFinding] = [], views: [VisitorView] = VisitorView.allCases,
        state: PageState = .ok, status: UInt16 = 200, signs: [SweepFinding]? = nil
    ) -> PageRecord {
        let looks = views.map { view in
            var look = Observation(view: view)
            look.state = state
            look.status = status
            if status == 404 || status == 410 {
                look.state = .unreadable
                look.reason = "not-found"
            }
            return look
        }
        var record = PageRecord(url: origin + path, at: 0, looks: looks, findings: findings)
        record.signs = signs
        return record
    }

    static func finding(
        _ path: String, _ text: String = Pages.advert, rule: String = "content/gambling", place: String = "footer",
        tier: Tier = .planted, score: Double = 0.98, views: [VisitorView] = VisitorView.allCases
    ) -> SweepFinding {
        SweepFinding(
            url: origin + path, rule: rule, tier: tier, category: "gambling", score: score, views: views, place: place,
            excerpt: text)
    }

    /// The end of a sweep, with what it looked for.
    static func closing(_ covered: [String], signs: [SweepFinding] = []) -> PageRecord {
        var record = PageRecord(url: origin + "/", at: 0, looks: [], findings: [])
        record.closing = SignClosing(isWhole: true, covered: covered)
        record.signs = signs.isEmpty ? nil : signs
        return record
    }
}
