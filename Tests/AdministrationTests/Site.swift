import Access
import Administration
import Agencies
import AuditLog
import Console
import ConsoleVisitor
import Cryptography
import Foundation
import Jobs
import Knowledge
import Patterns
import SQLStore
import Synchronization
import TestDatabase
import Testing
import VietText

/// A clock that the test moves.
final class TestTime: TimeSource {
    private let moment = Mutex(Moment(seconds: 1_795_000_000))

    func now() -> Moment { moment.withLock { $0 } }
    func pass(_ duration: Duration) { moment.withLock { $0 = $0 + duration } }
}

/// The console with the room of administration, served on a loopback port over a database of the test's own.
struct Site: Sendable {
    static let password = "bảy con cò bay lả"
    static let author = Author(.shell("test"))
    static let rules = ContactRules(publicMail: ["gmail.com"])
    static var resources: String {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Resources").standardized.path()
    }
    private static let plans = [
        AuditLog.migrations, Agencies.migrations, AccessSchema.migrations, JobQueue.migrations,
        Administration.migrations,
    ]

    let store: SQLStore
    let access: AccessRoom
    let agencies: AgencyStore
    let queue: JobQueue
    let time: TestTime
    let port: Int

    func visitor() -> Visitor { Visitor(port: port) }

    static func texts(_ language: Texts.Language) throws -> Texts {
        try Texts(resources: resources, rooms: ["console", "administration"], language: language)
    }

    static func with(_ backend: Backend, _ body: @Sendable (Site) async throws -> Void) async throws {
        var settings = AccessSettings()
        settings.passwordCost = PasswordHash.Parameters(ln: 4, r: 8, p: 1)
        let time = TestTime()
        try await TestDatabase.with(backend, plans) { [settings] store in
            let access = try AccessRoom(store, settings: settings, common: CommonPasswords(["password"]), time: time)
            do {
                try await serve(store, access, settings, time, body)
                await access.close()
            } catch {
                await access.close()
                throw error
            }
        }
    }

    private static func serve(
        _ store: SQLStore, _ access: AccessRoom, _ settings: AccessSettings, _ time: TestTime,
        _ body: @Sendable (Site) async throws -> Void
    ) async throws {
        let agencies = AgencyStore(store, rules: rules, time: time)
        _ = try await agencies.directory.current()
        let queue = JobQueue(store, time: time)
        let room = Administration(
            .init(
                store: store, access: access, agencies: agencies, queue: queue, schedules: JobSchedules(time: time),
                facts: InstallationFacts(
                    version: "1.0-test", database: "test", listening: "http://127.0.0.1",
                    packs: [.init(kind: "agencies", name: "sample", version: "1")], folders: ["/tmp"]), time: time)
        ).room
        let services = ConsoleServices(
            sessions: access.sessions, tokens: access.tokens,
            policy: Policy(tree: RegisterTree(agencies.directory), settings: settings), time: time,
            texts: [.vi: try texts(.vi), .en: try texts(.en)],
            events: { topics, after in Self.events(store, topics, after) },
            readiness: { nil })
        let server = try ConsoleServer(
            ConsoleConfiguration(host: "127.0.0.1", port: 0, version: "1.0-test"), services,
            ConsoleAssets(resources: resources), rooms: [room, Self.echo])
        let (ports, told) = AsyncStream<Int>.makeStream()
        try await withThrowingTaskGroup { group in
            group.addTask { try await server.run { told.yield($0) } }
            var iterator = ports.makeAsyncIterator()
            let port = try #require(await iterator.next())
            let site = Site(
                store: store, access: access, agencies: agencies, queue: queue, time: time, port: port)
            defer { group.cancelAll() }
            try await body(site)
        }
    }

    /// Numbers of events as they come.
    private static func events(_ store: SQLStore, _ topics: [String], _ after: Int64?) -> AsyncStream<Int64> {
        let (numbers, told) = AsyncStream<Int64>.makeStream()
        let task = Task {
            for try await event in EventLog(store).stream(after: after ?? 0, topics: topics) { told.yield(event.id) }
        }
        told.onTermination = { _ in task.cancel() }
        return numbers
    }

    /// Routes of the API as another room has them.
    private static let echo = ConsoleRoom(api: [
        APIRoute(
            .post, "/echo/:word", .checkUse, "Says it again.",
            parameters: [.init("word", in: .path, .string(), "Any word.")],
            body: .init([("text/plain", .string())], maxBytes: 10), answer: .any()
        ) { request in
            if request.parameters["word"] == "nothing" { throw ConsoleRefusal.notFound }
            return APIAnswer(Array("\"\(request.parameters["word"] ?? "")\"".utf8))
        },
        APIRoute(.get, "/agencies", .agenciesView, "Agencies.", answer: .any()) { _ in APIAnswer(Array("[]".utf8)) },
    ])

