package import SQLStore

/// Says whether the log is as it was written.
package struct AuditCheck: Sendable {
    private static let batchRows = 1_000
    /// Faults that are named one by one.
    private static let maxFaults = 100

    package enum Fault: Sendable, Equatable {
        /// The row's fields are not those that were sealed, or the row before it is another.
        case altered(sequence: Int, id: Int64)
        /// Rows from…to are gone.
        case missing(from: Int, to: Int)
        /// The chain ends before, or behind, its recorded head.
        case headDiffers(sequence: Int, recorded: Int)
    }

    package struct Report: Sendable, Equatable {
        package var sealedCount = 0
        /// Rows that wait for the sealer, and since when.
        package var unsealedCount = 0
        package var oldestUnsealed: Moment?
        package var faults: [Fault] = []
        /// Place and hash of the last sealed row: kept elsewhere, they prove later that nothing before them was changed.
        package var head = 0
        package var headHash = ""
        package var holds: Bool { faults.isEmpty }
    }

    private let store: SQLStore

    package init(_ store: SQLStore) { self.store = store }

    /// Reads the whole log, in pieces: some ten thousand rows a second.
    /// - Parameter progress: told the number of rows read so far.
    package func run(progress: (Int) -> Void = { _ in }) async throws -> Report {
        var report = Report()
        // What was sealed when the check began: rows that are sealed meanwhile are for the next one.
        let (recorded, recordedHash) = try await store.read { connection in
            let row = try connection.first("SELECT sequence, hash FROM audit_head")
            return (try row?.int("sequence") ?? 0, try row?.text("hash") ?? "")
        }
        var previous = ""
        var last = 0
        while true {
            let after = last
            let rows = try await store.read { connection in
                try connection.rows(
                    "SELECT * FROM audit_rows WHERE sequence > ? AND sequence <= ? ORDER BY sequence LIMIT ?", after,
                    recorded,
                    Self.batchRows
                ).map(AuditRow.init)
            }
            for row in rows { Self.check(row, after: &last, &previous, &report) }
            report.sealedCount += rows.count
            progress(report.sealedCount)
            if rows.count < Self.batchRows { break }
            try Task.checkCancellation()
        }
        if last != recorded || previous != recordedHash {
            Self.add(.headDiffers(sequence: last, recorded: recorded), to: &report)
        }
        (report.head, report.headHash) = (last, previous)
        try await countUnsealed(&report)
        return report
    }

    private static func check(_ row: AuditRow, after last: inout Int, _ previous: inout String, _ report: inout Report)
    {
        let sequence = row.sequence ?? 0
        if sequence != last + 1 {
            add(.missing(from: last + 1, to: sequence - 1), to: &report)
        } else if row.hash != AuditChain.hash(of: row, sequence: sequence, after: previous) {
            add(.altered(sequence: sequence, id: row.id), to: &report)
        }
        last = sequence
        previous = row.hash ?? ""
    }

    private static func add(_ fault: Fault, to report: inout Report) {
        if report.faults.count < maxFaults { report.faults.append(fault) }
    }

    private func countUnsealed(_ report: inout Report) async throws {
        let row = try await store.read {
            try $0.first("SELECT count(*) AS waiting, min(at) AS oldest FROM audit_rows WHERE sequence IS NULL")
        }
        report.unsealedCount = try row?.int("waiting") ?? 0
        report.oldestUnsealed = try row?.optionalMoment("oldest")
    }
}
