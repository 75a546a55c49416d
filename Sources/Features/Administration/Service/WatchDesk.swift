import AuditLog
private import Foundation
import Jobs
import SQLStore

/// How the watch itself is: workers, jobs, the record's seal, the disk, the clock.
struct WatchDesk: Sendable {
    private static let deadAfter = Duration.seconds(120)
    /// A job that waits for longer than this behind its time is late.
    private static let lateAfter = Duration.seconds(300)

    let store: SQLStore
    let facts: InstallationFacts

    struct Look: Sendable {
        var workers = 0
        var deadWorkers = 0
        var failedJobs = 0
        var lateJobs = 0
        var unsealed = 0
        var sealLag = Duration.zero
        /// Nil where it cannot be told.
        var diskFree: Disk?
        /// How far the database's clock is from this machine's; nil where they are one.
        var clockDifference: Duration?

        var sealLagSeconds: Int { Int(sealLag.components.seconds) }
        var clockSeconds: Int { Int((clockDifference ?? .zero).components.seconds.magnitude) }
    }

    struct Disk: Sendable {
        var freeBytes: Int64
        var percent: Int
    }

    func look(at now: Moment) async throws -> Look {
        let lateBefore = now - Self.lateAfter
        let read = try await store.read { db -> (workers: [WorkerRecord], Look) in
            var look = Look()
            look.failedJobs = try db.count("SELECT count(*) FROM jobs WHERE state = 'failed'")
            look.lateJobs = try db.count("SELECT count(*) FROM jobs WHERE state = 'waiting' AND due < ?", lateBefore)
            let (count, oldest) = try AuditList.unsealed(in: db)
            look.unsealed = count
            look.sealLag = oldest.map { max(now - $0, .zero) } ?? .zero
            look.clockDifference = try Self.difference(now, db)
            return (try WorkerList.all(in: db), look)
        }
        var look = read.1
        look.workers = read.workers.count
        look.deadWorkers = read.workers.count { now - $0.lastSeen > Self.deadAfter }
        look.diskFree = facts.folders.first.flatMap(Self.disk)
        return look
    }

    /// An embedded database has this machine's clock.
    private static func difference(_ now: Moment, _ db: ReadConnection) throws -> Duration? {
        guard db.backend == .postgres else { return nil }
        let microseconds = try db.count("SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint)")
        return Moment(microseconds: Int64(microseconds)) - now
    }

    static func disk(_ folder: String) -> Disk? {
        guard let facts = try? FileManager.default.attributesOfFileSystem(forPath: folder),
            let free = (facts[.systemFreeSize] as? NSNumber)?.int64Value,
            let size = (facts[.systemSize] as? NSNumber)?.int64Value, size > 0
        else { return nil }
        return Disk(freeBytes: free, percent: Int(free * 100 / size))
    }
}
