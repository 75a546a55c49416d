import VietText

/// What a list is asked for by its address: words, filters, order, page. The same in every room.
package struct ListQuery: Sendable {
    package static let pageSize = 50

    package let values: FormValues
    package let path: String
    /// What was typed into the search box.
    package let text: String
    /// Column to sort by, and which way; nil: the list's own order.
    package let sort: (column: String, descending: Bool)?
    /// From 1.
    package private(set) var page: Int
    /// Rows of a page.
    package private(set) var limit = Self.pageSize

    /// - Parameters:
    ///   - sortable: columns that may be sorted by; other words are ignored.
    ///   - path: of the list, when it is not what was asked for: a file of it, a part of it.
    package init(_ request: ConsoleRequest, sortable: [String], path: String? = nil) {
        values = request.query
        self.path = path ?? request.path
        text = (request.query["q"] ?? "").cut(toScalars: 100)
        let wanted = request.query["sort"] ?? ""
        let column = wanted.hasPrefix("-") ? String(wanted.dropFirst()) : wanted
        sort = sortable.contains(column) ? (column, wanted.hasPrefix("-")) : nil
        page = min(max(1, Int(request.query["page"] ?? "") ?? 1), 100_000)
    }

    package var offset: Int { (page - 1) * limit }

    /// The same list, another page of it.
    func at(page: Int, limit: Int) -> Self {
        var query = self
        (query.page, query.limit) = (page, limit)
        return query
    }

    package func filter(_ name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }

    /// The same list with something else asked for.
    package func address(_ changes: [String: String?]) -> String {
        var values = values
        for (name, value) in changes { values.set(name, value) }
        let query = values.encoded
        return query.isEmpty ? path : "\(path)?\(query)"
    }

    /// What stands behind the `?`, for exports and bulk actions.
    package var encoded: String { values.encoded }
}

/// A list of things: filters, columns, rows, pages, exports, bulk actions.
package struct ListPage: Sendable {
    package struct Filter: Sendable {
        package enum Kind: Sendable {
            case text, date
            case choice([(value: String, label: String)])
        }
        package var name: String
        /// In the reader's language.
        package var label: String
        package var kind: Kind

        package init(_ name: String, _ label: String, _ kind: Kind) {
            (self.name, self.label, self.kind) = (name, label, kind)
        }
    }

    package struct Column: Sendable {
        package var name: String
        package var label: String
        package var isSortable: Bool
        package var isNumber: Bool

        package init(_ name: String, _ label: String, sortable: Bool = false, number: Bool = false) {
            (self.name, self.label, isSortable, isNumber) = (name, label, sortable, number)
        }
    }

    package struct Row: Sendable {
        package var id: Int64?
        package var cells: [ListCell]

        package init(id: Int64? = nil, _ cells: [ListCell]) {
            (self.id, self.cells) = (id, cells)
        }
    }

    package var query: ListQuery
    package var filters: [Filter] = []
    package var columns: [Column]
    package var rows: [Row]
    /// Rows of all pages.
    package var total: Int
    /// Keys of what an empty list says.
    package var empty: (title: String, text: String)
    package var emptyAction: (label: String, path: String)?
    /// Kinds of files that the list can be saved as; the address is the list's own with `/export` behind it.
    package var exports: [String] = []
    package var bulk: [(verb: String, label: String)] = []
    package var bulkPath = ""

    package init(
        _ query: ListQuery, columns: [Column], rows: [Row], total: Int, empty: (title: String, text: String)
    ) {
        (self.query, self.columns, self.rows, self.total, self.empty) = (query, columns, rows, total, empty)
    }

    package func model(_ request: ConsoleRequest) -> [String: any Sendable] {
        let texts = request.texts
        let isFiltered = query.filter("q") != nil || filters.contains { query.filter($0.name) != nil }
        // Somebody stands behind the last page.
        let isBeyond = rows.isEmpty && total > 0 && query.page > 1
        let none =
            isBeyond
            ? ("list.beyond.title", "list.beyond.text")
            : isFiltered ? ("list.none.title", "list.none.text") : (empty.title, empty.text)
        let first = min(total, query.offset + 1)
        let last = min(total, query.offset + rows.count)
        var model: [String: any Sendable] = [
            "path": query.path, "query": query.encoded, "csrf": request.csrf,
            "sort": Page.shown(query.values["sort"] ?? ""),
            "filterLabel": texts["list.filter"], "clearLabel": texts["list.clear"], "isFiltered": isFiltered,
            "summary": texts.filled("list.count", ["n": texts.number(total)]), "isEmpty": rows.isEmpty,
            "emptyTitle": texts[none.0], "emptyText": texts[none.1], "hasBulk": !bulk.isEmpty,
            "bulkPath": bulkPath,
            "pickAll": texts["list.pick.all"], "pagerLabel": texts["list.pages"],
            "pageText": texts.filled(
                "list.range", ["from": texts.number(first), "to": texts.number(last), "n": texts.number(total)]),
            "filters": filters.map(filterModel), "columns": columns.map { columnModel($0) },
            "rows": rows.map { rowModel($0, texts) },
            "bulk": bulk.map { ["value": $0.verb, "label": texts[$0.label]] as [String: any Sendable] },
            "exports": exports.map { kind -> [String: any Sendable] in
                ["label": kind.uppercased(), "path": exportPath(kind)]
            },
        ]
        model["exportNote"] = false
        if !exports.isEmpty, total > ListRoute.maxFileRows {
            model["exportNote"] = texts.filled("list.cut", ["n": texts.number(ListRoute.maxFileRows)])
        }
        if isBeyond {
            let last = (total - 1) / query.limit + 1
            model["emptyAction"] =
                ["label": texts["list.last"], "path": query.address(["page": "\(last)"])] as [String: any Sendable]
        } else if isFiltered {
            model["emptyAction"] = ["label": texts["list.clear"], "path": query.path] as [String: any Sendable]
        } else if let emptyAction {
            model["emptyAction"] =
                ["label": texts[emptyAction.label], "path": emptyAction.path] as [String: any Sendable]
        }
        if query.page > 1 {
            model["previous"] =
                ["label": texts["list.previous"], "path": query.address(["page": "\(query.page - 1)"])]
                as [String: any Sendable]
        }
        if query.offset + rows.count < total {
            model["next"] =
                ["label": texts["list.next"], "path": query.address(["page": "\(query.page + 1)"])]
                as [String: any Sendable]
        }
        return model
    }

    private func exportPath(_ kind: String) -> String {
        var values = query.values
        values.set("page", nil)
        let query = values.encoded
        return "\(self.query.path)/export.\(kind)" + (query.isEmpty ? "" : "?\(query)")
    }

    private func filterModel(_ filter: Filter) -> [String: any Sendable] {
        let value = query.filter(filter.name) ?? ""
        var model: [String: any Sendable] = ["name": filter.name, "label": filter.label, "value": value]
        switch filter.kind {
        case .text: model["isText"] = true
        case .date: model["isDate"] = true
        case .choice(let choices):
            model["isChoice"] = true
            model["choices"] = choices.map { choice -> [String: any Sendable] in
                ["value": choice.value, "label": choice.label, "selected": choice.value == value]
            }
        }
        return model
    }

    private func columnModel(_ column: Column) -> [String: any Sendable] {
        var model: [String: any Sendable] = ["label": column.label, "number": column.isNumber]
        guard column.isSortable else { return model }
        let isSorted = query.sort?.column == column.name
        let isDescending = isSorted && query.sort?.descending == true
        model["sorted"] = !isSorted ? "none" : isDescending ? "descending" : "ascending"
        model["sortPath"] = query.address([
            "sort": isSorted && !isDescending ? "-\(column.name)" : column.name, "page": nil,
        ])
        return model
    }

    private func rowModel(_ row: Row, _ texts: Texts) -> [String: any Sendable] {
        var model: [String: any Sendable] = [
            "cells": zip(columns, row.cells).map { column, cell -> [String: any Sendable] in
                cell.model(texts).merging(["label": column.label, "number": column.isNumber]) { $1 }
            }
        ]
        model["id"] = row.id.map { "\($0)" }
        model["hasBulk"] = !bulk.isEmpty
        if !bulk.isEmpty { model["pick"] = texts.filled("list.pick", ["name": row.cells.first?.plainText ?? ""]) }
        return model
    }
}

