import Access
import Agencies
import Patterns
import SQLStore
import Tables
import Testing
import VietText

@testable import Console

/// A request that nobody sent.
struct NoUnits: UnitTree {
    func isInside(_ unit: Int64, subtreeOf top: Int64, on day: Day) -> Bool { false }
}

extension ConsoleRequest {
    static func asked(_ path: String, _ query: String) -> ConsoleRequest {
        ConsoleRequest(
            method: .get, path: path, parameters: [:], query: FormValues(query.utf8), session: nil, subject: nil,
            policy: Policy(tree: NoUnits()),
            texts: Texts(
                ["form.required": "Cần điền.", "form.tooLong": "Quá {n}.", "list.pick": "Chọn {name}"], language: .vi),
            theme: .light, address: .v4(0x7F00_0001), agent: "", now: Moment(seconds: 1_795_000_000), body: [],
            contentType: "", csrf: "secret")
    }
}

@Suite struct ListTests {
    private func list(_ query: String, rows: Int, total: Int) -> (ListPage, ConsoleRequest) {
        let request = ConsoleRequest.asked("/things", query)
        var list = ListPage(
            ListQuery(request, sortable: ["name"]),
            columns: [.init("name", "Tên", sortable: true), .init("count", "Số", number: true), .init("at", "Lúc")],
            rows: (0..<rows).map { number in
                .init(
                    id: Int64(number),
                    [
                        .link("=1+1 số \(number)", to: "/things/\(number)"), .number(1_234),
                        .time(iso: "2026-11-18T18:06:40+07:00", shown: "18:06 18/11/2026", relative: ""),
                    ])
            }, total: total, empty: ("e.title", "e.text"))
        list.filters = [.init("state", "Trạng thái", .choice([("", "Tất cả"), ("on", "Bật")]))]
        return (list, request)
    }

    @Test func addressesKeepWhatWasAskedFor() throws {
        let (list, request) = list("q=x%C3%A3&state=on&page=2&sort=-name", rows: 50, total: 130)
        let model = list.model(request)
        let next = try #require(model["next"] as? [String: any Sendable])
        #expect(next["path"] as? String == "/things?q=x%C3%A3&state=on&sort=-name&page=3")
        let previous = try #require(model["previous"] as? [String: any Sendable])
        #expect((previous["path"] as? String)?.hasSuffix("page=1") == true)
        #expect(list.query.offset == 50)
        let columns = try #require(model["columns"] as? [[String: any Sendable]])
        #expect(columns[0]["sorted"] as? String == "descending")
        #expect(columns[0]["sortPath"] as? String == "/things?q=x%C3%A3&state=on&sort=name")
    }

    @Test(arguments: ["page=-1", "page=x", "page=99999999999999999999", "sort=evil", "sort=-", "sort=-evil"])
    func senselessPagesAndOrdersAreTheFirstOnes(_ query: String) {
        let asked = ListQuery(.asked("/things", query), sortable: ["name"])
        #expect(asked.page >= 1)
        #expect(asked.page <= 100_000)
        #expect(asked.sort == nil)
    }

