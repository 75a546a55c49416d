import Agencies
import ArgumentParser
import AuditLog
import Knowledge
import Portals
import Tables

/// `vonggac agencies`
struct AgenciesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agencies", abstract: "Import and export the register of agencies.",
        subcommands: [AgenciesImport.self, AgenciesExport.self])
}

/// `vonggac agencies import`
struct AgenciesImport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take in agencies, what became of them, and their functions, from CSV or XLSX.",
        discussion: """
            All of it or nothing. --dry-run says row by row what would be done. Works beside a running server. The columns are \
            those that 'export' writes; Docs/agencies.md explains them.

            EXAMPLES
              vonggac agencies import --organisations co-quan.xlsx --dry-run
              vonggac agencies import --organisations co-quan.xlsx --successions sap-nhap.csv
              vonggac agencies import --sample

            EXIT CODES
              0  taken in, or could be (--dry-run)   1  rows are at fault, nothing was changed
              2  wrong use, or the database cannot be had
            """)

    @Option(help: ArgumentHelp("Agencies with their names, kinds, places, codes and contacts.", valueName: "file"))
    var organisations: String?

    @Option(help: ArgumentHelp("What became of agencies.", valueName: "file"))
    var successions: String?

    @Option(help: ArgumentHelp("Who has which function.", valueName: "file"))
    var functions: String?

    @Flag(help: "The province that comes with the program, into an empty register.")
    var sample = false

    @Flag(help: "Only say what would be done.")
    var dryRun = false

    @OptionGroup var options: HouseOptions

    private var files: [(AgencyTables.Name, String)] {
        [(.organisations, organisations), (.successions, successions), (.functions, functions)].compactMap {
            name, file in
            file.map { (name, $0) }
        }
    }

    func validate() throws {
        if sample, !files.isEmpty { throw ValidationError("--sample takes no files.") }
        if !sample, files.isEmpty {
            throw ValidationError("Name a file: --organisations, --successions or --functions.")
        }
    }

    func run() async throws {
        try await House.with(options) { try await take($0) }
    }

    private func take(_ house: House) async throws {
        if sample {
            let count = try await Sample.enterAgencies(house)
            print(count == 0 ? "The register is not empty; nothing was changed." : "\(count) rows taken in")
            return
        }
        let plan = try await house.agencies.plan(try tables())
        for fault in plan.refusals { print("\(fault.place.table):\(fault.place.row): \(fault.message)") }
        for fault in plan.faults { print("\(fault.description)") }
        let count = plan.count { $0 == .new }
        print(
            "\(plan.rows.count) rows: \(count) new, \(plan.count { $0 == .same }) the same, \(plan.refusals.count) faults"
        )
        guard plan.isApplicable else { throw ExitCode(1) }
        if dryRun { return }
        let source = files.map(\.1).joined(separator: ", ")
        try await house.agencies.apply(plan, from: source, by: AgencyAuthor(.shell(.shellUser)))
    }

    private func tables() throws -> AgencyTables {
        var tables = AgencyTables()
        for (name, file) in files {
            do {
                let faults = try tables.add(name, file: file, bytes: try FileBytes.read(file, maxBytes: 64 << 20))
                for fault in faults { print("\(file):\(fault.place.row): \(fault.message)") }
                if !faults.isEmpty { throw ExitCode(1) }
            } catch let error as TableError {
                throw CommandFailure("\(file): \(error)")
            } catch let error as FileError {
                throw CommandFailure("\(error)")
            }
        }
        return tables
    }
}

/// `vonggac agencies export DIR`
struct AgenciesExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write the register as three tables that 'import' reads.",
        discussion: """
            EXAMPLES
              vonggac agencies export danh-muc
              vonggac agencies export danh-muc --format xlsx

            EXIT CODES
              0  written   2  wrong use, or it could not be written
            """)

    @Argument(help: ArgumentHelp("A folder; files of the same names are replaced.", valueName: "dir"))
    var folder: String

    @Option(help: "csv or xlsx.")
    var format = Format.csv

    enum Format: String, ExpressibleByArgument, CaseIterable { case csv, xlsx }

    @OptionGroup var options: HouseOptions

    func run() async throws {
        do {
            try await House.with(options) { try await write($0) }
        } catch let error as FileError {
            throw CommandFailure("\(error)")
        }
    }

    private func write(_ house: House) async throws {
        let register = try await house.agencies.directory.current()
        try FileBytes.makeFolder(folder)
        for name in AgencyTables.Name.allCases {
            let bytes =
                format == .csv ? try AgencyExport.csv(name, of: register) : try AgencyExport.xlsx(name, of: register)
            let path = "\(folder)/\(name.rawValue).\(format.rawValue)"
            try FileBytes.writeAtomically(bytes, to: path)
            print(path)
        }
    }
}
