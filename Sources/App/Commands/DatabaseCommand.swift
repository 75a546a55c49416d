import ArgumentParser
import Evidence
import Portals
import SQLStore

/// `vonggac database`
struct DatabaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "database", abstract: "Migrate, check, back up and restore the database.",
        subcommands: [DatabaseMigrate.self, DatabaseCheck.self, DatabaseBackupCommand.self, DatabaseRestore.self])
}

/// `vonggac database migrate`
struct DatabaseMigrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring the schema up to date, all or nothing.",
        discussion: """
            EXAMPLES
              vonggac database migrate --database postgres://vonggac@db.example/vonggac
              vonggac database migrate --dry-run

            EXIT CODES
              0  up to date   1  steps are missing (--dry-run)   2  wrong use, or the database cannot be had
            """)

    @Flag(help: "Only say which steps are missing.")
    var dryRun = false

    @OptionGroup var options: HouseOptions

    func run() async throws {
        try await DatabaseCall.open(options) { store, name in
            let steps = dryRun ? try await House.migrator.pendingSteps(store) : try await House.migrator.migrate(store)
            for step in steps { print("\(step.room) \(step.number)  \(step.name)") }
            print(
                steps.isEmpty ? "\(name) is up to date." : "\(steps.count) steps \(dryRun ? "are missing" : "applied")."
            )
            if dryRun, !steps.isEmpty { throw ExitCode(1) }
        }
    }
}

/// `vonggac database check`
struct DatabaseCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Read the whole database for damage.",
        discussion: """
            EXAMPLES
              vonggac database check

            EXIT CODES
              0  sound   1  damaged, or its schema is not up to date   2  wrong use, or the database cannot be had
            """)

    @OptionGroup var options: HouseOptions

    func run() async throws {
        try await DatabaseCall.open(options) { store, name in
            if let fault = try await store.firstFault() {
                print("\(name): \(fault)")
                throw ExitCode(1)
            }
            let missing = try await House.migrator.pendingSteps(store)
            guard missing.isEmpty else {
                print("\(name): \(missing.count) steps of the schema are missing; run 'vonggac database migrate'")
                throw ExitCode(1)
            }
            print("\(name): sound")
        }
    }
}

/// `vonggac database backup FILE`
struct DatabaseBackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Write a copy as of now, while the server works.",
        discussion: """
            The copy is one file, whichever database it is of, and can be restored into either kind. It holds everything that \
            the database holds, password hashes and evidence too: keep it as you keep the database. The keys in the state \
            folder are not in it, nor is an evidence folder, which the command then names: copy it afterwards.

            EXAMPLES
              vonggac database backup /var/backups/vonggac-$(date +%F).db

            EXIT CODES
              0  written   2  wrong use, or it could not be written
            """)

    @Argument(help: "A file that does not exist yet.")
    var file: String

    @OptionGroup var options: HouseOptions

    func run() async throws {
        try await DatabaseCall.open(options) { store, name in
            let rows = try await DatabaseBackup(House.migrator).write(store, to: file)
            print("\(file): \(rows) rows of \(name)")
            try await DatabaseCall.tellOfFolder(store, options, "are not in it: copy it now")
        }
    }
}

/// `vonggac database restore FILE`
struct DatabaseRestore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Fill an empty database from a backup.",
        discussion: """
            Never writes over anything: the database must be empty. A backup that an older program wrote is brought up to date.

            EXAMPLES
              vonggac database restore vonggac-2026-07-01.db --database sqlite:/var/lib/vonggac/new.db
              vonggac database restore vonggac-2026-07-01.db --database postgres://vonggac@db.example/vonggac

            EXIT CODES
              0  restored   2  wrong use, no backup, or the database is not empty
            """)

    @Argument(help: "The backup.")
    var file: String

    @OptionGroup var options: HouseOptions

    func run() async throws {
        try await DatabaseCall.open(options) { store, name in
            let rows = try await DatabaseBackup(House.migrator).restore(file, into: store)
            print("\(name): \(rows) rows restored")
            try await DatabaseCall.tellOfFolder(
                store, options, "come from its own copy: put it back, and run 'vonggac evidence verify'")
        }
    }
}

/// What the commands over a database have in common.
enum DatabaseCall {
    static func open(
        _ options: HouseOptions, _ body: (SQLStore, _ name: String) async throws -> Void
    ) async throws {
        let address = try options.address()
        do {
            let store = try SQLStore(address)
            do {
                try await body(store, address.safeText)
                await store.close()
            } catch {
                await store.close()
                throw error
            }
        } catch let error as StoreError {
            throw CommandFailure("\(address.safeText): \(error.message)")
        }
    }

    /// What of the evidence a backup does not hold, on standard output; nothing where it holds all.
    static func tellOfFolder(_ store: SQLStore, _ options: HouseOptions, _ remedy: String) async throws {
        let count = try await store.read { try DatabaseEvidence.contentCountInFolder($0) }
        guard count > 0 else { return }
        let folder = options.evidence.path.map { "the evidence folder \($0)" } ?? "the evidence folder"
        print("\(count) files of evidence lie in \(folder) and \(remedy)")
    }
}
