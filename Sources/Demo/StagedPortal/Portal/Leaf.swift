/// One URL of the portal that was drawn.
struct Leaf: Sendable {
    let path: String
    let section: Section?
    let source: PageSource
    var act = Act.honest
    /// Says something else in every answer, honestly: a counter, a block of chosen news.
    var drifts = false

    enum Act: Sendable {
        case honest
        case planted(Planting)
        case obstacle(Obstacle)
        case burden(Burden)
    }

    /// The name of links to it, where that is not the page's own title.
    var linkName: String?

    var title: String { linkName ?? source.title }
}

/// What was planted at one place, and when it shows.
struct Planting: Sendable {
    let trigger: Trigger
    let kind: Kind
    /// The status of the answer while it shows.
    var status = 200
    /// The status while it hides.
    var honestStatus = 200

    enum Kind: Sendable {
        case injection(Injection)
        /// By the answer's head.
        case location(String)
    }

    var injection: Injection? {
        if case .injection(let injection) = kind { injection } else { nil }
    }
}
