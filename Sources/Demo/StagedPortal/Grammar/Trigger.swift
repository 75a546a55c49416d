/// When a planted thing shows itself.
enum Trigger: String, Sendable, CaseIterable {
    case always, crawler, phone
    case searchReferrer = "search-referrer"
    case firstVisit = "first-visit"
    case secondVisit = "every-second-visit"

    /// The views that see it, at the visit that `visit` names.
    var views: [PortalView] {
        switch self {
        case .always, .firstVisit, .secondVisit: PortalView.allCases
        case .crawler: [.crawler]
        case .phone: [.phone]
        case .searchReferrer: [.searcher]
        }
    }

    var visit: Int { self == .secondVisit ? 2 : 1 }

    /// - Parameter visits: how often this client was here before, as its cookie says.
    func shows(to visitor: VisitorTraits, visits: Int) -> Bool {
        switch self {
        case .always: true
        case .crawler: visitor.isCrawler
        case .phone: visitor.isPhone
        case .searchReferrer: visitor.comesFromSearch
        case .firstVisit: visits == 0
        case .secondVisit: visits % 2 == 1
        }
    }

    var countsVisits: Bool { self == .firstVisit || self == .secondVisit }
}

/// A cookie that counts the visits of one page, so that the portal itself remembers nothing.
struct VisitCookie {
    let name: String
    let path: String

    init(path: String) {
        self.path = String(path.prefix { $0 != "?" })
        name = "xem" + String(Dice.hash(path) % 0xFF_FFFF, radix: 16)
    }

    /// 0 when the client did not send it, or sent no number.
    func visits(in field: String) -> Int {
        for pair in field.prefix(8_192).split(separator: ";") {
            let parts = pair.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0].drop(while: { $0 == " " }) == name else { continue }
            return min(max(Int(parts[1]) ?? 0, 0), 1_000_000)
        }
        return 0
    }

    func field(after visits: Int) -> (name: String, value: String) {
        ("Set-Cookie", "\(name)=\(visits + 1); Path=\(path)")
    }
}
