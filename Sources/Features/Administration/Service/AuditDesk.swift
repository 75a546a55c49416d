import Access
import Agencies
import AuditLog
private import Foundation
import Jobs
import SQLStore

/// Reads the record of changes for its pages, checks its chain, and gives out a day of it.
struct AuditDesk: Sendable {
    fileprivate static let batchRows = 500

    let store: SQLStore
    let access: AccessRoom
    let queue: JobQueue

    struct Query: Sendable {
        var actor = ""
        var action = ""
        var subject = ""
        /// ISO days, both included; empty for no bound.
        var from = ""
        var until = ""
        var limit = 50
        var offset = 0
    }

    struct Line: Sendable {
        var at: Moment
        /// As the row has it: `account:12`.
        var actor: String
        /// Name of the account; empty for other actors.
        var name: String
        var action: String
        var subject: String
        var detail: [(name: String, value: String)]
        var address: String
        var sequence: Int?
    }

    func list(_ query: Query) async throws -> (lines: [Line], total: Int) {
        var filter = AuditFilter()
        (filter.actor, filter.action, filter.subject) = (query.actor, query.action, query.subject)
        filter.from = Day(iso: query.from).flatMap(Self.midnight)
        filter.until = (Day(iso: query.until)?.next).flatMap(Self.midnight)
        let (rows, total) = try await store.read { [filter] db in
            try AuditList.page(filter, limit: query.limit, offset: query.offset, in: db)
        }
        let names = try await access.accounts.names(of: Set(rows.map(\.actor)))
        let lines = rows.map { row in
            Line(
                at: row.at, actor: row.actor, name: names[row.actor] ?? "", action: row.action, subject: row.subject,
                detail: Self.detail(row.detail), address: row.address, sequence: row.sequence)
        }
        return (lines, total)
    }

    private static func detail(_ json: String) -> [(name: String, value: String)] {
        let values = (try? JSONDecoder().decode([String: String].self, from: Data(json.utf8))) ?? [:]
        return values.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
    }

    // MARK: the chain

    /// The last check that was finished, and what is under way.
    struct Checks: Sendable {
        var last: Finished?
        /// `waiting`, `running`, or `failed` where nothing was finished since; nil when there is nothing to say.
        var state: String?
        var percent = 0
        var isLive: Bool { state == "waiting" || state == "running" }

        struct Finished: Sendable {
            var verdict: AuditCheckJob.Verdict
            var at: Moment
        }
    }

    /// Has the record checked: a job, of which at most one is live.
    func order() async throws {
        try await queue.add(NewJob(AuditCheckJob.check, key: "record"))
    }

    func checks() async throws -> Checks {
        var newest = JobFilter()
        (newest.kind, newest.pageSize) = (AuditCheckJob.check.name, 1)
        var done = newest
        (done.state, done.order) = (.done, .ended)
        return try await store.read { [newest, done] db in
            var checks = Checks()
            let last = try JobList.page(done, in: db).jobs.first
            if let last, let ended = last.ended, let verdict = AuditCheckJob.Verdict(last.result ?? "") {
                checks.last = .init(verdict: verdict, at: ended)
            }
            guard let job = try JobList.page(newest, in: db).jobs.first else { return checks }
            switch job.state {
            case .waiting, .running, .failed:
                checks.state = job.state.rawValue
                checks.percent = Int((job.progress.fraction * 100).rounded())
            case .done, .cancelled: break
            }
            return checks
        }
    }

    func unsealed() async throws -> (count: Int, oldest: Moment?) {
        try await store.read { try AuditList.unsealed(in: $0) }
    }

    // MARK: a day as a file

    /// The sealed rows of a day as JSON lines, in the form of the daily export; nil when the day is none.
    func day(_ iso: String) -> AsyncThrowingStream<[UInt8], any Error>? {
        guard let day = Day(iso: iso), let from = Self.midnight(day), let until = Self.midnight(day.next) else {
            return nil
        }
        let reader = DayReader(store: store, period: from..<until)
        return AsyncThrowingStream { try await reader.next() }
    }

    /// Goes through a day in pieces, as they are asked for.
    private actor DayReader {
        private let store: SQLStore
        private let period: Range<Moment>
        private var last: Int? = 0

        init(store: SQLStore, period: Range<Moment>) {
            (self.store, self.period) = (store, period)
        }

        func next() async throws -> [UInt8]? {
            guard let after = last else { return nil }
            let (period, limit) = (period, AuditDesk.batchRows)
            let rows = try await store.read { db in
                try AuditList.sealed(period, after: after, limit: limit, in: db)
            }
            last = rows.count < limit ? nil : rows.last?.sequence
            return try AuditDesk.lines(rows)
        }
    }

    fileprivate static func lines(_ rows: [AuditRow]) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try rows.flatMap { [UInt8](try encoder.encode($0)) + [0x0A] }
    }

    private static func midnight(_ day: Day) -> Moment? { LocalDay.begin(of: day) }
}
