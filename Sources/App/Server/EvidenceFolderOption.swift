import ArgumentParser
import Evidence
import Portals
import SQLStore

/// The shared folder of evidence: the same option in every command that reads or keeps evidence of the database.
struct EvidenceFolderOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A folder that every machine mounts at the same evidence: takes the content of new evidence files instead of "
                + "the database (default: VONGGAC_EVIDENCE_FOLDER, else the database).", valueName: "dir"))
    var evidenceFolder: String?

    var path: String? { evidenceFolder ?? HouseOptions.variable("VONGGAC_EVIDENCE_FOLDER") }

    /// Nil when none is named.
    /// - Throws: `noFolder`, `ioFailed`, both with the remedy.
    func open(of store: SQLStore, isWriter: Bool) async throws(EvidenceError) -> ContentFolder? {
        guard let path else { return nil }
        return try await ContentFolder.open(path, of: store, isWriter: isWriter)
    }
}
