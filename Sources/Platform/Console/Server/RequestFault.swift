import SQLStore
import VietText

/// Why a request came to nothing although nothing was wrong with it. Nothing of it was done, but for `unknownOutcome`.
struct RequestFault {
    enum Cause: String, CaseIterable {
        /// For reasons outside of the program, which pass or are mended by who runs it.
        case diskFull, readOnly, unavailable, busy
        /// Nobody can say whether it was done.
        case unknownOutcome
        /// A fault of the program, or of its data.
        case fault
    }

    let cause: Cause
    /// Leads from what is shown to the line of the log.
    let reference: String

    init(_ error: any Error, reference: String) {
        self.reference = reference
        cause =
            switch (error as? StoreError)?.code {
            case .diskFull: .diskFull
            case .readOnly: .readOnly
            case .unavailable, .file: .unavailable
            case .busy, .deadline: .busy
            case .unknownOutcome: .unknownOutcome
            default: .fault
            }
    }

    var status: Int { cause == .fault ? 500 : 503 }
    /// Seconds after which it is worth trying again; nil when somebody has to mend something first.
    var retryAfter: Int? {
        switch cause {
        case .unavailable, .busy, .unknownOutcome: 5
        case .diskFull, .readOnly: 60
        case .fault: nil
        }
    }

    /// For people: without a session, which the database would have to be asked for.
    func page(_ request: ConsoleRequest) -> ShellPage {
        let texts = request.texts
        // What was sent with a form is not sent again by a link: the browser's way back still has it.
        let next =
            request.method == .get
            ? (label: texts["fault.again"], path: request.location) : (label: texts["refused.next.home"], path: "/")
        var page = ShellPage(
            "console/alone-message", title: texts["fault.\(cause.rawValue).title"],
            state: StateLine(.bad, texts["fault.\(cause == .unknownOutcome ? "unknown" : "state")"]),
            model: [
                "text": texts["fault.\(cause.rawValue).text"],
                "next": ["label": next.label, "path": next.path] as [String: any Sendable],
                "reference": texts.filled("fault.reference", ["reference": reference]),
            ])
        page.status = status
        return page
    }

    /// For programs.
    var problem: (status: Int, title: String, detail: String) {
        let detail =
            switch cause {
            case .diskFull: "The disk of the database is full. Nothing was changed."
            case .readOnly: "The database takes no changes at present. Nothing was changed."
            case .unavailable: "The database does not answer. Nothing was changed."
            case .busy: "The database is busy. Nothing was changed."
            case .unknownOutcome:
                "The connection to the database was lost. Look whether it was done before sending it again."
            case .fault: "The server's log says why."
            }
        return (
            status, status == 500 ? "Internal server error" : "Service unavailable", "\(detail) Reference: \(reference)"
        )
    }
}
