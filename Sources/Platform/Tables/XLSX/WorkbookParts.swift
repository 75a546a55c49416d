/// The parts around the one sheet that is written (ECMA-376 parts 1 and 2). They are the same for every table but for the
/// sheet's name and range.
enum WorkbookParts {
    /// Indices of the cell formats in `styles`.
    enum Style: Int {
        /// What a cell has that names none; LibreOffice gives it no alignment.
        case none
        case plain, header, day, time, flag, text, wrappedText
        /// Excel shows text of more than 255 characters as `####` in cells of the format `@`; this one is text by its mark.
        case longText
    }

    /// Points of one line of text in the font of `styles`.
    static let lineHeight = 15

    private static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    private static let schemas = "http://schemas.openxmlformats.org"
    static let main = schemas + "/spreadsheetml/2006/main"
    private static let office = schemas + "/officeDocument/2006/relationships"
    private static let types = "application/vnd.openxmlformats-officedocument.spreadsheetml"

    static let contentTypes =
        declaration + """
            <Types xmlns="\(schemas)/package/2006/content-types">\
            <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
            <Default Extension="xml" ContentType="application/xml"/>\
            <Override PartName="/xl/workbook.xml" ContentType="\(types).sheet.main+xml"/>\
            <Override PartName="/xl/worksheets/sheet1.xml" ContentType="\(types).worksheet+xml"/>\
            <Override PartName="/xl/styles.xml" ContentType="\(types).styles+xml"/></Types>
            """

    static let rootRelationships = relationships([("officeDocument", "xl/workbook.xml")])
    static let workbookRelationships = relationships([
        ("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"),
    ])

    private static func relationships(_ all: [(kind: String, target: String)]) -> String {
        let list = all.enumerated().map { index, each in
            "<Relationship Id=\"rId\(index + 1)\" Type=\"\(office)/\(each.kind)\" Target=\"\(each.target)\"/>"
        }
        return declaration + "<Relationships xmlns=\"\(schemas)/package/2006/relationships\">" + list.joined()
            + "</Relationships>"
    }

    static let styles =
        declaration + """
            <styleSheet xmlns="\(main)"><numFmts count="3"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/>\
            <numFmt numFmtId="165" formatCode="hh:mm\\ dd/mm/yyyy"/>\
            <numFmt numFmtId="166" formatCode="&quot;TRUE&quot;;&quot;TRUE&quot;;&quot;FALSE&quot;"/></numFmts>\
            <fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>\
            <font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>\
            <fills count="3"><fill><patternFill patternType="none"/></fill>\
            <fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid">\
            <fgColor rgb="FFE7ECF3"/><bgColor indexed="64"/></patternFill></fill></fills>\
            <borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
            <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
            <cellXfs count="9"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\(format(0))\
            \(format(49, font: 1, fill: 2, wraps: true))\(format(164))\(format(165))\(format(166))\
            \(format(49))\(format(49, wraps: true))\(format(0, wraps: true, isQuoted: true))</cellXfs>\
            <cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>
            """

    private static func format(
        _ number: Int, font: Int = 0, fill: Int = 0, wraps: Bool = false, isQuoted: Bool = false
    ) -> String {
        "<xf numFmtId=\"\(number)\" fontId=\"\(font)\" fillId=\"\(fill)\" borderId=\"0\" xfId=\"0\""
            + (isQuoted ? " quotePrefix=\"1\"" : "") + (number > 0 ? " applyNumberFormat=\"1\"" : "")
            + (font > 0 ? " applyFont=\"1\" applyFill=\"1\"" : "")
            + " applyAlignment=\"1\"><alignment vertical=\"top\"\(wraps ? " wrapText=\"1\"" : "")/></xf>"
    }

    /// - Parameter range: of the whole table, as `$A$1:$C$9`.
    static func workbook(sheet: String, range: String) -> String {
        let quoted = XMLText.escaped("'" + sheet.replacing("'", with: "''") + "'!" + range)
        let rows = XMLText.escaped("'" + sheet.replacing("'", with: "''") + "'!$1:$1")
        return declaration + """
            <workbook xmlns="\(main)" xmlns:r="\(office)"><bookViews><workbookView/></bookViews>\
            <sheets><sheet name="\(XMLText.escaped(sheet))" sheetId="1" r:id="rId1"/></sheets><definedNames>\
            <definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">\(quoted)</definedName>\
            <definedName name="_xlnm.Print_Titles" localSheetId="0">\(rows)</definedName></definedNames></workbook>
            """
    }

    /// The sheet up to its rows: the header stays in view; on A4 paper it is as wide as a page.
    /// - Parameter widths: of the columns, in characters.
    static func sheetHead(widths: [Int]) -> String {
        let columns = widths.enumerated().map { index, width in
            "<col min=\"\(index + 1)\" max=\"\(index + 1)\" width=\"\(width)\" customWidth=\"1\"/>"
        }
        return declaration + """
            <worksheet xmlns="\(main)"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>\
            <sheetViews><sheetView tabSelected="1" workbookViewId="0"><pane ySplit="1" topLeftCell="A2" \
            activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="A2" sqref="A2"/>\
            </sheetView></sheetViews><sheetFormatPr defaultRowHeight="\(lineHeight)"/><cols>\(columns.joined())</cols><sheetData>
            """
    }

    /// - Parameter range: of the whole table, as `A1:C9`.
    static func sheetTail(range: String) -> String {
        """
        </sheetData><autoFilter ref="\(range)"/><pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" \
        footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>
        """
    }
}
