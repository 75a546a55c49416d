package import Access

/// What a room adds to the console. A path has at most eight parts; `:name` stands for any one part.
package struct ConsoleRoom: Sendable {
    package var menu: [MenuItem]
    package var pages: [PageRoute]
    package var actions: [ActionRoute]
    package var streams: [StreamRoute]
    package var api: [APIRoute]
    /// Parts of the first page.
    package var tiles: [BoardTile]
    package var search: [SearchSource]

    package init(
        menu: [MenuItem] = [], pages: [PageRoute] = [], actions: [ActionRoute] = [], streams: [StreamRoute] = [],
        api: [APIRoute] = [], tiles: [BoardTile] = [], search: [SearchSource] = []
    ) {
        self.tiles = tiles
        self.search = search
        self.menu = menu
        self.pages = pages
        self.actions = actions
        self.streams = streams
        self.api = api
    }
}

/// Who may come to a route before its handler looks at whose thing it is.
package enum Gate: Sendable, Equatable {
    /// Anybody: the sign-in, the first steps.
    case open
    /// Whoever is signed in.
    case signedIn
    /// Whoever may do this somewhere. The handler asks again for the unit: `request.demand`.
    case verb(Verb)
}

/// A page, shown on GET. It changes nothing.
package struct PageRoute: Sendable {
    package let path: String
    package let gate: Gate
    package let show: @Sendable (ConsoleRequest) async throws -> Page

    package init(_ path: String, _ gate: Gate, _ show: @escaping @Sendable (ConsoleRequest) async throws -> Page) {
        self.path = path
        self.gate = gate
        self.show = show
    }
}

/// A form that is sent, or a button: POST. Its form carries the session's CSRF value, which the shell has checked.
package struct ActionRoute: Sendable {
    package let path: String
    package let gate: Gate
    package let maxBodyBytes: Int
    package let perform: @Sendable (ConsoleRequest) async throws -> Page

    package init(
        _ path: String, _ gate: Gate, maxBodyBytes: Int = 256 << 10,
        _ perform: @escaping @Sendable (ConsoleRequest) async throws -> Page
    ) {
        self.path = path
        self.gate = gate
        self.maxBodyBytes = maxBodyBytes
        self.perform = perform
    }
}

/// A stream that keeps parts of a page up to date while it is looked at. It ends when the browser goes.
package struct StreamRoute: Sendable {
    package let path: String
    package let gate: Gate
    /// Topics of events after which the parts are made anew.
    package let topics: [String]
    package let parts: [LivePart]

    package init(_ path: String, _ gate: Gate, topics: [String], parts: [LivePart]) {
        (self.path, self.gate, self.topics, self.parts) = (path, gate, topics, parts)
    }
}

/// The content of one element of a page.
package struct LivePiece: Sendable {
    /// Of the element.
    package let id: String
    package let template: String
    package let model: [String: any Sendable]

    package init(_ id: String, template: String, model: [String: any Sendable]) {
        (self.id, self.template, self.model) = (id, template, model)
    }

    /// The first line of the page.
    package static func state(_ line: StateLine) -> LivePiece {
        LivePiece("page-state", template: "console/_state", model: line.model)
    }
}

/// Parts of a page that change while it is looked at, made by one look.
package struct LivePart: Sendable {
    package let pieces: @Sendable (ConsoleRequest) async throws -> [LivePiece]

    package init(_ pieces: @escaping @Sendable (ConsoleRequest) async throws -> [LivePiece]) { self.pieces = pieces }
}

/// An entry of the rail.
package struct MenuItem: Sendable {
    package let path: String
    /// Key of the word.
    package let label: String
    package let icon: String
    /// Key of the heading under which it stands.
    package let group: String
    /// After `g`, goes to the room.
    package let shortcut: Character?
    /// Shown to whoever may do this somewhere.
    package let verb: Verb?
    /// What waits there for whoever asks; nil for nothing to count.
    package let count: (@Sendable (ConsoleRequest) async throws -> Int)?

    package init(
        _ path: String, label: String, icon: String, group: String, shortcut: Character? = nil, verb: Verb? = nil,
        count: (@Sendable (ConsoleRequest) async throws -> Int)? = nil
    ) {
        self.path = path
        self.label = label
        self.icon = icon
        self.group = group
        self.shortcut = shortcut
        self.verb = verb
        self.count = count
    }
}
