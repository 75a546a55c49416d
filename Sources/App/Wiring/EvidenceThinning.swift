import AuditLog
import Evidence
import SQLStore

/// Evidence that has had its time goes, and the record of changes says so.
enum EvidenceThinning {
    static let defaultDays = 730
    static let days = 0...100_000

    /// Those of findings made longer ago.
    static func rule(olderThan days: Int, at now: Moment) -> EvidenceRetention {
        EvidenceRetention(before: (now - .seconds(Int64(days) * 86_400)).microseconds)
    }

    /// Removes what may go.
    /// - Parameter database: where the evidence lies, for the record; nil for a folder.
    /// - Throws: `EvidenceError`; what was removed until then is on record.
    static func remove(
        _ rule: EvidenceRetention, from evidence: any EvidenceStore, of database: SQLStore?, by actor: AuditActor,
        at now: Moment
    ) async throws(EvidenceError) -> EvidenceRemoval {
        let done = try await evidence.prune(rule, isDryRun: false)
        if let database, !done.removed.isEmpty { try await record(done, by: actor, at: now, in: database) }
        if let stopped = done.stopped { throw stopped }
        return done
    }

    private static func record(
        _ removal: EvidenceRemoval, by actor: AuditActor, at now: Moment, in database: SQLStore
    ) async throws(EvidenceError) {
        let entry = AuditEntry(
            actor, "evidence.prune",
            detail: ["bundles": "\(removal.removed.count)", "bytes": "\(removal.freedBytes)"])
        do {
            try await database.write { try AuditLog.record(entry, at: now, in: $0) }
        } catch {
            throw EvidenceError(.ioFailed, "the evidence is removed, but the record does not say so: \(error)")
        }
    }
}
