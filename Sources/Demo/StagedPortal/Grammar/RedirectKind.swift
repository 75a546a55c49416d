/// How a page sends its visitor to another host.
enum RedirectKind: String, Sendable, CaseIterable {
    case http = "redirect-http-302"
    case meta = "redirect-meta-refresh"
    case script = "redirect-script-location"
    /// The script itself asks whether the visitor came from a search.
    case scriptOnReferrer = "redirect-script-on-referrer"
    case form = "redirect-form-submit"

    /// nil for the redirect that stands in the answer's head.
    func injection(to url: String, _ dice: inout Dice) -> Injection? {
        switch self {
        case .http: return nil
        case .meta: return Injection(head: "<meta http-equiv=\"refresh\" content=\"0;url=\(url)\">")
        case .script: return Injection(head: "<script>window.location.href='\(url)';</script>")
        case .scriptOnReferrer:
            return Injection(
                head: "<script>if(/google|bing|coccoc/i.test(document.referrer)){location.replace('\(url)');}</script>")
        case .form:
            let id = "f\(dice.within(100...999))"
            return Injection(
                body: "<form id=\"\(id)\" action=\"\(url)\" method=\"get\"><input type=\"hidden\" name=\"ref\" "
                    + "value=\"\(id)\"></form><script>document.getElementById('\(id)').submit();</script>")
        }
    }
}
