import BuiltProgram
import ConsoleVisitor
import Foundation
import TestDatabase
import Testing

/// The machine fails the server while somebody works with it: what is told, and what is there afterwards.
@Suite(.serialized) struct FaultyMachineTests {
    // MARK: disk

    @Test func aFullDiskIsSaidPagesGoOnAndNothingAcknowledgedIsLost() async throws {
        let scratch = try Scratch()
        let state = scratch.path + "/state"
        try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true)
        let wrapper = [
            "/usr/bin/bwrap", "--die-with-parent", "--dev-bind", "/", "/", "--size", "\(24 << 20)", "--tmpfs", state,
        ]
        let server = try await ServedConsole(state, ["--no-worker"], wrapper: wrapper)
        // The disk is the server's alone: it is reached through its own root, and by programs that go where it is.
        let disk = try server.root + state
        let inside = try server.inside
        try ServedConsole.enterAgencies(["--state", state], wrapper: inside)
        let visitor = try await server.administrator()
        let unit = try await ServedConsole.unit(visitor)
        func enter(_ number: Int) async throws -> Answer {
            try await ServedConsole.enter("Cổng \(number)", host: "c\(number).tinh.example", unit: unit, as: visitor)
        }
        try await enter(1).expect(303)

        let ballast = disk + "/ballast"
        try Self.fill(ballast)
        var count = 2
        var refused = try await enter(count)
        // What was asked for before has left some room behind.
        while refused.status == 303, count < 200 {
            count += 1
            refused = try await enter(count)
        }
        refused.expect(503, "a change on a full disk is refused")
        refused.expect(text: "Ổ đĩa của cơ sở dữ liệu đã đầy")
        #expect(refused.field("retry-after") == "60")
        for path in ["/", "/portals", "/findings", "/jobs", "/audit", "/healthz"] {
            try await visitor.get(path).expect(200, "\(path) is read on a full disk")
        }
        try FileManager.default.removeItem(atPath: ballast)