/// What stands in one place of a list.
package enum ListCell: Sendable {
    case text(String, soft: String? = nil)
    case link(String, to: String, soft: String? = nil)
    case state(Tone, String, soft: String? = nil)
    case time(iso: String, shown: String, relative: String)
    case number(Int)
    case progress(percent: Int, String)
    case none

    /// What it says, without its help.
    var plainText: String {
        switch self {
        case .text(let text, _), .link(let text, _, _), .state(_, let text, _), .progress(_, let text): text
        case .time(_, let shown, _): shown
        case .number(let number): "\(number)"
        case .none: ""
        }
    }

    /// For the template `console/_cell`. Every name is set: one that is not would be looked for in the page around it.
    func model(_ texts: Texts) -> [String: any Sendable] {
        let none: [String: any Sendable] = [
            "link": false, "state": false, "time": false, "text": false, "progress": false, "soft": false,
        ]
        return none.merging(content(texts)) { $1 }
    }

    private func content(_ texts: Texts) -> [String: any Sendable] {
        switch self {
        case .none: return [:]
        case .text(let text, let soft): return Self.part("text", ["text": text], soft)
        case .link(let text, let path, let soft): return Self.part("link", ["text": text, "path": path], soft)
        case .state(let tone, let text, let soft): return Self.part("state", StateLine(tone, text).model, soft)
        case .time(let iso, let shown, let relative):
            return Self.part("time", ["iso": iso, "text": shown, "relative": relative])
        case .number(let number): return Self.part("text", ["text": texts.number(number)])
        case .progress(let percent, let text): return Self.part("progress", ["value": "\(percent)", "text": text])
        }
    }

    private static func part(
        _ name: String, _ model: [String: any Sendable], _ soft: String? = nil
    ) -> [String: any Sendable] {
        var part: [String: any Sendable] = [name: model]
        if let soft, !soft.isEmpty { part["soft"] = ["soft": soft] as [String: any Sendable] }
        return part
    }
}
