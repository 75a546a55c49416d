import AuditLog
private import Foundation
import Jobs
import SQLStore

/// Reads the whole record of changes and says whether it is as it was written. A job, and one at a time: a grown record takes
/// minutes, which no request waits for.
struct AuditCheckJob: JobHandler {
    static let check = JobKind("audit.check", maxAttempts: 2, perCluster: 1)
    /// Faults that a result names; it is a short text.
    private static let maxFaults = 20

    let kind = check
    let store: SQLStore

    /// What came of it, as the job keeps it.
    struct Verdict: Codable, Sendable, Equatable {
        struct Fault: Codable, Sendable, Equatable {
            var code: String
            var from: Int
            var to: Int
        }

        var sealed: Int
        var unsealed: Int
        /// Microseconds.
        var oldestUnsealed: Int64?
        /// The first ones, and how many there are.
        var faults: [Fault]
        var faultCount: Int
        var headHash: String

        init(_ report: AuditCheck.Report) {
            (sealed, unsealed, headHash) = (report.sealedCount, report.unsealedCount, report.headHash)
            oldestUnsealed = report.oldestUnsealed?.microseconds
            faultCount = report.faults.count
            faults = report.faults.prefix(maxFaults).map { fault in
                switch fault {
                case .altered(let sequence, _): Fault(code: "altered", from: sequence, to: sequence)
                case .missing(let from, let to): Fault(code: "missing", from: from, to: to)
                case .headDiffers(let sequence, let recorded): Fault(code: "head", from: sequence, to: recorded)
                }
            }
        }

        var oldest: Moment? { oldestUnsealed.map { Moment(microseconds: $0) } }

        /// Nil for a result that another version wrote.
        init?(_ result: String) {
            guard let verdict = try? JSONDecoder().decode(Self.self, from: Data(result.utf8)) else { return nil }
            self = verdict
        }

        var text: String {
            get throws { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
        }
    }

    func run(_ job: JobContext) async throws -> String? {
        let rows = try await store.read { try $0.first("SELECT sequence FROM audit_head")?.int("sequence") ?? 0 }
        let report = try await AuditCheck(store).run { count in
            let share = Double(count) / Double(max(rows, 1))
            job.report(JobProgress(share, note: "audit.check.read", numbers: ["n": count]))
        }
        return try Verdict(report).text
    }
}
