import ArgumentParser
import Evidence
import Glibc
import Portals
import SQLStore

/// Where evidence lies, for the commands over it: in a folder, or in the database.
struct EvidencePlace: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The database instead of a folder: sqlite:PATH or postgres://… (default: VONGGAC_DATABASE, else the "
                + "embedded one in VONGGAC_STATE).",
            valueName: "url"))
    var database: String?

    @OptionGroup var shared: EvidenceFolderOption

    @Option(help: "How to say it: table or json (one object a line).")
    var format = Format.table

    enum Format: String, ExpressibleByArgument, CaseIterable { case table, json }

    private var address: String? {
        database ?? HouseOptions.variable("VONGGAC_DATABASE")
            ?? HouseOptions.variable("VONGGAC_STATE").map { "sqlite:\($0)/vonggac.db" }
    }

    /// - Throws: `ValidationError` when neither or both are named.
    func validate(_ folder: String?) throws {
        if folder == nil, address == nil {
            throw ValidationError("Name the folder of evidence, or the database with --database.")
        }
        if folder != nil, database != nil { throw ValidationError("Name the folder or --database, not both.") }
        if folder != nil, shared.evidenceFolder != nil {
            throw ValidationError("--evidence-folder belongs to a database: leave the other folder out.")
        }
    }

    /// The folder, when one is to be named, and the words behind it.
    /// - Parameter count: words that the command wants.
    func split(_ words: [String], count: Int) throws -> (folder: String?, rest: [String]) {
        // The variable stands behind a folder that is named.
        let hasFolder = database == nil && (words.count == count + 1 || address == nil)
        let folder = hasFolder ? words.first : nil
        try validate(folder)
        let rest = Array(words.dropFirst(hasFolder ? 1 : 0))
        guard rest.count == count else {
            throw ValidationError(
                "Name \(hasFolder ? "the folder and " : "")\(count == 1 ? "a bundle's identifier" : "nothing else").")
        }
        return (folder, rest)
    }

    /// Where evidence of the database lies, in words.
    var databaseWords: String { shared.path == nil ? "in the database" : "in the database and the evidence folder" }

    /// Evidence that cannot be read ends the command with 3.
    func read(_ folder: String?, _ body: (any EvidenceSource) async throws -> Void) async throws {
        try await complaining {
            if let folder { return try await body(EvidenceReader(folder)) }
            try await withDatabase { store in
                let shared = try await shared.open(of: store, isWriter: false)
                try await body(DatabaseEvidence(store, key: nil, folder: shared))
            }
        }
    }

    /// As `read`, to thin it out. - Parameter body: told the database, too, when it lies there.
    func change(_ folder: String?, _ body: (any EvidenceStore, SQLStore?) async throws -> Void) async throws {
        try await complaining {
            if let folder { return try await body(EvidenceFolder(toPrune: folder), nil) }
            try await withDatabase { store in
                let shared = try await shared.open(of: store, isWriter: true)
                try await body(DatabaseEvidence(store, key: nil, folder: shared), store)
            }
        }
    }

    /// The bundle whose identifier begins so; none or several end the command with 3.
    static func find(_ digits: String, in source: any EvidenceSource) async throws -> BundleID {
        if let id = BundleID(digits) { return id }
        // None is all zeros behind its first digits: it is a SHA-256.
        let zeros = String(repeating: "0", count: max(0, 64 - digits.utf8.count))
        var known: [BundleID] = []
        if let start = BundleID(digits + zeros) {
            known = try await source.entries(after: start, limit: 2).map(\.id).filter { $0.text.hasPrefix(digits) }
        }
        guard known.count == 1 else {
            let count = known.isEmpty ? "No bundle begins" : "Several bundles begin"
            throw EvidenceError(.notFound, "\(count) with '\(digits)'")
        }
        return known[0]
    }

    private func complaining(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as EvidenceError {
            Complaint.say("vonggac: \(EvidenceLine.visible(error.message))")
            throw ExitCode(3)
        }
    }

    private func withDatabase(_ body: (SQLStore) async throws -> Void) async throws {
        let store = try await open()
        do {
            try await body(store)
        } catch {
            await store.close()
            throw error
        }
        await store.close()
    }

    private func open() async throws -> SQLStore {
        let address: DatabaseAddress
        do {
            address = try DatabaseAddress(self.address ?? "")
        } catch {
            throw CommandFailure("--database: \(error.message)")
        }
        // To open one that is not there would make it.
        if case .sqlite(let path) = address, access(path, F_OK) != 0 {
            throw EvidenceError(.notFound, "\(path): \(String(cString: strerror(errno)))")
        }
        do {
            return try await House.openStore(address, migrates: false)
        } catch let failure as CommandFailure {
            throw EvidenceError(.ioFailed, "\(failure)")
        }
    }
}
