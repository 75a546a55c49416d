import Testing

@testable import Tables

/// What both formats share: header, ragged rows, places.
@Suite struct HeaderTests {
    @Test func namesAreTidiedAndFoundWhateverTheirForm() throws {
        let table = try read(ascii("  Mã  số ,\"Tên\ncơ quan\",E\u{302}-ke\n1,2,3\n"))
        #expect(table.columns == ["Mã số", "Tên cơ quan", "Ê-ke"])
        #expect(table.column("Ma\u{303} số") == 0)
        #expect(table.column("TÊN CƠ QUAN") == 1)
        #expect(table.column("Không có") == nil)
    }

    @Test func aCellCanSayWhereItStands() throws {
        let table = try read(ascii("\n,Mã,,Tên\n,1,,a\n\n,2,,b\n"))
        #expect(table.columns == ["Mã", "Tên"])
        #expect(table.texts == [["1", "a"], ["2", "b"]])
        #expect(table.place(table.rows[1], 1).description == "row 5, column Tên (D5)")
        #expect(table.place(table.rows[1], 9).description == "row 5")
        #expect(table.rows[0][9] == .empty)
    }

    @Test func shortRowsAreFilledAndLongOnesAreTold() throws {
        #expect(try read(ascii("a,b,c\n1\n2,3,4,,,\n")).texts == [["1", "", ""], ["2", "3", "4"]])
        let found = problems(ascii("a,b\n1,2,3\n4,5\n6,7,,8\n"))
        #expect(found.map(\.code) == [.raggedRow, .raggedRow])
        #expect(found.map { $0.place?.reference } == ["C2", "D4"])
    }

    @Test func cellsOfWhiteSpaceAloneAreNone() throws {
        let table = try read(ascii(" ,\t\n\u{A0}\nMã, ,Tên\n1,  ,a, \u{3000}\n \n"))
        #expect(table.columns == ["Mã", "Tên"])
        #expect(table.texts == [["1", "a"]])
        #expect(table.headerRow == 3)
        #expect(problems(ascii(" \n \n")).map(\.code) == [.emptyFile])
    }

    @Test func doubledNamesAndNamelessColumnsAreAllTold() {
        let found = problems(ascii("Mã,,Mã,Tên,T\u{00EA}n\n1,,2,3,4\n1,x,2,3,4\n1,y,2,3,4\n"))
        #expect(found.map(\.code) == [.duplicateHeader, .duplicateHeader, .emptyHeader])
        #expect(found.map { $0.place?.reference } == ["C1", "E1", "B3"])
    }

    @Test func problemsAreToldUpToABound() {
        let found = problems(ascii("a\n" + String(repeating: "1,2\n", count: 1_000)))
        #expect(found.count == TableError.maxProblems)
    }

    private static let titled = "DANH SÁCH CƠ QUAN\n\nCập nhật,tháng 7\nMã,Tên\n1,a\n"

    @Test(arguments: [TableOptions.Header.row(4), .naming(["tên", "Mã"])], [",", ";", "\t"])
    func aHeaderBelowTitlesIsFound(header: TableOptions.Header, separator: String) throws {
        var options = TableOptions()
        options.header = header
        let table = try read(ascii(Self.titled.replacing(",", with: separator)), options)
        #expect(table.columns == ["Mã", "Tên"])
        #expect(table.headerRow == 4)
        #expect(table.texts == [["1", "a"]])
    }

    @Test(arguments: [TableOptions.Header.row(2), .row(9), .naming(["Mã", "Địa chỉ"])])
    func aHeaderThatIsNotThereIsTold(header: TableOptions.Header) {
        var options = TableOptions()
        options.header = header
        #expect(problems(ascii(Self.titled), options).map(\.code) == [.headerMissing])
    }

    @Test func aHeaderAloneIsATableWithoutRows() throws {
        let table = try read(ascii("Mã,Tên\n"))
        #expect(table.columns == ["Mã", "Tên"])
        #expect(table.rows.isEmpty)
    }

    @Test func namesInMessagesAreShortAndOnOneLine() {
        let place = CellPlace(
            row: 3, position: 30, column: "a\u{1}\n b" + String(repeating: "x", count: 99), sheet: "S")
        #expect(place.description == "sheet S, row 3, column a b" + String(repeating: "x", count: 57) + "… (AE3)")
    }

    @Test func lettersAndReferencesAgree() {
        for position in [0, 25, 26, 51, 52, 701, 702, 16_383] {
            let letters = CellPlace.letters(position)
            #expect(CellPlace.read("$\(letters)$7").map { [$0.row, $0.position] } == [7, position])
        }
        #expect(CellPlace.letters(16_383) == "XFD")
        for wrong in [
            "", "A", "7", "A0", "XFE1", "A1048577", "7A", "A1A", "A-1", "AAAAAAAAAAAAAAA1", "A99999999999999999999",
        ] {
            #expect(CellPlace.read(wrong) == nil)
        }
    }

    @Test(arguments: TableProblem.Code.allCases) func everyProblemSaysWhatAndWhatToDo(code: TableProblem.Code) {
        #expect(!code.claim.isEmpty)
        #expect(!code.remedy.isEmpty)
    }
}
