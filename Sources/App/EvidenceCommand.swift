import ArgumentParser
import Evidence
import Glibc
import Portals

/// `vonggac evidence`: what the sweeps kept, for operators and inspectors.
struct EvidenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evidence",
        abstract: "Verify, list and show the evidence that was kept of findings.",
        subcommands: [EvidenceVerify.self, EvidenceList.self, EvidenceShow.self])
}

/// What the commands over a folder of evidence have in common.
struct EvidencePlace: ParsableArguments {
    @Argument(help: ArgumentHelp("The folder of evidence.", valueName: "dir"))
    var folder: String

    @Option(help: "How to say it: table or json (one object a line).")
    var format = Format.table

    enum Format: String, ExpressibleByArgument, CaseIterable { case table, json }

    /// A folder that cannot be read ends the command with 3.
    func reader() throws -> EvidenceReader {
        do {
            return try EvidenceReader(folder)
        } catch {
            Complaint.say("vonggac: \(EvidenceLine.visible(error.message))")
            throw ExitCode(3)
        }
    }
}

/// `vonggac evidence verify DIR`
struct EvidenceVerify: ParsableCommand {
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
              vonggac evidence verify --format json evidence | grep -v '"state":"ok"'

            EXIT CODES
              0  every bundle is as it was signed
              1  something was altered, is unsigned or signed with another key
              2  wrong use
              3  there is no bundle, or one cannot be read (and none was altered)
            """)

    @OptionGroup var place: EvidencePlace

    @Option(help: ArgumentHelp("The public key that must have signed (PEM).", valueName: "file"))
    var key: String?

    func run() throws {
        let reader = try place.reader()
        let expected = try key.map(publicKey)
        var summary = EvidenceSummary()
        do {
            try reader.verify(key: expected) { report in
                summary.add(report)
                print(place.format == .json ? EvidenceLine.json(report) : EvidenceLine.table(report))
            }
        } catch let error as EvidenceError {
            Complaint.say("vonggac: \(EvidenceLine.visible(error.message))")
            throw ExitCode(3)
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

/// `vonggac evidence list DIR`
struct EvidenceList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the bundles as they say of themselves; nothing is checked.",
        discussion: """
            EXAMPLES
              vonggac evidence list evidence

            EXIT CODES
              0  done   2  wrong use   3  the folder cannot be read
            """)

    @OptionGroup var place: EvidencePlace

    func run() throws {
        let reader = try place.reader()
        let entries: [EvidenceReader.Entry]
        do {
            entries = try reader.list()
        } catch {
            Complaint.say("vonggac: \(EvidenceLine.visible(error.message))")
            throw ExitCode(3)
        }
        for entry in entries { print(place.format == .json ? EvidenceLine.json(entry) : EvidenceLine.table(entry)) }
        if place.format == .table {
            print("\(entries.count) bundles, \(entries.reduce(0) { $0 + $1.bytes }) bytes on disk")
        }
    }
}

/// `vonggac evidence show DIR ID`
struct EvidenceShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one bundle: what became of it, what it is about, its parts.",
        discussion: """
            EXAMPLES
              vonggac evidence show evidence 3f0a            (any beginning that is one bundle's alone)

            EXIT CODES
              0  the bundle is as it was signed   1  it is not
              2  wrong use                        3  there is no such bundle
            """)

    @OptionGroup var place: EvidencePlace

    @Argument(help: "The bundle's identifier, or its first digits.")
    var id: String

    func run() throws {
        let reader = try place.reader()
        let found: BundleID
        let report: BundleReport
        do {
            let known = try reader.list().map(\.id).filter { $0.text.hasPrefix(id) }
            guard known.count == 1, let one = known.first else {
                Complaint.say("vonggac: \(known.count) bundles begin with '\(EvidenceLine.visible(id))'")
                throw ExitCode(3)
            }
            found = one
            report = try reader.report(found, key: nil)
        } catch let error as EvidenceError {
            Complaint.say("vonggac: \(EvidenceLine.visible(error.message))")
            throw ExitCode(3)
        }
        print(place.format == .json ? EvidenceLine.json(report) : EvidenceLine.page(report))
        if case .ok = report.state { return }
        throw ExitCode(1)
    }
}
