package import Access

/// A part of the first page: what one room has to say of its state, worst first.
package struct BoardTile: Sendable {
    package let id: String
    /// Key of the heading.
    package let label: String
    /// Shown to whoever may do this somewhere.
    package let verb: Verb
    /// Nil when the room has nothing to say.
    package let load: @Sendable (ConsoleRequest) async throws -> BoardState?

    package init(
        _ id: String, label: String, verb: Verb, load: @escaping @Sendable (ConsoleRequest) async throws -> BoardState?
    ) {
        (self.id, self.label, self.verb, self.load) = (id, label, verb, load)
    }
}

/// What a tile shows: one state, the figures behind it, and what to look at first.
package struct BoardState: Sendable {
    /// A number that opens the list behind it.
    package struct Figure: Sendable {
        package var number: String
        package var label: String
        package var tone: Tone?
        package var path: String

        package init(_ number: String, _ label: String, tone: Tone? = nil, path: String) {
            (self.number, self.label, self.tone, self.path) = (number, label, tone, path)
        }
    }

    package var state: StateLine
    package var figures: [Figure]
    /// The most urgent things, each a link with a line of help.
    package var urgent: [(text: String, path: String, soft: String)]
    /// A drawing of ours: SVG made on the server.
    package var chart: String?

    package init(
        _ state: StateLine, figures: [Figure] = [], urgent: [(text: String, path: String, soft: String)] = [],
        chart: String? = nil
    ) {
        (self.state, self.figures, self.urgent, self.chart) = (state, figures, urgent, chart)
    }
}

/// The first page: every room's tile, the worst first; live.
struct BoardPage: Sendable {
    private static let order: [Tone] = [.bad, .blocked, .watch, .unknown, .wait, .good]
    let tiles: [BoardTile]

    static let livePath = "/board/live"

    func show(_ request: ConsoleRequest) async throws -> Page {
        let (worst, model) = try await look(request)
        var page = ShellPage(
            "console/board", title: request.say("board.title"), state: Self.state(worst, request), model: model)
        page.isFull = true
        page.live = Self.livePath
        return .shell(page)
    }

    /// Told anew when something happens in a room, and now and then.
    var live: StreamRoute {
        StreamRoute(
            Self.livePath, .signedIn, topics: [],
            parts: [
                LivePart { request in
                    let (worst, model) = try await look(request)
                    return [
                        .state(Self.state(worst, request)),
                        LivePiece("tiles", template: "console/_tiles", model: model),
                    ]
                }
            ])
    }

    private static func state(_ worst: Tone, _ request: ConsoleRequest) -> StateLine {
        StateLine(worst, request.say("board.state.\(worst.rawValue)", ["time": request.clock(request.now)]))
    }

    private func look(_ request: ConsoleRequest) async throws -> (worst: Tone, model: [String: any Sendable]) {
        var shown: [(tone: Tone, model: [String: any Sendable])] = []
        for tile in tiles where !request.reach(tile.verb).isNothing {
            guard let state = try await state(of: tile, request) else { continue }
            shown.append((state.state.tone, model(tile, state, request)))
        }
        let sorted = shown.enumerated().sorted { left, right in
            let (a, b) = (Self.rank(left.element.tone), Self.rank(right.element.tone))
            return a == b ? left.offset < right.offset : a < b
        }.map(\.element)
        return (
            sorted.first?.tone ?? .unknown,
            ["tiles": sorted.map(\.model), "isEmpty": sorted.isEmpty, "empty": request.say("board.empty")]
        )
    }

    /// A room that cannot say how it is, is not well.
    private func state(of tile: BoardTile, _ request: ConsoleRequest) async throws -> BoardState? {
        do {
            return try await tile.load(request)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            return BoardState(StateLine(.unknown, request.say("board.unknown")))
        }
    }

    private func model(_ tile: BoardTile, _ state: BoardState, _ request: ConsoleRequest) -> [String: any Sendable] {
        var model: [String: any Sendable] = [
            "id": tile.id, "label": request.say(tile.label), "state": state.state.model,
            "figures": state.figures.map { figure -> [String: any Sendable] in
                var model: [String: any Sendable] = [
                    "number": figure.number, "label": figure.label, "path": figure.path,
                ]
                model["tone"] = figure.tone?.rawValue
                model["shape"] = figure.tone?.shape
                return model
            },
            "hasUrgent": !state.urgent.isEmpty, "urgentLabel": request.say("board.urgent"),
            "urgent": state.urgent.prefix(3).map { thing -> [String: any Sendable] in
                ["text": thing.text, "path": thing.path, "soft": Page.shown(thing.soft)]
            },
        ]
        model["chart"] = state.chart
        return model
    }

    private static func rank(_ tone: Tone) -> Int { order.firstIndex(of: tone) ?? order.count }
}