    @Test func aFileHoldsTextAndNoFormulas() async throws {
        let (list, request) = list("", rows: 3, total: 3)
        var files: [String: [UInt8]] = [:]
        for kind in ["csv", "xlsx", "json"] {
            try await ListFile(list, request).download(kind, name: "things").write { files[kind, default: []] += $0 }
        }
        let csv = try TableReader.read(try #require(files["csv"]))
        #expect(csv.columns == ["Tên", "Số", "Lúc"])
        #expect(csv.rows.count == 3)
        let text = String(decoding: files["csv"] ?? [], as: UTF8.self)
        #expect(!text.contains("\n="), "a spreadsheet would calculate it")
        #expect(!text.contains("\n\"="), "a spreadsheet would calculate it")
        let xlsx = try TableReader.read(try #require(files["xlsx"]))
        #expect(xlsx.rows[0][0].text == "=1+1 số 0")
        #expect(xlsx.rows[0][1].integer == 1_234)
        #expect(throws: ConsoleRefusal.notFound) { try ListFile(list, request).download("exe", name: "things") }
    }

    @Test func aFileThatIsCutSaysSoByItsNameAndThePageBesideItsLinks() async throws {
        for (total, isCut) in [(ListRoute.maxFileRows, false), (ListRoute.maxFileRows + 70, true)] {
            let route = ListRoute("/things", .open, fileName: "things") { request, query in
                let numbers = (query.offset..<min(query.offset + query.limit, total))
                let rows = numbers.map { ListPage.Row([.number($0)]) }
                return ListView(
                    "t", nil, ListPage(query, columns: [.init("n", "N")], rows: rows, total: total, empty: ("", "")))
            }
            let request = ConsoleRequest.asked("/things", "")
            let file = try #require(route.pages.first { $0.path == "/things/export.csv" })
            guard case .download(let download) = try await file.show(request) else { throw ConsoleRefusal.notFound }
            #expect(download.name.hasSuffix("-first-10000.csv") == isCut, "\(download.name)")
            var bytes: [UInt8] = []
            try await download.write { bytes += $0 }
            #expect(try TableReader.read(bytes).rows.count == ListRoute.maxFileRows)
            guard case .shell(let page) = try await route.pages[0].show(request) else { throw ConsoleRefusal.notFound }
            let list = try #require(page.model["list"] as? [String: any Sendable])
            #expect((list["exportNote"] as? Bool) == (isCut ? nil : false))
        }
    }

    @Test func aFileMayAskForMoreThanItsList() async throws {
        let route = ListRoute("/things", .open, exports: .verb(.auditExport), fileName: "things") { _, query in
            ListView("t", nil, ListPage(query, columns: [], rows: [], total: 0, empty: ("", "")))
        }
        #expect(route.pages.map(\.gate) == [.open] + Array(repeating: .verb(.auditExport), count: 3))
        guard case .shell(let page) = try await route.pages[0].show(.asked("/things", "")) else {
            throw ConsoleRefusal.notFound
        }
        let list = try #require(page.model["list"] as? [String: any Sendable])
        #expect((list["exports"] as? [[String: any Sendable]])?.isEmpty == true)
    }

    @Test func everyBoxSaysWhatItPicks() throws {
        var (list, request) = list("", rows: 2, total: 2)
        list.bulk = [("sweep", "x")]
        let rows = try #require(list.model(request)["rows"] as? [[String: any Sendable]])
        #expect(rows.map { $0["pick"] as? String } == ["Chọn =1+1 số 0", "Chọn =1+1 số 1"])
    }

    @Test func everyCellSaysWhatItIsNot() {
        let cells: [ListCell] = [
            .none, .text("x"), .link("x", to: "/"), .state(.bad, "x"), .number(1), .progress(percent: 3, "x"),
        ]
        for cell in cells {
            let model = cell.model(Texts([:], language: .vi))
            for name in ["link", "state", "time", "text", "progress", "soft"] { #expect(model[name] != nil, "\(name)") }
        }
    }
}

@Suite struct FormPageTests {
    private static func form() -> FormPage {
        FormPage(
            action: "/x",
            fields: [
                .init("name", label: "l", required: true, maxLength: 5),
                .init("password", label: "l", .password, required: true),
                .init("flag", label: "l", .check), .init("many", label: "l", .several([("a", "A"), ("b", "B")])),
            ], submit: "s")
    }

    @Test func whatIsMissingOrTooLongIsSaidAtItsField() {
        let request = ConsoleRequest.asked("/x", "")
        var form = Self.form()
        form.take(FormValues("name=abcdefg&flag=1&many=a&many=b".utf8), request)
        #expect(form.fields[0].error == "Quá 5.")
        #expect(form.fields[1].error == "Cần điền.")
        #expect(form["flag"] == "1")
        #expect(form["many"] == "a b")
        #expect(form.hasErrors)
    }

    @Test func aLengthIsCountedInCodePointsAsDatabasesDo() {
        var form = Self.form()
        // Five letters as people see them, fifteen to a database.
        form.take(FormValues("name=\(String(repeating: "k%CC%A3%CC%82", count: 5))&password=x".utf8), .asked("/x", ""))
        #expect(form.fields[0].error == "Quá 5.")
        #expect(form["name"].unicodeScalars.count == 5)
        #expect(
            ListQuery(.asked("/x", "q=a\(String(repeating: "%CC%81", count: 5_000))"), sortable: []).text.utf8.count
                < 400)
    }

    @Test func aPasswordIsNeverGivenBack() {
        var form = Self.form()
        form.take(FormValues("name=a&password=secret-word".utf8), .asked("/x", ""))
        #expect(!form.hasErrors)
        #expect(form["password"].isEmpty)
    }
}
