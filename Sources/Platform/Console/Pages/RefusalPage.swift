import Access
import VietText

/// The page that says why another is not shown, and what to do next.
enum RefusalPage {
    static func page(_ refusal: ConsoleRefusal, _ request: ConsoleRequest) -> ShellPage {
        let texts = request.texts
        let (word, status) = word(refusal)
        var text = texts["refused.\(word).text"]
        switch refusal {
        case .forbidden(let reason): text = texts[reason.key]
        case .badRequest(let key): text = texts[key]
        default: break
        }
        var next = (label: texts["refused.next.home"], path: "/")
        if case .forbidden(.stepUp) = refusal { next = (texts["refused.next.stepUp"], stepUp(request)) }
        if case .forbidden(.mustChangePassword) = refusal {
            next = (texts["refused.next.password"], PageResponder.passwordPath)
        }
        if request.session == nil { next = (texts["refused.next.signIn"], PageResponder.signInPath) }
        var page = ShellPage(
            request.session == nil ? "console/alone-message" : "console/message", title: texts["refused.\(word).title"],
            state: StateLine(word == "notFound" ? .unknown : .watch, texts["refused.\(word).state"]),
            model: [
                "headline": texts["refused.\(word).title"], "text": text,
                "next": ["label": next.label, "path": next.path] as [String: any Sendable],
            ])
        page.status = status
        return page
    }

    /// The reader comes back to where he was. A form is sent to the address of its page.
    private static func stepUp(_ request: ConsoleRequest) -> String {
        var query = FormValues()
        query.set("next", request.location)
        return "/step-up?\(query.encoded)"
    }

    private static func word(_ refusal: ConsoleRefusal) -> (String, Int) {
        switch refusal {
        case .notFound: ("notFound", 404)
        case .forbidden: ("forbidden", 403)
        case .signIn: ("signIn", 401)
        case .stale: ("stale", 403)
        case .conflict: ("conflict", 409)
        case .tooLarge: ("tooLarge", 413)
        case .tooSlow: ("tooSlow", 408)
        case .tooMany: ("tooMany", 429)
        case .badRequest: ("badRequest", 400)
        }
    }
}
