import VietText

/// A page about one thing: sections of facts, tables, a timeline, words. What can be done with a row is a link to a page of its
/// own, which asks before it does something.
package struct DetailPage: Sendable {
    package struct Section: Sendable {
        package enum Content: Sendable {
            case facts([(label: String, cell: ListCell)])
            /// Rows have as many cells as there are columns.
            case table(columns: [String], rows: [[ListCell]])
            /// In the order in which they are given.
            case timeline([Moment])
            /// Text as it is, such as the message of an error.
            case quote(String)
            case note(Tone, String)
            /// Lines with a depth, from the top down.
            case tree([(depth: Int, cell: ListCell)])
        }

        /// In the reader's language; empty for none.
        package var heading: String
        package var content: Content
        package var actions: [PageAction] = []
        /// Said where there is nothing to show.
        package var empty = ""

        package init(_ heading: String, _ content: Content, actions: [PageAction] = [], empty: String = "") {
            (self.heading, self.content, self.actions, self.empty) = (heading, content, actions, empty)
        }
    }

    /// A step of a timeline.
    package struct Moment: Sendable {
        package var when: String
        package var text: String
        package var path: String?
        package var soft: String

        package init(_ when: String, _ text: String, path: String? = nil, soft: String = "") {
            (self.when, self.text, self.path, self.soft) = (when, text, path, soft)
        }
    }

    package var sections: [Section]
    /// A day that may be chosen: the page as of that day. Words are in the reader's language.
    package var asOf: (label: String, iso: String, submit: String)?

    package init(_ sections: [Section]) { self.sections = sections }

    package func page(_ request: ConsoleRequest, title: String, state: StateLine?, crumbs: [Crumb]) -> ShellPage {
        var page = ShellPage("console/detail", title: title, state: state, model: model(request))
        page.crumbs = crumbs
        return page
    }

    /// The sections alone, for a stream that keeps them up to date.
    package func piece(_ request: ConsoleRequest) -> LivePiece {
        LivePiece("sections", template: "console/_sections", model: model(request))
    }

    /// For the template `console/_sections`.
    package func model(_ request: ConsoleRequest) -> [String: any Sendable] {
        var model: [String: any Sendable] = [
            "sections": sections.enumerated().map { Self.model($1, number: $0, request.texts) }
        ]
        if let asOf {
            model["asOf"] =
                ["label": asOf.label, "day": asOf.iso, "submit": asOf.submit, "path": request.path]
                as [String: any Sendable]
        }
        return model
    }

    private static func model(_ section: Section, number: Int, _ texts: Texts) -> [String: any Sendable] {
        var model: [String: any Sendable] = [
            "id": "s\(number)", "hasHeading": !section.heading.isEmpty, "heading": section.heading,
            "hasActions": !section.actions.isEmpty, "empty": false, "quote": false, "note": false,
            "actions": section.actions.map { action -> [String: any Sendable] in
                ["label": action.label, "path": action.path, "primary": action.isPrimary]
            },
        ]
        if section.isEmpty {
            model["empty"] = ["text": section.empty] as [String: any Sendable]
            return model
        }
        switch section.content {
        case .facts(let facts):
            model["isFacts"] = true
            model["facts"] = facts.map { $0.cell.model(texts).merging(["label": $0.label]) { $1 } }
        case .table(let columns, let rows):
            model["isTable"] = true
            model["columns"] = columns
            model["rows"] = rows.map { row -> [String: any Sendable] in
                ["cells": zip(columns, row).map { $1.model(texts).merging(["label": $0]) { $1 } }]
            }
        case .timeline(let moments):
            model["isTimeline"] = true
            model["moments"] = moments.map { moment -> [String: any Sendable] in
                let cell = moment.path.map { ListCell.link(moment.text, to: $0, soft: moment.soft) }
                return (cell ?? .text(moment.text, soft: moment.soft)).model(texts).merging(["when": moment.when]) {
                    $1
                }
            }
        case .quote(let text): model["quote"] = ["text": text] as [String: any Sendable]
        case .note(let tone, let text): model["note"] = StateLine(tone, text).model
        case .tree(let lines):
            model["isTree"] = true
            model["lines"] = lines.map { $0.cell.model(texts).merging(["depth": "d\(min($0.depth, 8))"]) { $1 } }
        }
        return model
    }
}

extension DetailPage.Section {
    fileprivate var isEmpty: Bool {
        switch content {
        case .facts(let facts): facts.isEmpty
        case .table(_, let rows): rows.isEmpty
        case .timeline(let moments): moments.isEmpty
        case .quote(let text): text.isEmpty
        case .note: false
        case .tree(let lines): lines.isEmpty
        }
    }
}

extension FormPage {
    /// The form as a page of the shell.
    package func page(
        _ request: ConsoleRequest, title: String, lead: String = "", crumbs: [Crumb], state: StateLine? = nil
    ) -> ShellPage {
        var page = ShellPage(
            "console/form", title: title, state: state, model: ["lead": Page.shown(lead), "form": model(request)])
        page.crumbs = crumbs
        if hasErrors { page.status = 422 }
        return page
    }

    /// A form without fields: asks before something is done.
    package static func confirm(_ action: String, submit: String, cancel: String, dangerous: Bool = true) -> FormPage {
        var form = FormPage(action: action, fields: [], submit: submit, cancel: ("form.cancel", cancel))
        form.isDangerous = dangerous
        return form
    }
}
