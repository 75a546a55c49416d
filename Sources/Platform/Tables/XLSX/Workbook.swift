import Markup

/// A workbook: which sheets it has, and how the parts around them are found.
struct Workbook {
    private let parts: PartArchive
    private let relationships: [String: PartArchive.Relationship]
    private var sheets: [Sheet] = []
    private var counts1904 = false

    private struct Sheet {
        var name: String
        var isVisible: Bool
        /// Name of its part; nil when it is no sheet of cells (a chart, a macro).
        var part: String?
    }

    private static let maxSheets = 1_000

    static func readTable(
        _ bytes: [UInt8], options: TableOptions, limits: TableLimits
    ) throws(TableError) -> Table {
        let parts = try PartArchive(bytes, limits: limits)
        let workbook = try Workbook(parts)
        let sheet = try workbook.choose(options.sheet)
        guard let part = sheet.part, let body = try parts.bytes(of: part, as: "sheet") else {
            throw TableError(.brokenFile, detail: "sheet")
        }
        let strings = try workbook.part("sharedStrings", "shared strings").map { bytes throws(TableError) in
            try SharedStrings.read(bytes, limits: limits)
        }
        let formats = try workbook.part("styles", "styles").map { bytes throws(TableError) in
            try CellFormats(bytes)
        }
        var reader = SheetReader(
            values: CellValues(
                strings: strings ?? [], formats: formats ?? CellFormats(), counts1904: workbook.counts1904),
            assembler: TableAssembler(options: options, limits: limits, sheet: sheet.name), limits: limits)
        return try reader.read(body, fillsMergedRows: options.fillsMergedRows)
    }

    /// - Throws: `openDocument`, `binaryWorkbook`, `unknownFormat`, `brokenFile`.
    private init(_ parts: PartArchive) throws(TableError) {
        self.parts = parts
        let root = PartArchive.target("officeDocument", among: try parts.relationships(of: ""))
        let name = root ?? "xl/workbook.xml"
        if name.lowercased().hasSuffix(".bin") { throw TableError(.binaryWorkbook) }
        guard let bytes = try parts.bytes(of: name, as: "workbook") else {
            throw TableError(parts.has("content.xml") ? .openDocument : .unknownFormat)
        }
        relationships = try parts.relationships(of: name)
        var found: [(name: String, isVisible: Bool, id: String?)] = []
        var isWorkbook = false
        var counts1904 = false
        try PartArchive.walk(bytes, as: "workbook") { event, depth in
            guard case .start(let element, let attributes) = event else { return true }
            switch (XMLName.local(element), depth) {
            case ("workbook", 1): isWorkbook = true
            case ("workbookPr", 2): counts1904 = ["1", "true", "on"].contains(attributes.value(of: "date1904"))
            case ("sheet", 3) where found.count < Self.maxSheets:
                let isVisible = (attributes.value(of: "state") ?? "visible") == "visible"
                found.append((attributes.value(of: "name") ?? "", isVisible, attributes.value(of: "id")))
            default: break
            }
            return true
        }
        // Also what other packages (DOCX, slides) hold under the relationship.
        guard isWorkbook else { throw TableError(.unknownFormat) }
        self.counts1904 = counts1904
        for sheet in found {
            let target = sheet.id.flatMap { relationships[$0] }
            sheets.append(
                Sheet(
                    name: sheet.name, isVisible: sheet.isVisible,
                    part: target?.kind == "worksheet" ? target?.target : nil))
        }
    }

    /// - Throws: `sheetMissing`, `noVisibleSheet`.
    private func choose(_ wanted: String?) throws(TableError) -> Sheet {
        let tables = sheets.filter { $0.part != nil }
        guard let wanted else {
            if let first = tables.first(where: \.isVisible) { return first }
            throw TableError(sheets.contains(where: \.isVisible) ? .brokenFile : .noVisibleSheet)
        }
        let lowered = wanted.lowercased()
        if let named = tables.first(where: { $0.name == wanted })
            ?? tables.first(where: { $0.name.lowercased() == lowered })
        {
            return named
        }
        throw TableError(.sheetMissing, detail: CellPlace(row: 1, sheet: wanted).sheet)
    }

    private func part(_ kind: String, _ name: StaticString) throws(TableError) -> [UInt8]? {
        guard let target = PartArchive.target(kind, among: relationships) else { return nil }
        return try parts.bytes(of: target, as: name)
    }
}
