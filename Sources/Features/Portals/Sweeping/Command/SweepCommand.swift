package import ArgumentParser
import Fetching
import Glibc
import Knowledge
import Markup
package import VietText

/// `vonggac sweep`: a portal in, findings with evidence out.
package struct SweepCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "sweep",
        abstract: "Sweep a live portal for planted adverts, as its visitors, phones and search engines see it.",
        discussion: """
            Follows links, sitemaps and robots.txt inside the portal's own domain, and looks at suspicious pages and a \
            sample of the others as several visitors. What is found is kept with its evidence in the folder --out: \
            journal.jsonl, report.html, checklist.html, evidence/. Signs of attack and weaknesses are told apart from \
            planted content. Sweep only portals that you answer for.

            EXAMPLES
              vonggac sweep https://xa.example.gov.vn/
              vonggac sweep --max-pages 500 --rate 1 --out xa https://xa.example.gov.vn/
              vonggac sweep --resume --out xa https://xa.example.gov.vn/
              vonggac sweep --seed-file console.csv https://xa.example.gov.vn/
              vonggac sweep --access-log access.log https://xa.example.gov.vn/
              vonggac sweep --allow-address 127.0.0.1:8080 http://127.0.0.1:8080/
              vonggac sweep --baseline last-week --out xa https://xa.example.gov.vn/
              vonggac sweep --probe --authority "giấy giao số 12/QĐ-UBND" https://xa.example.gov.vn/
              vonggac evidence verify xa/evidence

            EXIT CODES
              0  nothing found        1  something planted, a confirmed sign, or a sign of attack
                 (weaknesses to review, such as a missing header, do not count)
              2  wrong use            3  some pages could not be seen, and nothing was found
            """)

    package enum Format: String, CaseIterable, ExpressibleByArgument, Sendable {
        case table, json, html
    }

    @Argument(help: ArgumentHelp("Where the portal begins; its whole domain is swept.", valueName: "url"))
    package var urls: [String] = []

    @Option(help: ArgumentHelp("Pages looked at, at most.", valueName: "n"))
    package var maxPages = 10_000

    @Option(help: ArgumentHelp("Time after which no page is begun: 90s, 30m, 2h.", valueName: "duration"))
    package var maxDuration: TimeSpan?

    @Option(help: ArgumentHelp("As whom to look: visitor, phone, crawler, searcher.", valueName: "views"))
    package var views: ViewList = .all

    @Option(
        help: ArgumentHelp("Requests per second and host; 0 for no limit (a portal of your own).", valueName: "r"))
    package var rate = 5.0

    @Option(help: ArgumentHelp("Requests under way at the same time.", valueName: "n"))
    package var jobs = 8

    @Option(
        help: ArgumentHelp("A list of addresses, or an export of a search console (CSV).", valueName: "file"))
    package var seedFile: [String] = []

    @Option(
        help: ArgumentHelp(
            "A web server's log: pages that visitors reached from a search are looked at.", valueName: "file"))
    package var accessLog: [String] = []

    @Option(help: ArgumentHelp("Folder for journal, evidence and report (default: a new one).", valueName: "dir"))
    package var out: String?

    @Flag(help: "Go on with the sweep whose journal is in --out.")
    package var resume = false

    @Option(
        help: ArgumentHelp("Folder of an earlier sweep, the last good state, to tell defacement by.", valueName: "dir"))
    package var baseline: String?

    @Flag(help: "Ask for what should not be there: shells, backups, consoles, open redirects. Needs --authority.")
    package var probe = false

    @Option(help: ArgumentHelp("Who authorised the probes; stands in journal and report.", valueName: "text"))
    package var authority: String?

    @Option(help: "How findings are written to standard output.")
    package var format: Format = .table

    @Option(help: "Pages that robots.txt disallows: visit and note them, or obey.")
    package var robots: RobotsPolicy = .note

    @Option(help: "Look in a browser too: at shells, writing scripts and suspicious pages; never; at every page.")
    package var render: RenderPolicy = .auto

    @Option(
        help: ArgumentHelp(
            "Signing key of this node (default: made on first use, in the state folder).", valueName: "file"))
    package var key: String?

    @Option(help: ArgumentHelp("Disk that evidence may take, in MB.", valueName: "mb"))
    package var evidenceBudget = 2_048

    @Option(
        help: ArgumentHelp("Language: vi or en (default: the table as the terminal, the report vi).", valueName: "lang")
    )
    package var lang: Texts.Language?

    @OptionGroup(title: "Network")
    package var door: SweepDoorOptions

    @OptionGroup(title: "Knowledge")
    package var knowledge: KnowledgeOptions

    package init() {}
}

extension RobotsPolicy: ExpressibleByArgument {}
extension RenderPolicy: ExpressibleByArgument {}

/// `90s`, `30m`, `2h`, or a number of seconds.
package struct TimeSpan: ExpressibleByArgument, Sendable, Equatable {
    package let duration: Duration

    package init?(argument: String) {
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        let unit = argument.last.flatMap { units[$0] }
        guard let number = Double(unit == nil ? argument[...] : argument.dropLast()), number > 0, number < 1e7 else {
            return nil
        }
        duration = .seconds(number * (unit ?? 1))
    }
}

/// Views in the order they are taken; the plain visitor is always the first.
package struct ViewList: ExpressibleByArgument, Sendable, Equatable {
    package let views: [VisitorView]

    package static let all = ViewList(VisitorView.allCases)

    package init(_ views: [VisitorView]) { self.views = views }

    package init?(argument: String) {
        let names = argument.split(separator: ",").map { $0.filter { $0 != " " } }
        let views = names.compactMap(VisitorView.init(rawValue:))
        guard !names.isEmpty, views.count == names.count else { return nil }
        self.views = Array(Set(views).union([.visitor])).sorted()
    }

    package var defaultValueDescription: String { views.map(\.rawValue).joined(separator: ",") }
}
