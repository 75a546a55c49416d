import Access
import Agencies
import AuditLog
import Cryptography
import Tables

/// Takes tables into the register: looked at first, applied when somebody says yes to exactly that file. And gives them out.
struct AgencyImport: Sendable {
    static let maxBytes = UploadStore.maxBytes
    private static let shownFaults = 100

    let store: AgencyStore
    let uploads: UploadStore

    /// What taking in a file would do.
    struct Outlook: Sendable {
        var digest = ""
        var file = ""
        var new = 0
        var changed = 0
        var same = 0
        var refused = 0
        var faults: [Fault] = []
        var isApplicable = false

        struct Fault: Sendable {
            /// 0 for the whole table.
            var row: Int
            var column: String
            /// Word of the fault; the sentence itself where the file could not be read at all.
            var code: String
            var detail: String
        }
    }

    static var tables: [String] { AgencyTables.Name.allCases.map(\.rawValue) }

    /// Keeps the file, and says what it would do. Who looked at it, and nobody else, may then have it applied.
    func look(table: String, file: String, bytes: [UInt8], by author: Author) async throws -> Outlook {
        guard let name = AgencyTables.Name(rawValue: table) else { return Self.unread(file, "badKind", table) }
        let (outlook, _) = try await plan(name, file, bytes)
        guard outlook.isApplicable else { return outlook }
        let digest = Self.digest(table, bytes, author)
        try await uploads.keep(.init(kind: table, name: file, content: bytes), digest: digest)
        var kept = outlook
        kept.digest = digest
        return kept
    }

    /// Applies a file that was looked at.
    /// - Throws: `ChangeRefusal.unknown` when it is not kept any more, `conflict` when it cannot be applied to the register as
    ///   it stands now.
    func apply(_ digest: String, by author: Author) async throws -> Outlook {
        guard let upload = try await uploads.find(digest), let name = AgencyTables.Name(rawValue: upload.kind),
            Self.digest(upload.kind, upload.content, author) == digest
        else { throw ChangeRefusal.unknown }
        let (outlook, plan) = try await plan(name, upload.name, upload.content)
        guard let plan, outlook.isApplicable else { throw ChangeRefusal.conflict }
        do {
            try await store.apply(plan, from: upload.name, by: AgencyDesk.author(author))
        } catch is AgencyError {
            throw ChangeRefusal.conflict
        }
        try await uploads.forget(digest)
        return outlook
    }

    /// The register as a file that is taken in again.
    /// - Returns: nil for a table or a kind of file that there is none of.
    func file(_ table: String, _ kind: String) async throws -> [UInt8]? {
        guard let name = AgencyTables.Name(rawValue: table) else { return nil }
        let register = try await store.directory.current()
        switch kind {
        case "csv": return try AgencyExport.csv(name, of: register)
        case "xlsx": return try AgencyExport.xlsx(name, of: register)
        default: return nil
        }
    }

    private func plan(
        _ name: AgencyTables.Name, _ file: String, _ bytes: [UInt8]
    ) async throws -> (Outlook, ImportPlan?) {
        var tables = AgencyTables()
        do {
            let faults = try tables.add(name, file: file, bytes: bytes)
            if !faults.isEmpty {
                var outlook = Outlook(file: file)
                outlook.faults = faults.prefix(Self.shownFaults).map(Self.fault)
                outlook.refused = faults.count
                return (outlook, nil)
            }
        } catch {
            return (Self.unread(file, "unreadable", error.problems.first?.description ?? ""), nil)
        }
        let plan = try await store.plan(tables)
        return (Self.outlook(plan, file), plan)
    }

    private static func outlook(_ plan: ImportPlan, _ file: String) -> Outlook {
        var outlook = Outlook(file: file)
        outlook.new = plan.count { $0 == .new }
        outlook.same = plan.count { $0 == .same }
        outlook.changed = plan.count { if case .changed = $0 { true } else { false } }
        outlook.refused = plan.count { if case .refused = $0 { true } else { false } }
        outlook.faults = plan.refusals.prefix(shownFaults).map(fault)
        outlook.faults += plan.faults.prefix(shownFaults).map { fault in
            Outlook.Fault(
                row: 0, column: fault.field.rawValue, code: fault.code.rawValue,
                detail: [fault.agency, fault.day?.shown ?? "", fault.other ?? ""].filter { !$0.isEmpty }
                    .joined(separator: ", "))
        }
        outlook.isApplicable = plan.isApplicable && !plan.changesNothing
        return outlook
    }

    private static func fault(_ fault: ImportFault) -> Outlook.Fault {
        let detail = [fault.day?.shown, fault.other].compactMap { $0 }.joined(separator: ", ")
        return Outlook.Fault(
            row: fault.place.row, column: fault.place.column ?? "", code: fault.code.rawValue, detail: detail)
    }

    private static func unread(_ file: String, _ code: String, _ detail: String) -> Outlook {
        Outlook(file: file, refused: 1, faults: [.init(row: 0, column: "", code: code, detail: detail)])
    }

    private static func digest(_ table: String, _ bytes: [UInt8], _ author: Author) -> String {
        SHA256.hex(of: Array("\(author.actor.text)\n\(table)\n".utf8) + bytes)
    }
}
