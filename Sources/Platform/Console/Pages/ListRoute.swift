/// A list and the files that it can be saved as. Both are made by one function, so that a file holds what the list shows, of
/// all its pages, and nothing else.
package struct ListRoute: Sendable {
    /// Rows of a file; who needs more narrows the filter. A file that holds fewer than the list says so by its name.
    package static let maxFileRows = 10_000
    private static let filePageRows = 200
    private static let files = ["csv", "xlsx", "json"]

    private let path: String
    private let gate: Gate
    private let exports: Gate
    private let fileName: String
    private let sortable: [String]
    private let make: @Sendable (ConsoleRequest, ListQuery) async throws -> ListView

    /// - Parameters:
    ///   - exports: who may have the files, where that is another question than who sees the list.
    ///   - fileName: of the files, without the day and the ending that are put behind it.
    ///   - make: asks for `query.limit` rows from `query.offset` on.
    package init(
        _ path: String, _ gate: Gate, exports: Gate? = nil, fileName: String, sortable: [String] = [],
        make: @escaping @Sendable (ConsoleRequest, ListQuery) async throws -> ListView
    ) {
        (self.path, self.gate, self.fileName, self.sortable, self.make) = (path, gate, fileName, sortable, make)
        self.exports = exports ?? gate
    }

    package var pages: [PageRoute] {
        let list = PageRoute(path, gate) { request in .shell(try await view(request).page(request)) }
        return [list]
            + Self.files.map { kind in
                PageRoute("\(path)/export.\(kind)", exports) { request in try await file(kind, request) }
            }
    }

    /// The list with the page's first line, for a stream that keeps them up to date; what it is asked for stands in the stream's
    /// address.
    package func part(_ id: String) -> LivePart {
        LivePart { request in
            let view = try await view(request)
            let list: [String: any Sendable] = ["list": view.list.model(request)]
            return [LivePiece(id, template: "console/_list", model: list)]
                + [view.state.map(LivePiece.state)].compactMap { $0 }
        }
    }

    private func view(_ request: ConsoleRequest) async throws -> ListView {
        var view = try await make(request, ListQuery(request, sortable: sortable, path: path))
        // No links to what the reader would be refused.
        if (try? PageResponder.pass(exports, request)) != nil { view.list.exports = Self.files }
        return view
    }

    private func file(_ kind: String, _ request: ConsoleRequest) async throws -> Page {
        var whole: ListPage?
        var page = 1
        while true {
            let query = ListQuery(request, sortable: sortable, path: path).at(page: page, limit: Self.filePageRows)
            let list = try await make(request, query).list
            let room = Self.maxFileRows - (whole?.rows.count ?? 0)
            whole?.rows += list.rows.prefix(room)
            whole = whole ?? list
            page += 1
            let count = whole?.rows.count ?? 0
            if list.rows.isEmpty || count >= min(list.total, Self.maxFileRows) { break }
        }
        guard let whole else { throw ConsoleRefusal.notFound }
        let isCut = whole.total > whole.rows.count
        return .download(
            try ListFile(whole, request).download(kind, name: fileName, first: isCut ? whole.rows.count : nil))
    }
}

/// A list as a page of its own.
package struct ListView: Sendable {
    package var title: String
    package var state: StateLine?
    package var list: ListPage
    package var crumbs: [Crumb] = []
    package var actions: [PageAction] = []
    package var tabs: [Crumb] = []
    /// The address of the stream that keeps the list up to date.
    package var live: String?

    package init(_ title: String, _ state: StateLine?, _ list: ListPage) {
        (self.title, self.state, self.list) = (title, state, list)
    }

    func page(_ request: ConsoleRequest) -> ShellPage {
        var page = ShellPage("console/list", title: title, state: state, model: ["list": list.model(request)])
        (page.crumbs, page.actions, page.tabs) = (crumbs, actions, tabs)
        page.live = live.map { list.query.encoded.isEmpty ? $0 : "\($0)?\(list.query.encoded)" }
        return page
    }
}
