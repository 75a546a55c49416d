package import Access

/// What a room finds by words: portals by name, agencies by code.
package struct SearchSource: Sendable {
    package struct Hit: Sendable {
        package var title: String
        package var path: String
        package var soft: String

        package init(_ title: String, path: String, soft: String = "") {
            (self.title, self.path, self.soft) = (title, path, soft)
        }
    }

    /// Key of the heading.
    package let label: String
    package let verb: Verb
    /// At most `limit` hits, the best first, of what the reader may see.
    package let find: @Sendable (ConsoleRequest, _ text: String, _ limit: Int) async throws -> [Hit]

    package init(
        label: String, verb: Verb,
        find: @escaping @Sendable (ConsoleRequest, _ text: String, _ limit: Int) async throws -> [Hit]
    ) {
        (self.label, self.verb, self.find) = (label, verb, find)
    }
}

/// One search over all rooms.
struct SearchPage: Sendable {
    private static let limit = 10
    let sources: [SearchSource]

    func show(_ request: ConsoleRequest) async throws -> Page {
        let text = (request.query["q"] ?? "").cut(toScalars: 100)
        var groups: [[String: any Sendable]] = []
        var count = 0
        if !text.isEmpty {
            for source in sources where !request.reach(source.verb).isNothing {
                let hits = try await source.find(request, text, Self.limit)
                guard !hits.isEmpty else { continue }
                count += hits.count
                groups.append([
                    "label": request.say(source.label),
                    "hits": hits.map {
                        ["title": $0.title, "path": $0.path, "soft": Page.shown($0.soft)] as [String: any Sendable]
                    },
                ])
            }
        }
        let state = StateLine(
            count == 0 ? .unknown : .good,
            text.isEmpty ? request.say("search.hint") : request.say("search.count", ["n": request.number(count)]))
        return .shell(
            ShellPage(
                "console/search", title: request.say("search.title"), state: state,
                model: [
                    "text": text, "groups": groups, "isEmpty": groups.isEmpty && !text.isEmpty,
                    "label": request.say("shell.search"), "nothing": request.say("list.none.title"),
                    "advice": request.say("search.advice"),
                ]))
    }
}
