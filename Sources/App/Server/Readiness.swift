import Access
import AuditLog
import Glibc
import Jobs
import SQLStore

/// Whether the server can do its work, and figures of how it does.
struct Readiness: Sendable {
    let house: House

    /// Nil when it can; else why not.
    func fault() async -> String? {
        do {
            let missing = try await House.migrator.pendingSteps(house.store)
            return missing.isEmpty ? nil : "the schema is not up to date"
        } catch {
            return "the database does not answer"
        }
    }

    /// In Prometheus' text form (version 0.0.4).
    func metrics() async -> String {
        var text = ""
        func gauge(_ name: String, _ help: String, _ values: [(labels: String, value: Double)]) {
            text += "# HELP vonggac_\(name) \(help)\n# TYPE vonggac_\(name) gauge\n"
            for (labels, value) in values {
                text += "vonggac_\(name)\(labels.isEmpty ? "" : "{\(labels)}") \(value)\n"
            }
        }
        gauge("process_resident_memory_bytes", "Memory of the process.", [("", Double(Self.residentBytes))])
        let now = house.time.now()
        let figures = try? await house.store.read { db in
            (
                jobs: try JobList.counts(in: db), workers: try WorkerList.all(in: db),
                unsealed: try db.count("SELECT count(*) FROM audit_rows WHERE sequence IS NULL"),
                event: try EventLog.position(in: db)
            )
        }
        gauge("database_up", "Whether the database answers.", [("", figures == nil ? 0 : 1)])
        guard let figures else { return text }
        gauge(
            "jobs", "Jobs by kind and state.",
            figures.jobs.flatMap { counts in
                counts.byState.map { ("kind=\"\(counts.kind)\",state=\"\($0.key.rawValue)\"", Double($0.value)) }
            }.sorted { $0.labels < $1.labels })
        let silent = figures.workers.count { $0.isSilent(at: now) }
        gauge(
            "workers", "Workers that run, and that fell silent.",
            [("state=\"silent\"", Double(silent)), ("state=\"up\"", Double(figures.workers.count - silent))])
        gauge("audit_unsealed_rows", "Rows of the record that wait for the sealer.", [("", Double(figures.unsealed))])
        gauge("events_last", "Number of the last event.", [("", Double(figures.event))])
        return text
    }

    static var residentBytes: Int {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var buffer = [CChar](repeating: 0, count: 128)
        guard fgets(&buffer, Int32(buffer.count), file) != nil else { return 0 }
        let fields = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            .split(separator: " ")
        return fields.count > 1 ? (Int(fields[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))) : 0
    }
}
