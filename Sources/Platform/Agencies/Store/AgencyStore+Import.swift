import AuditLog
import SQLStore

extension AgencyStore {
    /// What taking in the tables would do to the register as it stands.
    package func plan(_ tables: AgencyTables) async throws -> ImportPlan {
        ImportPlanner.plan(tables, for: try await directory.current(), rules: rules)
    }

    /// Does what the plan says, all of it in one transaction.
    /// - Parameter source: where the tables came from, for the log: a file's name, a pack's version.
    /// - Throws: `refused` when the plan refuses rows; `conflict` when the register was changed since it was made.
    package func apply(_ plan: ImportPlan, from source: String, by author: AgencyAuthor) async throws {
        guard let change = plan.change else { throw AgencyError(.refused, plan.faults) }
        if change.isEmpty { return }
        let now = time.now()
        try await store.write { connection in
            try RegisterWriter.write(change, at: now, in: connection)
            func record(_ subject: String, _ detail: [String: String]) throws {
                try AuditLog.record(
                    AuditEntry(
                        author.actor, "agencies.import", subject: subject, detail: detail, address: author.address),
                    at: now, in: connection)
            }
            try record(
                "",
                [
                    "source": source, "new": "\(plan.count { $0 == .new })", "rows": "\(plan.rows.count)",
                    "agencies": "\(change.touched.count)",
                ])
            for agency in change.touched {
                try record(
                    "agency:\(agency.id.number)",
                    ["source": source, "key": agency.key, "change": agency.version == 1 ? "new" : "changed"])
            }
        }
        directory.keep(change.register)
    }
}
