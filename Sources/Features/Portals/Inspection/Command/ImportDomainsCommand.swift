package import ArgumentParser
import Glibc
import Knowledge
import PlantedContent

/// `vonggac knowledge import-domains`: an operator's block list into the overlay.
package struct ImportDomainsCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "import-domains",
        abstract: "Take a block list of hosts into your overlay.",
        discussion: """
            Reads hosts files (0.0.0.0 bet.example), plain lists (bet.example) and AdBlock lists (||bet.example^). A listed \
            host holds its sub-domains. Lines that are not taken are told with their numbers. A list of the same name is \
            replaced.

            EXAMPLES
              vonggac knowledge import-domains hosts.txt
              vonggac knowledge import-domains --list ministry --category gambling ministry.txt
              curl -s https://lists.example/bet.txt | vonggac knowledge import-domains --list bet -

            EXIT CODES
              0  taken   2  wrong use, nothing was found, or the overlay cannot be written
            """)

    @Argument(help: ArgumentHelp("The list, or '-' for standard input.", valueName: "file"))
    package var file: String

    @Option(
        help: ArgumentHelp(
            "Name of the list (default: the file's): small letters, digits and '-'.", valueName: "name"))
    package var list: String?

    @Option(
        help: ArgumentHelp(
            "What the hosts are for: \(Self.categories).", valueName: "category"))
    package var category = "gambling"

    @OptionGroup(title: "Knowledge")
    package var place: OverlayOptions

    package init() {}

    private static let categories = Category.allCases.map(\.rawValue).joined(separator: ", ")

    package func validate() throws {
        if Category(name: category) == nil {
            throw ValidationError("--category: '\(category)' is not one of \(Self.categories).")
        }
        if let list, list != Self.listName(list) {
            throw ValidationError("--list: write small letters, digits and '-', at most 40.")
        }
    }

    package func run() throws {
        let overlay = ResourceLocator().writableOverlay(named: place.overlay)
        let job = DomainImport(
            name: list ?? Self.listName(file == "-" ? "imported" : file), category: category,
            folder: "\(overlay)/\(PlantedContentFolder.name)", date: VietnamTime.day(time(nil)))
        let report: DomainImport.Report
        do {
            report = try job.run(file)
        } catch {
            throw CommandFailure("\(error)")
        }
        Complaint.say(report.diagnostics)
        for (reason, count) in report.refusals.sorted(by: { $0.key < $1.key }) {
            Complaint.say("not taken: \(count) × \(reason)")
        }
        print("\(report.hostCount) hosts from \(report.lineCount) lines are in \(report.file)")
    }

    /// A file's name without folders and extension, in the letters that a list's name may have.
    package static func listName(_ path: String) -> String {
        let file = path.split(separator: "/").last ?? ""
        let stem = file.contains(".") ? file[..<(file.lastIndex(of: ".") ?? file.endIndex)] : file
        let name = stem.lowercased().utf8.map { byte -> UInt8 in
            byte >= 0x30 && byte <= 0x39 || byte >= 0x61 && byte <= 0x7A ? byte : UInt8(ascii: "-")
        }
        return name.isEmpty ? "imported" : String(decoding: name.prefix(40), as: UTF8.self)
    }
}

/// Where an import writes.
package struct OverlayOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The overlay to write to; it is made when it is not there (default: VONGGAC_OVERLAY, else the one in use, "
                + "else ~/.config/vonggac/knowledge).", valueName: "dir"))
    package var overlay: String?

    package init() {}
}

/// The folder of the pack that detection rests on, in the data and in every overlay.
enum PlantedContentFolder {
    static let name = "planted-content"
}
