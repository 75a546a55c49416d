import Access
import Agencies
import AuditLog
import Console
import Glibc
import Jobs
import Portals
import SQLStore

/// The console, the API and a worker in one program, from the start to a signal.
struct Server {
    let house: House
    let command: ServeCommand
    let configuration: ConsoleConfiguration
    /// How long evidence is kept that nothing refers to; 0 for ever.
    let evidenceDays: Int
    private let log = ServerLog()

    init(house: House, command: ServeCommand, configuration: ConsoleConfiguration, evidenceDays: Int) {
        (self.house, self.command, self.configuration) = (house, command, configuration)
        self.evidenceDays = evidenceDays
    }

    /// - Throws: `ConsoleError`, `CommandFailure`, `StoreError`.
    func run(until stop: StopSignal) async throws {
        let time = house.time
        try await house.store.write { try Features.saveSchedules(time: time, in: $0) }
        _ = try await house.agencies.directory.current()
        let rooms = try await Features.rooms(house, listening: command.address)
        let console = try ConsoleServer(
            configuration, services(), try ConsoleAssets(resources: house.resources), rooms: rooms)
        let sample = command.sample ? try await Sample.start(house) : nil
        let handlers =
            command.worker
            ? try await Features.handlers(
                house, door: command.door, evidenceDays: evidenceDays, openings: sample?.openings ?? []) : []
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await console.run { port in await tell(port) } }
            if command.worker {
                group.addTask { try await Worker(house: house, handlers: handlers).run() }
            } else {
                group.addTask { await house.agencies.directory.run() }
            }
            group.addTask { await stop.wait() }
            // A part that ends by itself ends the whole: a watch with half its eyes is not up.
            try await group.next()
            group.cancelAll()
            try await group.waitForAll()
        }
        await sample?.stop()
        log.say("ended")
    }

    private func services() -> ConsoleServices {
        let events = house.events
        let readiness = Readiness(house: house)
        let policy = Policy(tree: RegisterTree(house.agencies.directory), settings: house.access.settings)
        var services = ConsoleServices(
            sessions: house.access.sessions, tokens: house.access.tokens, policy: policy, time: house.time,
            texts: house.texts, events: { EventNumbers.stream(events, topics: $0, after: $1) },
            readiness: { await readiness.fault() })
        if command.metrics { services.metrics = { await readiness.metrics() } }
        return services
    }

    /// The address, and what the first administrator needs, on standard output: the last two lines of a start.
    private func tell(_ port: Int) async {
        let host = configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
        let url = "\(configuration.tls == nil ? "http" : "https")://\(host):\(port)"
        log.say("ready", ["address": url, "database": house.databaseName, "state": house.stateFolder])
        let code = try? await house.access.firstAdministrator.makeCode(by: Author(.program("server")))
        // At once: who reads the first line finds the second one, too.
        let wizard = code.map { "\nOne-time code for the first administrator: \($0.text)" } ?? ""
        print("Vọng Gác: \(url)\(wizard)")
        fflush(nil)
    }
}

/// Numbers of events, for pages that wait for news.
enum EventNumbers {
    /// A page that has no number yet begins with what comes from now on.
    static func stream(_ log: EventLog, topics: [String], after: Int64?) -> AsyncStream<Int64> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let task = Task {
                do {
                    // The number is the browser's: what is older than a page of events is passed over.
                    let position = try await log.position()
                    let start = after.map { min(max($0, position - Int64(EventLog.maxRead)), position) } ?? position
                    for try await event in log.stream(after: start, topics: topics) { continuation.yield(event.id) }
                } catch {
                    // The page asks anew by itself, and then hears what it missed.
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }
}
