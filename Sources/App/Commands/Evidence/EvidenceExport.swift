import ArgumentParser
import Evidence
import Portals

/// `vonggac evidence export`
struct EvidenceExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Copy bundles into a folder, for an inspector or another office.",
        discussion: """
            The folder is one of evidence, as 'vonggac evidence verify' and the standard tools read it; bundles that it holds \
            already are not touched. Each copy is checked, and said in a line.

            EXAMPLES
              vonggac evidence export evidence 3f0a --to inspection
              vonggac evidence export --database postgres://vonggac@db.example/vonggac --all --to inspection

            EXIT CODES
              0  copied, as signed               1  a copy is not as it was signed, as the bundle itself
              2  wrong use                       3  there is no such bundle, or it cannot be read or written
            """)

    @Argument(help: ArgumentHelp("The folder of evidence, and the identifier's first digits.", valueName: "dir> <id"))
    var words: [String] = []

    @Flag(help: "Every bundle.")
    var all = false

    @Option(help: ArgumentHelp("The folder to copy to; made when it is not there.", valueName: "dir"))
    var to: String

    @OptionGroup var place: EvidencePlace

    func validate() throws { _ = try place.split(words, count: all ? 0 : 1) }

    func run() async throws {
        let (folder, rest) = try place.split(words, count: all ? 0 : 1)
        var isWhole = true
        try await place.read(folder) { source in
            if let digits = rest.first {
                let id = try await EvidencePlace.find(digits, in: source)
                try await source.export(id, to: to)
                isWhole = try await said(id)
                return
            }
            var last: BundleID?
            while true {
                let page = try await source.entries(after: last, limit: EvidencePage.maxEntries)
                for entry in page where try await isCopied(entry.id, from: source) {
                    isWhole = try await said(entry.id) && isWhole
                }
                guard page.count == EvidencePage.maxEntries else { return }
                last = page.last?.id
            }
        }
        if !isWhole { throw ExitCode(1) }
    }

    /// - Returns: false when it was removed since the list was read. One of an earlier call is not copied again.
    private func isCopied(_ id: BundleID, from source: any EvidenceSource) async throws -> Bool {
        do {
            try await source.export(id, to: to)
        } catch {
            guard error.code == .alreadyThere || error.code == .notFound else { throw error }
            return error.code == .alreadyThere
        }
        return true
    }

    /// Says what became of the copy. - Returns: whether it is as it was signed.
    private func said(_ id: BundleID) async throws -> Bool {
        let report = try await EvidenceReader(to).check(id, key: nil)
        print(place.format == .json ? EvidenceLine.json(report) : EvidenceLine.table(report))
        if case .ok = report.state { return true }
        return false
    }
}
