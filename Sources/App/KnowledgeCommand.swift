import ArgumentParser
import Knowledge
import Portals

/// `vonggac knowledge`: the packs, and what features add for theirs.
struct KnowledgeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "knowledge",
        abstract: "Check, list and extend the data packs that detection rests on.",
        subcommands: [KnowledgeCheck.self, KnowledgeList.self] + Features.knowledgeCommands)
}

/// `vonggac knowledge check [PATH]`
struct KnowledgeCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Report every fault of the packs, with file and line.",
        discussion: """
            Checks the packs that the program would use, or those of a data folder that you name: it holds 'knowledge'.

            EXAMPLES
              vonggac knowledge check
              vonggac knowledge check Resources
              vonggac knowledge check --overlay ~/.config/vonggac/knowledge

            EXIT CODES
              0  no fault (warnings may be told)   1  at least one fault   2  wrong use
            """)

    @Argument(help: ArgumentHelp("A data folder (default: the one in use).", valueName: "path"))
    var path: String?

    @OptionGroup(title: "Knowledge")
    var knowledge: KnowledgeOptions

    func run() throws {
        let resources = try path ?? knowledge.resources()
        guard FileBytes.isFolder(resources) else { throw CommandFailure("\(resources): there is no such folder") }
        var diagnostics = Diagnostics()
        let base = KnowledgeBase(resources: resources, overlay: knowledge.overlayFolder, &diagnostics)
        base.check(Features.packDecoders, &diagnostics)
        for diagnostic in diagnostics.all { print(diagnostic) }
        if diagnostics.droppedCount > 0 { print("… and \(diagnostics.droppedCount) more") }
        for pack in base.packs { print("\(pack.version)  \(pack.header.kind)  \(pack.folder)") }
        print("\(base.packs.count) packs, \(diagnostics.errorCount) errors, \(diagnostics.warningCount) warnings")
        if diagnostics.hasErrors { throw ExitCode(1) }
    }
}

/// `vonggac knowledge list`
struct KnowledgeList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the packs: version, kind, status, where they come from.")

    @OptionGroup(title: "Knowledge")
    var knowledge: KnowledgeOptions

    func run() throws {
        var diagnostics = Diagnostics()
        let base = KnowledgeBase(
            resources: try knowledge.resources(), overlay: knowledge.overlayFolder, &diagnostics)
        Complaint.say(diagnostics)
        for pack in base.packs {
            let header = pack.header
            print("\(pack.version)  \(header.kind)  \(header.status.rawValue)  from \(header.from)")
            print("    \(header.title) · \(header.source) · \(header.licence)")
            print("    \(pack.folder)\(pack.overlayFolder.map { " + \($0)" } ?? "")")
        }
        if diagnostics.hasErrors { throw ExitCode(1) }
    }
}
