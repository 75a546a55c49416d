private import Foundation
import Tables

/// A list as a file: CSV and XLSX for people, in their words; JSON for programs, by the columns' names.
struct ListFile {
    private let list: ListPage
    private let request: ConsoleRequest

    init(_ list: ListPage, _ request: ConsoleRequest) {
        (self.list, self.request) = (list, request)
    }

    /// - Parameter first: how many of the rows it holds, where those are not all.
    /// - Throws: `notFound` for a kind that is none of the three.
    func download(_ kind: String, name: String, first: Int? = nil) throws -> Download {
        let (type, bytes) =
            switch kind {
            case "csv": ("text/csv; charset=utf-8", try CSVWriter(columns: labels).whole(cells))
            case "xlsx":
                (
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                    try XLSXWriter(sheet: SheetName.fitting(name), columns: labels).whole(cells)
                )
            case "json": ("application/json", try json())
            default: throw ConsoleRefusal.notFound
            }
        // A row of its own that says so would be a thing to a program.
        let part = first.map { "-first-\($0)" } ?? ""
        return Download(name: "\(name)-\(request.today)\(part).\(kind)", type: type, bytes: bytes)
    }

    private var labels: [String] { list.columns.map(\.label) }
    private var cells: [[Cell]] { list.rows.map { $0.cells.map(\.tableCell) } }

    private func json() throws -> [UInt8] {
        let rows = list.rows.map { row -> [String: Any] in
            Dictionary(zip(list.columns.map(\.name), row.cells.map(\.jsonValue))) { first, _ in first }
        }
        return [UInt8](
            try JSONSerialization.data(withJSONObject: rows, options: [.sortedKeys, .withoutEscapingSlashes]))
    }
}

extension ListCell {
    fileprivate var tableCell: Cell {
        switch self {
        case .none: .empty
        case .number(let number): .integer(Int64(number))
        case .progress(let percent, _): .integer(Int64(percent))
        case .time(let iso, let shown, _): Cell.text(iso).time.map(Cell.time) ?? .text(shown)
        case .text(let text, _), .link(let text, _, _), .state(_, let text, _): .text(text)
        }
    }

    fileprivate var jsonValue: Any {
        switch self {
        case .none: NSNull()
        case .number(let number): number
        case .progress(let percent, _): percent
        case .time(let iso, _, _): iso
        case .text(let text, _), .link(let text, _, _), .state(_, let text, _): text
        }
    }
}
