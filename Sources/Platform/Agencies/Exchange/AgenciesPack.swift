package import Knowledge

/// A pack of kind `agencies`, decoded: tables to begin a register from.
///
/// Every row is checked as if it were taken into an empty register. Which mail services are open to everybody is asked when it
/// is taken in (`AgencyStore.plan`).
package struct AgenciesPack: PackDecoder {
    package static let kind = "agencies"

    package let tables: AgencyTables

    package static func decode(_ files: PackFiles, diagnostics: inout Diagnostics) -> AgenciesPack? {
        var tables = AgencyTables()
        var columns: [String: [String]] = [:]
        for name in AgencyTables.Name.allCases {
            let rows = files.rows(
                name.rawValue + ".tsv", key: key(of: name), required: name.required, known: name.columns,
                isOptional: name != .organisations, &diagnostics)
            if rows.count > AgencyTables.maxRows {
                diagnostics.error(
                    "more than \(AgencyTables.maxRows) rows", file: rows[0].file, remedy: "split the pack")
                continue
            }
            for row in rows { columns[row.file] = row.columns }
            tables[name] = rows.map { row in
                let known = name.columns.filter(row.columns.contains)
                let fields = known.map { ($0, String(row[$0] ?? "")) }
                return ImportRow(row.file, row: row.line, Dictionary(uniqueKeysWithValues: fields))
            }
        }
        let plan = ImportPlanner.plan(tables, for: .empty, rules: ContactRules(publicMail: []))
        for fault in plan.refusals {
            let column = fault.place.column.flatMap { columns[fault.place.table]?.firstIndex(of: $0) }
            diagnostics.error(
                fault.message, file: fault.place.table, line: fault.place.row, column: column.map { $0 + 1 })
        }
        for fault in plan.faults { diagnostics.error(fault.description, file: files.folder) }
        return tables.organisations.isEmpty ? nil : AgenciesPack(tables: tables)
    }

    /// What tells rows apart, so that an operator's overlay replaces the row that it means.
    private static func key(of name: AgencyTables.Name) -> [String] {
        switch name {
        case .organisations: ["id", "valid_from"]
        case .successions: ["predecessor", "successor", "kind", "function"]
        case .functions: ["organisation", "function", "valid_from"]
        }
    }
}