        try await enter(1_000).expect(303, "there is room again")
        let list = try await visitor.get("/portals/export.json")
        for number in Array(1..<count) + [1_000] { list.expect(text: "\"Cổng \(number)\"") }
        list.expect(noText: "\"Cổng \(count)\"", "what was refused is not there")
        for command in [["database", "check"], ["audit", "verify"]] {
            let sound = try Program.run(command + ["--state", state], wrapper: inside)
            #expect(sound.code == 0, "\(sound.output)\(sound.errors)")
        }
        kill(try server.child, SIGINT)
        #expect(try await server.running.isOver(within: .seconds(20)))
    }

    /// Writes until nothing more goes in.
    private static func fill(_ path: String) throws {
        let file = open(path, O_WRONLY | O_CREAT, 0o600)
        try #require(file >= 0)
        defer { close(file) }
        for size in [1 << 16, 512] {
            let piece = [UInt8](repeating: 1, count: size)
            while true {
                let written = write(file, piece, size)
                let reason = errno
                if written >= 0 { continue }
                try #require(reason == ENOSPC)
                break
            }
        }
    }

    @Test func anEmbeddedDatabaseThatCannotBeWrittenIsRefusedAtTheStart() async throws {
        let scratch = try Scratch()
        let state = scratch.path + "/state"
        try ServedConsole.enterAgencies(["--state", state])
        let running = try Program.start(
            ["serve", "--state", state, "--listen", "127.0.0.1:0"],
            wrapper: ["/usr/bin/bwrap", "--die-with-parent", "--dev-bind", "/", "/", "--ro-bind", state, state])
        let result = try await running.result(within: .seconds(30))
        #expect(result.code == 2, "\(result.output)\(result.errors)")
        #expect(result.errors.contains(state), "the place is named: \(result.errors)")
    }

    @Test func aDatabaseThatTakesNoChangesIsSaidAndPagesGoOn() async throws {
        let postgres = try LocalPostgres()
        defer { postgres.stop() }
        let address = try postgres.makeDatabase()
        let scratch = try Scratch()
        let migrated = try Program.run(["database", "migrate", "--database", address])
        #expect(migrated.code == 0, "\(migrated.errors)")
        try ServedConsole.enterAgencies(["--database", address, "--state", scratch.path])
        let server = try await ServedConsole(scratch.path, ["--database", address])
        let visitor = try await server.administrator()
        let unit = try await ServedConsole.unit(visitor)

        try postgres.setReadOnly(true)
        let refused = try await ServedConsole.enter("Cổng 1", host: "c1.tinh.example", unit: unit, as: visitor)
        refused.expect(503)
        refused.expect(text: "Cơ sở dữ liệu đang chỉ cho đọc")
        for path in ["/", "/portals", "/healthz"] { try await visitor.get(path).expect(200, "\(path)") }
        try postgres.setReadOnly(false)

        try await ServedConsole.enter("Cổng 2", host: "c2.tinh.example", unit: unit, as: visitor).expect(303)
        let list = try await visitor.get("/portals/export.json")
        list.expect(text: "\"Cổng 2\"")
        list.expect(noText: "\"Cổng 1\"")
        #expect(try server.end() == 0)
        let record = try Program.run(["audit", "verify", "--database", address, "--state", scratch.path])
        #expect(record.code == 0, "\(record.output)\(record.errors)")
    }

    @Test func aDatabaseThatIsGoneIsSaidAndTheServerGoesOnWhenItIsBack() async throws {
        let postgres = try LocalPostgres(isDurable: true)
        defer { postgres.stop() }
        let address = try postgres.makeDatabase()
        let scratch = try Scratch()
        let server = try await ServedConsole(scratch.path, ["--database", address])
        let visitor = try await server.administrator()
        try await visitor.get("/portals").expect(200)

        try postgres.crash()
        let refused = try await visitor.get("/portals")
        refused.expect(503)
        refused.expect(text: "Cơ sở dữ liệu không trả lời")
        let program = try await visitor.get("/api/v1/portals", ["Authorization": "Bearer x"])
        #expect(program.field("content-type") == "application/problem+json", "\(program.status)")
        try await visitor.get("/readyz").expect(503)
        try await visitor.get("/healthz").expect(200)
        try postgres.restart()

        let limit = ContinuousClock.now + .seconds(30)
        while try await visitor.get("/portals").status != 200, ContinuousClock.now < limit {
            try await Task.sleep(for: .milliseconds(200))
        }
        try await visitor.get("/portals").expect(200, "signed in as before")
        #expect(try server.end() == 0)
    }

    // MARK: clock

    @Test func afterAWeekEachMissedStepIsRunOnceInItsOrderAndAClockThatGoesBackHarmsNothing() async throws {
        let scratch = try Scratch()
        let state = scratch.path + "/state"
        let clock = try MovedClock(scratch)
        var server = try await ServedConsole(state, environment: clock.environment)
        let visitor = try await server.administrator()
        try await visitor.get("/jobs").expect(200)

        // While it runs: whoever was signed in is not any more, and the record of each day leaves the house.
        try clock.move(days: 7)
        try await Self.waitForExports(7, state)
        try await visitor.get("/jobs").expect(303, "a session does not outlive a week")
        let again = try await server.administrator(isThere: true)
        let jobs = try await again.get("/jobs/export.json")
        jobs.expect(200)
        jobs.expect(text: "Xuất nhật ký trong ngày")

        // While it was off.
        #expect(try server.end() == 0)
        try clock.move(days: 14)
        server = try await ServedConsole(state, environment: clock.environment)
        try await Self.waitForExports(14, state)

        // Back by an hour, as when somebody mends a clock that was fast.
        try clock.move(days: 14, seconds: -3_600)
        let late = try await server.administrator(isThere: true)
        try await late.get("/").expect(200)
        #expect(try server.end() == 0)
        for command in [["audit", "verify"], ["database", "check"]] {
            let sound = try Program.run(command + ["--state", state])
            #expect(sound.code == 0, "\(sound.output)\(sound.errors)")
        }
        // Each once, and in order: the files' times follow their names.
        let files = try Self.exports(state)
        #expect(Set(files.map(\.name)).count == files.count && files.count == 14)
        #expect(files.map(\.written) == files.map(\.written).sorted())
    }

    private static func exports(_ state: String) throws -> [(name: String, written: Date)] {
        let folder = state + "/audit"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return try names.filter { $0.hasSuffix(".jsonl") }.sorted().map { name in
            let facts = try FileManager.default.attributesOfItem(atPath: folder + "/" + name)
            return (name, try #require(facts[.modificationDate] as? Date))
        }
    }

    private static func waitForExports(_ count: Int, _ state: String) async throws {
        let limit = ContinuousClock.now + .seconds(60)
        while try exports(state).count < count, ContinuousClock.now < limit {
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(try exports(state).count == count)
    }
}

/// A clock of one process's own, which the test sets.
private struct MovedClock {
    let environment: [String: String]
    private let path: String

    init(_ scratch: Scratch) throws {
        path = scratch.path + "/clock"
        environment = ["LD_PRELOAD": BuiltProgram.fakeClock, "VONGGAC_TEST_CLOCK": path]
        try move(days: 0)
    }

    /// - Parameter days: from the true time.
    func move(days: Int64, seconds: Int64 = 0) throws {
        var difference = (days * 86_400 + seconds) * 1_000_000
        let file = open(path, O_WRONLY | O_CREAT, 0o600)
        try #require(file >= 0)
        defer { close(file) }
        // In place: it is mapped.
        try #require(pwrite(file, &difference, 8, 0) == 8)
    }
}

extension ServedConsole {
    /// Of the program, where another one started it.
    var child: Int32 {
        get throws {
            let path = "/proc/\(running.number)/task/\(running.number)/children"
            let text = try String(contentsOfFile: path, encoding: .utf8)
            return try #require(text.split(separator: " ").first.flatMap { Int32($0) })
        }
    }

    /// Its view of all files.
    var root: String { get throws { "/proc/\(try child)/root" } }

    /// Starts a program that has its view of all files.
    var inside: [String] {
        get throws {
            let user = geteuid() == 0 ? [] : ["--user", "--preserve-credentials"]
            return ["/usr/bin/nsenter", "--target", "\(try child)", "--mount"] + user + ["--"]
        }
    }
}
