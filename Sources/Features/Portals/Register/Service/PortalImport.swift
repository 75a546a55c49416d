package import Access
import SQLStore
package import Tables

/// What taking in a list of portals would do, row by row. Nothing is changed by making one.
package struct PortalImportPlan: Sendable, Equatable {
    package enum Outcome: Sendable, Equatable {
        case new
        case changed([PortalField])
        case same
        case refused([PortalFault])
    }

    package struct Row: Sendable, Equatable {
        /// As a spreadsheet counts, from 1.
        package let number: Int
        package let name: String
        package let home: String
        package let outcome: Outcome
        let step: Step?
    }

    enum Step: Sendable, Equatable {
        case add(PortalEntry)
        case edit(Int64, version: Int, PortalEntry)
    }

    /// Columns that are missing; nothing is read then.
    package let missingColumns: [String]
    package let rows: [Row]

    /// All is taken in, or nothing.
    package var isApplicable: Bool {
        missingColumns.isEmpty
            && rows.allSatisfy { if case .refused = $0.outcome { false } else { true } }
    }
    package var newCount: Int { rows.count { $0.outcome == .new } }
    package var changedCount: Int { rows.count { if case .changed = $0.outcome { true } else { false } } }
}

/// Lists of portals from a spreadsheet (CSV, XLSX): columns `name`, `url`, `unit` (the organisation's code), and where known
/// `operator`, `platform`, `vendor`, `risk` (1 to 3). A portal is known by the host of its address; an empty cell of one that is
/// there changes nothing.
package struct PortalImport: Sendable {
    package static let columns = ["name", "url", "unit", "operator", "platform", "vendor", "risk"]
    static let needed = ["name", "url", "unit"]
    package static let maxRows = 2_000

    let register: PortalRegister
    let unitOf: @Sendable (String) -> Int64?

    /// - Parameter unitOf: the number of the organisation with this code or key; nil when there is none.
    package init(_ register: PortalRegister, unitOf: @escaping @Sendable (String) -> Int64?) {
        self.register = register
        self.unitOf = unitOf
    }

    /// The dry run.
    /// - Throws: `TableError` for what is no table; `StoreError`.
    package func plan(_ bytes: [UInt8]) async throws -> PortalImportPlan {
        var limits = TableLimits.standard
        limits.maxRows = Self.maxRows
        let table = try TableReader.read(bytes, limits: limits)
        let missing = Self.needed.filter { table.column($0) == nil }
        guard missing.isEmpty else { return PortalImportPlan(missingColumns: missing, rows: []) }
        return try await register.store.read { db in
            var seen: Set<String> = []
            return PortalImportPlan(
                missingColumns: [], rows: try table.rows.map { try row($0, of: table, &seen, in: db) })
        }
    }

    /// Takes in what the plan says, in one transaction.
    /// - Returns: portals that were entered or changed.
    /// - Throws: `PortalsError`: `wrongState` for a plan with refusals, `changedMeanwhile`, `invalid`; `StoreError`.
    @discardableResult
    package func apply(_ plan: PortalImportPlan, by author: Author) async throws -> Int {
        guard plan.isApplicable else { throw PortalsError.wrongState }
        let (register, steps) = (register, plan.rows.compactMap(\.step))
        return try await register.changing { db in
            for step in steps {
                switch step {
                case .add(let entry): _ = try register.add(entry, by: author, in: db)
                case .edit(let id, let version, let entry):
                    _ = try register.edit(try register.seen(id, version, in: db), entry, by: author, in: db)
                }
            }
            return steps.count
        }
    }

    // MARK: rows

    private func row(
        _ row: Table.Row, of table: Table, _ seen: inout Set<String>, in db: ReadConnection
    ) throws -> PortalImportPlan.Row {
        func text(_ name: String) -> String { table.column(name).map { row[$0].text } ?? "" }
        let host = PortalAddress(text("url").filter { !$0.isWhitespace })?.authority
        let known = try host.flatMap { try Self.known($0, in: db) }
        var faults: [PortalFault] = []
        if let host, !seen.insert(host).inserted { faults.append(PortalFault(.home, .repeated, host)) }
        let draft = draft(from: text, known: known?.entry, &faults)
        var entry: PortalEntry?
        do {
            entry = try draft.checked()
        } catch .invalid(let more) {
            faults += more.filter { fault in !faults.contains { $0.field == fault.field } }
        } catch {
            throw error
        }
        let outcome: PortalImportPlan.Outcome
        var step: PortalImportPlan.Step?
        if let entry, known == nil, try !PortalRows.taken([entry.host], besides: nil, in: db).isEmpty {
            faults.append(PortalFault(.home, .taken, entry.host))
        }
        if let entry, faults.isEmpty {
            let fields = known?.entry.differences(from: entry)
            outcome = fields.map { $0.isEmpty ? .same : .changed($0) } ?? .new
            if let known, outcome != .same { step = .edit(known.id, version: known.version, entry) }
            if known == nil { step = .add(entry) }
        } else {
            outcome = .refused(faults)
        }
        return PortalImportPlan.Row(
            number: row.number, name: draft.name, home: draft.home, outcome: outcome, step: step)
    }

    private func draft(
        from text: (String) -> String, known: PortalEntry?, _ faults: inout [PortalFault]
    ) -> PortalDraft {
        var draft = known.map(PortalDraft.init) ?? PortalDraft()
        func fill(_ path: WritableKeyPath<PortalDraft, String>, _ column: String) {
            let value = text(column)
            if !value.isEmpty { draft[keyPath: path] = value }
        }
        fill(\.name, "name")
        fill(\.home, "url")
        fill(\.operatorName, "operator")
        fill(\.platform, "platform")
        fill(\.vendor, "vendor")
        let code = text("unit").filter { !$0.isWhitespace }
        if !code.isEmpty {
            draft.unit = unitOf(code)
            if draft.unit == nil { faults.append(PortalFault(.unit, .unknownUnit, code)) }
        }
        let risk = text("risk").filter { !$0.isWhitespace }
        if !risk.isEmpty { draft.risk = Int(risk) ?? 0 }
        return draft
    }

    private static func known(_ host: String, in db: ReadConnection) throws -> Portal? {
        guard
            let row = try db.first(
                "SELECT portal FROM portal_hosts WHERE active = 1 AND is_home = 1 AND host = ?", host)
        else {
            return nil
        }
        return try PortalRows.portal(try row.int64("portal"), in: db)
    }
}

/// The register as a table, in the form that is taken in again.
package enum PortalExport {
    /// Those of an import, and what the watch knows.
    package static let columns =
        PortalImport.columns + ["state", "verdict", "last_sweep", "last_good"]

    /// - Parameter unitCode: the code of an organisation by its number.
    package static func row(_ portal: Portal, unitCode: (Int64) -> String) -> [Cell] {
        let entry = portal.entry
        return [
            .text(entry.name), .text(entry.home), .text(unitCode(entry.unit)), .text(entry.operatorName),
            .text(entry.platform), .text(entry.vendor), .integer(Int64(entry.risk.rawValue)),
            .text(portal.state.rawValue), .text(portal.verdict.rawValue), time(portal.lastSweep), time(portal.lastGood),
        ]
    }

    private static func time(_ moment: Moment?) -> Cell { moment.map { .time($0.microseconds) } ?? .empty }
}