    /// Has a worker do the room's own jobs until something is so, at most for twenty seconds.
    func work(until isDone: @Sendable () async throws -> Bool) async throws {
        let runner = try JobRunner(store, handlers: Administration.jobHandlers(store), name: "test", time: time)
        try await withThrowingTaskGroup { group in
            group.addTask { await runner.run() }
            defer { group.cancelAll() }
            for _ in 0..<100 {
                if try await isDone() { return }
                try await Task.sleep(for: .milliseconds(200))
            }
            Issue.record("the work was not done in time")
        }
    }

    // MARK: things to look at

    /// An account that may sign in at once.
    @discardableResult
    func account(_ login: String, _ roles: Role..., unit: Int64? = nil, name: String = "Cán bộ") async throws -> Int64 {
        let id = try await access.accounts.create(
            AccountDraft(login: login, name: name), password: Self.password, by: Self.author)
        try await store.write { try $0.execute("UPDATE accounts SET must_change = 0 WHERE id = ?", id) }
        for role in roles { _ = try await access.accounts.grant(role, unit: unit, to: id, by: Self.author) }
        return id
    }

    /// Somebody who has just signed in.
    func signedIn(_ login: String) async throws -> Visitor {
        let visitor = visitor()
        _ = try await visitor.get("/sign-in")
        let answer = try await visitor.post("/sign-in", ["login": login, "password": Self.password])
        try #require(answer.status == 303, "\(login) is not let in: \(answer.text)")
        return visitor
    }

    @discardableResult
    func agency(_ name: String, _ kind: AgencyKind, under parent: AgencyID? = nil) async throws -> AgencyID {
        try await agencies.create(
            NewAgency(name, kind, under: parent), from: Day(iso: "2025-07-01"), source: "NQ 1",
            by: AgencyAuthor(.shell("test")))
    }

    /// A little of everything that pages show.
    func furnish() async throws -> (province: AgencyID, commune: AgencyID) {
        let province = try await agency("UBND tỉnh Gia Lai", .province)
        let commune = try await agency("Xã Ia Grai", .commune, under: province)
        let old = try await agency("Xã Ia Tô", .commune, under: province)
        let register = try await agencies.directory.current()
        if let old = register[old], let heir = register[commune], let day = Day(iso: "2026-01-01") {
            _ = try await agencies.merge(
                [old.seen], into: .existing(heir.seen), on: day, source: "NQ 2", by: AgencyAuthor(.shell("test")))
        }
        let admin = try await account("quantri", .administrator, .auditor, .head, name: "Nguyễn Thị Quản <b>")
        let other = try await account("truc", .dutyOfficer, unit: commune.number, name: "Trần Trực")
        _ = try await access.tokens.create(
            TokenDraft(name: "CMS", scopes: [.checkUse], expires: time.now() + .seconds(86_400)), for: other,
            by: Self.author)
        _ = try await access.tokens.create(
            TokenDraft(name: "Mình", scopes: [.checkUse], expires: time.now() + .seconds(86_400)), for: admin,
            by: Self.author)
        try await queue.add(NewJob(JobKind("test.wait"), key: "một"))
        let failed = try await queue.add(NewJob(JobKind("test.fail"), key: "hai")).id
        let (now, schedules) = (time.now(), JobSchedules(time: time))
        try await store.write { db in
            try db.execute("UPDATE jobs SET state = 'failed', ended = ?, error = 'hỏng' WHERE id = ?", now, failed)
            try schedules.save(
                NewSchedule(JobKind("test.daily"), key: "đêm", .daily(hour: 2, minute: 30)), by: .shell("test"), in: db)
            try schedules.save(
                NewSchedule(JobKind("test.every"), key: "giờ", .every(seconds: 3_600)), by: .shell("test"), in: db)
            try db.execute(
                "INSERT INTO workers (instance, name, version, started, last_seen, running) VALUES ('w/1', 'máy 1', '1', ?, ?, 0)",
                now, now)
        }
        return (province, commune)
    }
}

/// The sealer of the record, by one name in all tests.
struct AuditSealerForTests {
    private let sealer: AuditSealer

    init(_ store: SQLStore, time: TestTime) { sealer = AuditSealer(store, node: "test", time: time) }

    func seal() async throws {
        while try await sealer.seal() > 0 {}
    }
}
