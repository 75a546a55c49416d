package import ArgumentParser
import Glibc
import Knowledge
package import VietText

/// `vonggac inspect`: files and folders in, verdicts with evidence out.
package struct InspectCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Tell pages that carry planted adverts from pages that write about them.",
        discussion: """
            Reads .html .htm .xhtml .xml .txt, WARC files, JSON lines with a 'text' or 'html' field, and each of them \
            packed by gzip; .pdf .docx .eml .zip in a box without network (offsets are then of the extracted text). \
            Folders are read with all they hold; '-' is standard input.

            EXAMPLES
              vonggac inspect site/                          the findings in a folder, as a table
              vonggac inspect --format html --output report.html site/
              vonggac inspect --format json pages.jsonl      one JSON object for every row
              vonggac inspect --base-url https://xa.example.gov.vn/ page.html
              curl -s https://example.vn/ | vonggac inspect -

            EXIT CODES
              0  nothing found        1  something found at --min-tier or above
              2  wrong use            3  some input could not be read, and nothing was found
            """)

    package enum Format: String, CaseIterable, ExpressibleByArgument, Sendable {
        case table, json, sarif, html
    }

    @Argument(help: ArgumentHelp("Files, folders, or '-' for standard input.", valueName: "path"))
    package var paths: [String] = []

    @Option(help: "How the findings are written.")
    package var format: Format = .table

    @Option(name: .shortAndLong, help: ArgumentHelp("Write to a file instead of standard output.", valueName: "file"))
    package var output: String?

    @Option(
        name: .customLong("min-tier"),
        help: ArgumentHelp(
            "The mildest verdict that the table, SARIF and the exit code tell.", valueName: "tier"))
    package var minTier: InspectionResult.Tier = .review

    @Option(
        name: .customLong("base-url"),
        help: ArgumentHelp("Where the pages came from: links are weighed against its host.", valueName: "url"))
    package var baseURL: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("Workers (default: one for each processor).", valueName: "n"))
    package var jobs: Int?

    @Option(
        name: .customLong("text-field"), help: ArgumentHelp("Field of a JSON row that holds text.", valueName: "name"))
    package var textField = "text"

    @Option(
        name: .customLong("html-field"), help: ArgumentHelp("Field of a JSON row that holds a page.", valueName: "name")
    )
    package var htmlField = "html"

    @Option(name: .customLong("id-field"), help: ArgumentHelp("Field of a JSON row that names it.", valueName: "name"))
    package var idField = "id"

    @Option(
        name: .customLong("max-bytes"), help: ArgumentHelp("A larger file or row is not read, in MB.", valueName: "mb"))
    package var maxMegabytes = 256

    @Option(
        name: .customLong("max-blocks"),
        help: ArgumentHelp("Blocks told of one page at most, the worst first (default: 16).", valueName: "n"))
    package var maxBlocks = 16

    @Option(help: ArgumentHelp("Language of table and report: vi or en.", valueName: "lang"))
    package var lang: Texts.Language?

    @OptionGroup(title: "Knowledge")
    package var knowledge: KnowledgeOptions

    package init() {}

    package func validate() throws {
        if paths.isEmpty {
            throw ValidationError("Name at least one file or folder, or '-' for standard input.")
        }
        if paths.filter({ $0 == "-" }).count > 1 { throw ValidationError("Standard input can be read only once.") }
        if let jobs, !(1...256).contains(jobs) { throw ValidationError("--jobs: write a number from 1 to 256.") }
        if !(1...2_048).contains(maxMegabytes) {
            throw ValidationError("--max-bytes: write a number of megabytes from 1 to 2048.")
        }
        if !(1...10_000).contains(maxBlocks) {
            throw ValidationError("--max-blocks: write a number from 1 to 10000.")
        }
        if let baseURL, !baseURL.hasPrefix("http://"), !baseURL.hasPrefix("https://") {
            throw ValidationError("--base-url: '\(baseURL)' does not begin with http:// or https://.")
        }
    }

    package func run() async throws {
        let resources = try knowledge.resources()
        var diagnostics = Diagnostics()
        guard
            let factory = EngineInspectorFactory(
                resources: resources, overlay: knowledge.overlayFolder, maxBlocks: maxBlocks, &diagnostics)
        else {
            Complaint.say(diagnostics)
            throw CommandFailure("The knowledge in \(resources) cannot be used. See 'vonggac knowledge check'.")
        }
        // Faults of an overlay do not stop an inspection, but they are told.
        Complaint.say(diagnostics)
        let summary: RunSummary
        do {
            let texts = try Texts(resources: resources, room: "portals", language: language)
            let target: any OutputTarget = try output.map { try OutputFile(path: $0) } ?? StandardOutput()
            summary = try await InspectionRun(
                options: options, factory: factory, format: try makeFormat(texts, resources)
            ).run(output: target, progress: ProgressLine(texts: texts))
        } catch is OutputClosed {
            // `… | head` has read enough.
            return
        } catch let error as FileError {
            throw CommandFailure("\(error)")
        }
        if let code = Self.exitCode(summary.tally, minTier: minTier) { throw ExitCode(code) }
    }

    /// nil: nothing to tell.
    package static func exitCode(_ tally: Tally, minTier: InspectionResult.Tier) -> Int32? {
        let found = tally.count(.planted) + (minTier <= .review ? tally.count(.review) : 0)
        if found > 0 { return 1 }
        return tally.count(.unreadable) > 0 ? 3 : nil
    }

    private var options: InspectionOptions {
        var options = InspectionOptions(paths: paths)
        options.jobs = jobs ?? max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        options.baseURL = baseURL
        options.minTier = minTier
        options.textField = textField
        options.htmlField = htmlField
        options.idField = idField
        options.maxInputBytes = maxMegabytes << 20
        return options
    }

    private func makeFormat(_ texts: Texts, _ resources: String) throws(FileError) -> any InspectionFormat {
        switch format {
        case .table:
            TableFormat(texts: texts, minTier: minTier, usesColour: output == nil && Terminal.showsColour)
        case .json: JSONFormat()
        case .sarif: SARIFFormat(minTier: minTier)
        case .html: try HTMLFormat(texts: texts, resources: resources)
        }
    }

    /// The report is Vietnamese first; the command line follows the system.
    private var language: Texts.Language {
        lang ?? (format == .html ? .vi : Terminal.language)
    }
}

extension InspectionResult.Tier: ExpressibleByArgument {
    /// What cannot be read is told at every tier, so it is none to ask for.
    package static let allValueStrings = ["clean", "review", "planted"]

    package init?(argument: String) {
        guard Self.allValueStrings.contains(argument) else { return nil }
        self.init(rawValue: argument)
    }
}

extension Texts.Language: ExpressibleByArgument {}

/// What the terminal says of its user.
enum Terminal {
    static var language: Texts.Language {
        for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
            if let value = getenv(name).map({ String(cString: $0) }), !value.isEmpty {
                return value.hasPrefix("vi") ? .vi : .en
            }
        }
        return .en
    }

    /// False when output goes to a file, `NO_COLOR` is set, or the terminal is dumb.
    static var showsColour: Bool {
        isatty(1) == 1 && getenv("NO_COLOR") == nil && getenv("TERM").map { String(cString: $0) } != "dumb"
    }
}
