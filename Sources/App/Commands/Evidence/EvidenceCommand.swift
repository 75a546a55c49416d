import ArgumentParser
import Evidence
import Portals

/// `vonggac evidence`: what the sweeps kept, for operators and inspectors.
struct EvidenceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evidence",
        abstract: "Verify, list, show, export and prune the evidence that was kept of findings.",
        discussion: """
            Evidence lies in a folder, which is named, or in the database: --database, else VONGGAC_DATABASE, else the \
            embedded one in VONGGAC_STATE. Where the database's evidence lies in a shared folder, name that, too: \
            --evidence-folder, else VONGGAC_EVIDENCE_FOLDER.
            """,
        subcommands: [
            EvidenceVerify.self, EvidenceList.self, EvidenceShow.self, EvidenceExport.self, EvidencePrune.self,
        ])
}

/// `vonggac evidence verify`
struct EvidenceVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Hold every bundle against its manifest, its address and its signature.",
        discussion: """
            Says one line for each bundle: ok, altered (and which file), unsigned, wrongKey or unreadable. Without --key each \
            bundle is held against the key that it names: this shows damage, but not a forger who signed anew. Give the \
            public key that you had from the office that made the evidence.

            EXAMPLES
              vonggac evidence verify evidence
              vonggac evidence verify evidence --key watch-post.pem
              vonggac evidence verify --database postgres://vonggac@db.example/vonggac
              vonggac evidence verify --format json evidence | grep -v '"state":"ok"'

            EXIT CODES
              0  every bundle is as it was signed
              1  something was altered, is unsigned or signed with another key
              2  wrong use
              3  there is no bundle, or one cannot be read (and none was altered)
            """)

    @Argument(help: ArgumentHelp("The folder of evidence.", valueName: "dir"))
    var folder: String?

    @OptionGroup var place: EvidencePlace

    @Option(help: ArgumentHelp("The public key that must have signed (PEM).", valueName: "file"))
    var key: String?

    func validate() throws { try place.validate(folder) }

    func run() async throws {
        let expected = try key.map(publicKey)
        var summary = EvidenceSummary()
        try await place.read(folder) { source in
            try await source.checkAll(key: expected) { report in
                summary.add(report)
                print(place.format == .json ? EvidenceLine.json(report) : EvidenceLine.table(report))
            }
        }
        print(place.format == .json ? summary.json : summary.table)
        if expected == nil, let note = summary.keyNote { Complaint.say(note) }
        if summary.exitCode != 0 { throw ExitCode(summary.exitCode) }
    }

    private func publicKey(_ path: String) throws -> NodePublicKey {
        do {
            return try NodePublicKey.read(path)
        } catch {
            throw CommandFailure("--key: \(EvidenceLine.visible(error.message))")
        }
    }
}

/// `vonggac evidence list`
struct EvidenceList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the bundles as they say of themselves; nothing is checked.",
        discussion: """
            EXAMPLES
              vonggac evidence list evidence
              vonggac evidence list --database sqlite:/var/lib/vonggac/vonggac.db

            EXIT CODES
              0  done   2  wrong use   3  the evidence cannot be read
            """)

    @Argument(help: ArgumentHelp("The folder of evidence.", valueName: "dir"))
    var folder: String?

    @OptionGroup var place: EvidencePlace

    func validate() throws { try place.validate(folder) }

    func run() async throws {
        try await place.read(folder) { source in
            var (count, bytes) = (0, 0)
            var last: BundleID?
            while true {
                let page = try await source.entries(after: last, limit: EvidencePage.maxEntries)
                for entry in page {
                    print(place.format == .json ? EvidenceLine.json(entry) : EvidenceLine.table(entry))
                    (count, bytes) = (count + 1, bytes + entry.bytes)
                }
                guard page.count == EvidencePage.maxEntries else { break }
                last = page.last?.id
            }
            guard place.format == .table else { return }
            // In the database bundles share files.
            let used = try await (source as? any EvidenceStore)?.usage().usedBytes
            print("\(count) bundles, \(used ?? bytes) bytes \(used == nil ? "on disk" : place.databaseWords)")
        }
    }
}

/// `vonggac evidence show`
struct EvidenceShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one bundle: what became of it, what it is about, its parts.",
        discussion: """
            EXAMPLES
              vonggac evidence show evidence 3f0a            (any beginning that is one bundle's alone)
              vonggac evidence show --database postgres://vonggac@db.example/vonggac 3f0a

            EXIT CODES
              0  the bundle is as it was signed   1  it is not
              2  wrong use                        3  there is no such bundle
            """)

    @Argument(help: ArgumentHelp("The folder of evidence, and the identifier's first digits.", valueName: "dir> <id"))
    var words: [String]

    @OptionGroup var place: EvidencePlace

    func validate() throws { _ = try place.split(words, count: 1) }

    func run() async throws {
        let (folder, rest) = try place.split(words, count: 1)
        try await place.read(folder) { source in
            let id = try await EvidencePlace.find(rest[0], in: source)
            let report = try await source.check(id, key: nil)
            print(place.format == .json ? EvidenceLine.json(report) : EvidenceLine.page(report))
            if case .ok = report.state { return }
            throw ExitCode(1)
        }
    }
}
