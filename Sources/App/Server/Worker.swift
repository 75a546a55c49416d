import Agencies
import AuditLog
import Glibc
import Jobs
import Portals
import SQLStore

/// What a machine does beside answering: runs jobs, makes them of schedules, seals the record.
struct Worker: Sendable {
    let house: House
    let handlers: [any JobHandler]

    /// Until the task is cancelled; what was under way goes back to the queue.
    func run() async throws {
        var options = JobRunnerOptions()
        options.version = ProgramVersion.text
        let runner = try JobRunner(
            house.store, handlers: handlers, name: Self.name, options: options, time: house.time)
        let scheduler = JobScheduler(house.store, time: house.time)
        let sealer = AuditSealer(house.store, node: "\(Self.name)/\(getpid())", time: house.time)
        await withDiscardingTaskGroup { group in
            group.addTask { await runner.run() }
            group.addTask { await scheduler.run() }
            group.addTask { await sealer.run() }
            group.addTask { await house.agencies.directory.run() }
        }
    }

    /// The machine's name, as pages show it.
    static var name: String {
        var bytes = [CChar](repeating: 0, count: 256)
        gethostname(&bytes, bytes.count - 1)
        let name = String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return name.isEmpty ? "worker" : name
    }
}
