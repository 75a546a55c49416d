private import Foundation
package import SQLStore

/// One run of a worker.
struct WorkerBeat: Sendable {
    /// The name, and digits that no other run has: what leases are given to.
    let instance: String
    let name: String
    let version: String
    let started: Moment

    init(name: String, version: String, started: Moment) {
        instance = "\(name)/\(UUID().uuidString.prefix(8).lowercased())"
        self.name = name
        self.version = version
        self.started = started
    }
}

/// A worker as pages show it.
package struct WorkerRecord: Sendable, Equatable {
    /// A worker that was not heard of for so long is silent: three signs of life are missing.
    package static let silentAfter = Duration.seconds(45)

    /// Its name, and digits of this run of it.
    package let instance: String
    package let name: String
    package let version: String
    package let started: Moment
    package let lastSeen: Moment
    /// Jobs that it had in hand then.
    package let running: Int

    package func isSilent(at now: Moment) -> Bool { now - lastSeen > Self.silentAfter }

    init(_ row: SQLRow) throws {
        instance = try row.text("instance")
        name = try row.text("name")
        version = try row.text("version")
        started = try row.moment("started")
        lastSeen = try row.moment("last_seen")
        running = try row.int("running")
    }
}

/// The workers that run, and those that fell silent. One that ends in good order is not in it any more.
package enum WorkerList {
    /// Silent ones are forgotten after this.
    private static let kept = Duration.seconds(7 * 86_400)
    private static let maxShown = 500

    package static func all(in db: ReadConnection) throws -> [WorkerRecord] {
        try db.rows("SELECT * FROM workers ORDER BY name, started LIMIT ?", maxShown).map(WorkerRecord.init)
    }

    static func renew(_ worker: WorkerBeat, running: Int, at now: Moment, in db: WriteConnection) throws {
        try db.execute(
            """
            INSERT INTO workers (instance, name, version, started, last_seen, running) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (instance) DO UPDATE SET last_seen = excluded.last_seen, running = excluded.running
            """, worker.instance, worker.name, worker.version, worker.started, now, running)
        try db.execute("DELETE FROM workers WHERE last_seen < ?", now - kept)
    }

    static func remove(_ instance: String, in db: WriteConnection) throws {
        try db.execute("DELETE FROM workers WHERE instance = ?", instance)
    }
}
