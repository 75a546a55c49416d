import Knowledge
import SQLStore
import Tables
import TestDatabase
import Testing

@testable import Agencies

@Suite struct ImportTests {
    private func tables(
        _ organisations: [[String]], functions: [[String]] = [], successions: [[String]] = []
    ) -> AgencyTables {
        var tables = AgencyTables()
        for (name, rows) in [
            (AgencyTables.Name.organisations, organisations), (.functions, functions), (.successions, successions),
        ] {
            let numbered = rows.enumerated().map { (number: $0 + 2, fields: $1) }
            let faults = tables.add(name, file: "\(name.rawValue).csv", columns: name.columns, rows: numbered)
            #expect(faults.isEmpty)
        }
        return tables
    }

    private static let province = [
        "tinh", "province", "UBND tỉnh", "", "51", "2025-07-01", "", "vt@tinh.example", "NQ",
    ]

    private func plan(_ tables: AgencyTables, for register: Register = .empty) -> ImportPlan {
        ImportPlanner.plan(tables, for: register, rules: rules)
    }

    private func after(_ plan: ImportPlan) throws -> Register { try #require(plan.change).register }

    @Test func aNewTableIsAllNewAndTheSameAgainIsTheSame() throws {
        let all = tables(
            [
                ["so-y-te", "department", "Sở Y tế", "tinh", "", "01/07/2025", "", "0255 3822 000; 12 Hùng Vương", ""],
                Self.province,
            ],
            functions: [["tinh", "incident-response", "2025-12-29", "", "QĐ"]])
        let first = plan(all)
        #expect(first.rows.map(\.outcome) == [.new, .new, .new])
        let register = try after(first)
        let office = try #require(register.agency(key: "so-y-te"))
        #expect(office.parent(on: "2025-07-01") == register.agency(key: "tinh")?.id)
        #expect(office.contacts.all(on: "2026-01-01").map(\.kind) == [.telephone, .address])
        let second = plan(all, for: register)
        #expect(second.rows.map(\.outcome) == [.same, .same, .same])
        #expect(second.changesNothing)
    }

    @Test func whatChangedIsTold() throws {
        let register = try after(plan(tables([Self.province])))
        var row = Self.province
        row[2] = "Ủy ban nhân dân tỉnh"
        row[7] = "vt@tinh.example; 0255 3822 000"
        let changed = plan(
            tables([row], functions: [["tinh", "incident-response", "2026-01-01", "", ""]]), for: register)
        #expect(changed.rows.map(\.outcome) == [.changed([.name, .contact]), .new])
        let next = try after(changed)
        #expect(next.agency(key: "tinh")?.version == 2)
        let moved = plan(
            tables([row], functions: [["tinh", "incident-response", "2026-02-01", "", ""]]), for: next)
        #expect(moved.rows.map(\.outcome) == [.same, .changed([.function])])
    }

    @Test func rowsOfOneOrganisationAreItsStretchesOfTime() throws {
        let all = tables([
            Self.province,
            ["so", "department", "Sở TTTT", "tinh", "", "2025-07-01", "2025-12-31", "a@so.example", "QĐ 1"],
            ["so", "department", "Sở KHCN", "tinh", "", "2026-01-01", "", "a@so.example", "QĐ 2"],
        ])
        let register = try after(plan(all))
        let office = try #require(register.agency(key: "so"))
        #expect(office.names.map(\.value.text) == ["Sở TTTT", "Sở KHCN"])
        #expect(office.names.map(\.source) == ["QĐ 1", "QĐ 2"])
        #expect(office.kinds.count == 1 && office.contacts.count == 1)
        #expect(plan(all, for: register).changesNothing)
    }

    @Test func linksAreTakenAndPutRight() throws {
        var old = Self.province
        (old[0], old[5], old[6], old[7]) = ("cu", "", "2025-06-30", "")
        let rows = [Self.province, old]
        let first = plan(tables(rows, successions: [["cu", "tinh", "merge", "2025-07-01", "", "NQ 202"]]))
        let register = try after(first)
        let gone = try #require(register.agency(key: "cu"))
        #expect(register.heirs(of: gone.id, on: "2025-07-01").map(\.key) == ["tinh"])
        let second = plan(
            tables(rows, successions: [["cu", "tinh", "merge", "01/07/2025", "", "NQ 202/2025"]]), for: register)
        #expect(second.rows.map(\.outcome) == [.same, .same, .changed([.successor])])
        #expect(try after(second).links.map(\.source) == ["NQ 202/2025"])
        let wrong = plan(tables(rows, successions: [["cu", "tinh", "merge", "2025-07-02", "", ""]]))
        #expect(
            wrong.refusals.map(\.description) == [
                "successions.csv, row 2, column date: the predecessor does not end on the day of the link, from 2025-07-02 (tinh)"
            ])
    }

    /// A row, and the column and fault that it is refused for.
    @Test(arguments: [
        (["So", "department", "Sở", "tinh", "", "2025-07-01", "", "", ""], "id", RegisterFault.Code.badKey),
        (["so", "sở", "Sở", "tinh", "", "2025-07-01", "", "", ""], "kind", .badKind),
        (["so", "department", "", "tinh", "", "2025-07-01", "", "", ""], "name", .badName),
        (["so", "department", "S\u{202E}", "tinh", "", "2025-07-01", "", "", ""], "name", .badName),
        (["so", "department", "Sở", "huyen", "", "2025-07-01", "", "", ""], "parent", .unknownAgency),
        (["so", "department", "Sở", "so", "", "2025-07-01", "", "", ""], "parent", .cycle),
        (["so", "department", "Sở", "tinh", "", "2025-06-30", "", "", ""], "parent", .absent),
        (["so", "department", "Sở", "tinh", "5 1!", "2025-07-01", "", "", ""], "code", .badCode),
        (["so", "department", "Sở", "tinh", "A B:1", "2025-07-01", "", "", ""], "code", .badCode),
        (["so", "department", "Sở", "tinh", "51", "2025-07-01", "", "", ""], "code", .codeTaken),
        (["so", "department", "Sở", "tinh", "", "30/02/2026", "", "", ""], "valid_from", .badDay),
        (["so", "department", "Sở", "tinh", "", "2025-07-01", "hôm qua", "", ""], "valid_until", .badDay),
        (["so", "department", "Sở", "tinh", "", "2025-07-01", "2025-06-30", "", ""], "valid_until", .badDay),
        (["so", "department", "Sở", "tinh", "", "2025-07-01", "", "a@", ""], "contact", .badContact),
        (["so", "department", "Sở", "tinh", "", "2025-07-01", "", "so@gmail.com", ""], "contact", .publicMail),
        (["so", "department", "Sở", "tinh", "", "2025-07-01", "", "", "a\u{7}"], "source", .badSource),
        (["tinh", "province", "UBND", "", "", "2026-07-01", "", "", ""], "valid_from", .overlap),
    ])
    func aRowIsRefusedByItsColumn(row: [String], column: String, code: RegisterFault.Code) {
        let plan = plan(tables([Self.province, row]))
        let place = ImportPlace("organisations.csv", row: 3, column: column)
        #expect(plan.refusals.contains { $0.place == place && $0.code == code }, "\(plan.refusals)")
        #expect(plan.rows[1].outcome == .refused(plan.refusals.filter { $0.place.row == 3 }))
        #expect(!plan.isApplicable)
    }

    @Test func otherTablesAreRefusedByColumnToo() {
        let plan = plan(
            tables(
                [Self.province],
                functions: [
                    ["nobody", "x", "", "", ""], ["tinh", "Đội", "", "", ""], ["tinh", "y", "2024-01-01", "", ""],
                    ["tinh", "z", "2026-01-01", "2025-12-31", ""],
                ],
                successions: [
                    ["tinh", "nobody", "merge", "2026-01-01", "", ""], ["tinh", "", "rename", "2026-01-01", "", ""],
                    ["tinh", "tinh", "split", "2026-01-01", "", ""], ["tinh", "", "melt", "2026-01-01", "", ""],
                    ["tinh", "", "abolish", "", "", ""],
                ]))
        let told = plan.refusals.map {
            "\($0.place.table.prefix(1))\($0.place.row) \($0.place.column ?? "") \($0.code)"
        }
        #expect(
            told == [
                "s2 successor unknownAgency", "s3 date badLink", "s4 date badLink", "s5 kind badKind", "s6 date badDay",
                "f2 organisation unknownAgency", "f3 function badFunction", "f4 valid_from outside",
                "f5 valid_until badDay",
            ])
    }

    @Test func aFaultElsewhereStandsAgainstTheWhole() throws {
        let register = try after(
            plan(tables([Self.province, ["so", "department", "Sở", "tinh", "", "2025-07-01", "", "", ""]])))
        var row = Self.province
        row[5] = "2025-08-01"
        let later = plan(tables([row]), for: register)
        #expect(later.refusals.isEmpty && !later.isApplicable)
        #expect(later.faults.map(\.agency) == ["so"] && later.faults.map(\.code) == [.absent])
    }

    @Test func aTableWithoutItsColumnsIsNotTaken() {
        var tables = AgencyTables()
        let faults = tables.add(.organisations, file: "a.csv", columns: ["ID", "kind", "tên"], rows: [])
        #expect(faults.map(\.place.column) == ["name", "parent", "valid_from", "valid_until"])
        let many = (0...AgencyTables.maxRows).map { (number: $0, fields: [String]()) }
        let columns = AgencyTables.Name.organisations.columns
        let tooMany = tables.add(.organisations, file: "a.csv", columns: columns, rows: many)
        #expect(tooMany.map(\.code) == [.tooManyRows])
        #expect(tables.organisations.isEmpty)
    }

    // MARK: the sample province

    private static func sample() throws -> AgencyTables {
        var diagnostics = Diagnostics()
        let base = KnowledgeBase(resources: resources, &diagnostics)
        let (pack, _) = try #require(base.load(AgenciesPack.self, &diagnostics))
        #expect(diagnostics.all.isEmpty, "\(diagnostics.all)")
        return pack.tables
    }

    @Test(arguments: TestDatabase.backends) func theSampleProvinceIsTakenInAndComesOutAgain(backend: Backend)
        async throws
    {
        try await TestRegister.with(backend) { agencies in
            let plan = try await agencies.plan(Self.sample())
            #expect(plan.isApplicable && plan.rows.allSatisfy { $0.outcome == .new })
            try await agencies.apply(plan, from: "agencies@2026.11.1", by: TestRegister.author)
            let register = try await AgencyDirectory(agencies.store).current()
            let today = Day("2026-11-21")
            #expect(register.present(on: today).count == 113)
            #expect(register.present(on: "2025-06-30").count == 299)
            #expect(register.roots(on: today).map(\.key) == ["ubnd-tinh-quang-ngai"])
            let top = try #require(register.roots(on: today).first)
            #expect(register.children(of: top.id, on: today).count == 112)
            let old = try #require(register.agency(key: "cu-tinh-kon-tum-62"))
            #expect(register.heirs(of: old.id, on: today).map(\.id) == [top.id])
            let town = try #require(register.search("duc pho thi xa", on: today).first)
            #expect(town.heirs.count > 1 && !town.isCurrent)
            let police = register.holders(of: .specialisedCyberSecurity, for: town.heirs[0], on: today)
            #expect(police.map(\.key) == ["cong-an-tinh"])

            let again = try await agencies.plan(Self.sample())
            #expect(again.changesNothing)
            #expect(again.rows.allSatisfy { $0.outcome == .same })
            var (csv, xlsx) = (AgencyTables(), AgencyTables())
            for name in AgencyTables.Name.allCases {
                let text = try AgencyExport.csv(name, of: register)
                #expect(try csv.add(name, file: "\(name).csv", bytes: text).isEmpty)
                let workbook = try AgencyExport.xlsx(name, of: register)
                #expect(try xlsx.add(name, file: "\(name).xlsx", bytes: workbook).isEmpty)
            }
            for tables in [csv, xlsx] {
                let back = try await agencies.plan(tables)
                #expect(back.changesNothing && back.rows.count == plan.rows.count)
            }
            let log = try await TestRegister.log(agencies)
            #expect(log.count == 413 && log[0] == "agencies.import ")
        }
    }

    @Test(arguments: TestDatabase.backends) func aPlanIsForTheRegisterThatItWasMadeFor(backend: Backend) async throws {
        try await TestRegister.with(backend) { agencies in
            let stale = try await agencies.plan(tables([Self.province]))
            try await agencies.create(
                NewAgency("Khác", .other, under: nil), from: nil, source: "", by: TestRegister.author)
            await #expect(throws: AgencyError(.conflict)) {
                try await agencies.apply(stale, from: "a.csv", by: TestRegister.author)
            }
            let refused = try await agencies.plan(tables([["x", "", "", "", "", "", "", "", ""]]))
            await #expect(throws: AgencyError(.refused)) {
                try await agencies.apply(refused, from: "a.csv", by: TestRegister.author)
            }
            let register = try await AgencyDirectory(agencies.store).current()
            #expect(register.count == 1 && register.revision == 1)
        }
    }

    @Test(arguments: 0..<8) func randomRegistersComeBackFromTheirTables(seed: Int) throws {
        var bench = Bench()
        var dice = Dice(seed)
        var ids: [AgencyID] = []
        for number in 0..<20 {
            ids.append(try bench.create("Đơn vị \(number)", under: ids.randomElement(using: &dice)))
        }
        var day = Day("2001-01-01")
        for number in 0..<120 {
            day = day.next
            guard let id = ids.randomElement(using: &dice), let other = ids.randomElement(using: &dice) else {
                continue
            }
            let (one, two) = (bench.seen(id), bench.seen(other))
            let contact = try #require(Contact("m\(number % 7)@so.example"))
            let code = try #require(AgencyCode("\(number)", scheme: number % 2 == 0 ? .unit : .eOffice))
            _ = refusal {
                try bench.edit { draft in
                    switch number % 8 {
                    case 0: try draft.rename(one, to: "Tên \(number)", from: day, source: "QĐ \(number)")
                    case 1: try draft.move(one, under: other, from: day, source: "QĐ \(number)")
                    case 2: try draft.addContact(one, contact, from: day, source: "QĐ \(number)")
                    case 3: try draft.endContact(one, contact, on: day)
                    case 4, 5: try draft.setCode(one, code, from: day, source: "")
                    case 6: try draft.assignFunction(one, .incidentResponse, from: day, source: "")
                    default: _ = try draft.merge([one], into: .existing(two), on: day, source: "QĐ \(number)")
                    }
                }
            }
        }
        var exported = AgencyTables()
        for name in AgencyTables.Name.allCases {
            let rows = AgencyExport.rows(name, of: bench.register).enumerated().map { (number: $0, fields: $1) }
            #expect(exported.add(name, file: name.rawValue, columns: name.columns, rows: rows).isEmpty)
        }
        let back = plan(exported, for: bench.register)
        #expect(back.changesNothing, "\(back.refusals) \(back.rows.filter { $0.outcome != .same })")
        let fresh = try after(plan(exported))
        #expect(fresh.all.map(\.key).sorted() == bench.register.all.map(\.key).sorted())
        for agency in bench.register.all {
            let copy = try #require(fresh.agency(key: agency.key))
            #expect(copy.names == agency.names && copy.codes.map(\.period) == agency.codes.map(\.period))
        }
    }

    // MARK: files

    @Test func aSheetIsTakenAsPeopleKeepIt() throws {
        let text = """
            DANH SÁCH CƠ QUAN;;;;;;;
            ID;Kind;Name;Parent;Code;valid_from;valid_until;Ghi chú
            tinh;province;UBND tỉnh;;51;1/7/2025;;x
            so;department;Sở Y tế;tinh;;01-07-2025;31/12/2026;

            """
        var tables = AgencyTables()
        #expect(try tables.add(.organisations, file: "a.csv", bytes: Array(text.utf8)).isEmpty)
        let register = try after(plan(tables))
        let office = try #require(register.agency(key: "so"))
        #expect(office.record.span == Period(from: "2025-07-01", until: "2027-01-01"))
        var broken = AgencyTables()
        let wrong = plan(
            try Self.read("id,kind,name,parent,valid_from,valid_until\nso,city,Sở,huyen,,\n", into: &broken))
        #expect(wrong.refusals.map(\.place) == [ImportPlace("a.csv", row: 2, column: "parent")])
    }

    private static func read(_ text: String, into tables: inout AgencyTables) throws -> AgencyTables {
        #expect(try tables.add(.organisations, file: "a.csv", bytes: Array(text.utf8)).isEmpty)
        return tables
    }

    @Test func aTableWithoutAColumnSaysNothingOfIt() throws {
        let register = try after(plan(tables([Self.province])))
        var short = AgencyTables()
        let same = plan(
            try Self.read(
                "id,kind,name,parent,valid_from,valid_until\ntinh,province,UBND tỉnh,,2025-07-01,\n", into: &short),
            for: register)
        #expect(same.rows.map(\.outcome) == [.same])
        var emptied = AgencyTables()
        let text = "id,kind,name,parent,valid_from,valid_until,contact\ntinh,province,UBND tỉnh,,2025-07-01,,\n"
        let changed = plan(try Self.read(text, into: &emptied), for: register)
        #expect(changed.rows.map(\.outcome) == [.changed([.contact])])
    }

    @Test func aFailedFormulaIsNotTakenForAName() throws {
        let columns = AgencyTables.Name.organisations.columns
        let row: [Cell] = [.text("so"), .text("city"), .fault(.notAvailable), .empty, .integer(51)]
        let bytes = try XLSXWriter(sheet: "x", columns: columns).whole([row])
        var tables = AgencyTables()
        let faults = try tables.add(.organisations, file: "a.xlsx", bytes: bytes)
        #expect(faults == [ImportFault(ImportPlace("a.xlsx", row: 2, column: "name"), .badCell)])
        #expect(tables.organisations.isEmpty)
    }

    @Test func noBeginningOfAFileCanHarm() throws {
        let register = try after(plan(tables([Self.province])))
        for bytes in [
            try AgencyExport.csv(.organisations, of: register), try AgencyExport.xlsx(.organisations, of: register),
        ] {
            for length in stride(from: 0, to: bytes.count, by: 7) {
                var tables = AgencyTables()
                do {
                    _ = try tables.add(.organisations, file: "", bytes: Array(bytes.prefix(length)))
                    _ = plan(tables)
                } catch {
                    #expect(!error.problems.isEmpty)
                }
            }
        }
    }

    // MARK: hostile tables

    @Test func anyCutSampleEndsInAPlan() throws {
        let sample = try Self.sample()
        let rows = Array(sample.organisations.prefix(3))
        let columns = AgencyTables.Name.organisations.columns
        for row in rows {
            for column in columns {
                let field = row[column]
                for length in 0...field.count {
                    var fields = Dictionary(uniqueKeysWithValues: columns.map { ($0, row[$0]) })
                    fields[column] = String(field.prefix(length))
                    var tables = AgencyTables()
                    tables.organisations = [rows[0], ImportRow("a", row: 1, fields)]
                    #expect(plan(tables).rows.count == 2)
                }
            }
        }
    }

    @Test(arguments: 0..<20) func anyMutationEndsInAPlan(seed: Int) throws {
        var dice = Dice(seed)
        let sample = try Self.sample()
        let junk = [
            "", " ", ";", ":", "-", "\u{0}", "\u{FEFF}", "2025-02-30", "9999-12-31", "tinh", "ubnd-tinh-quang-ngai",
            "=1+1", String(repeating: "a", count: 10_000), "😀", "\u{301}", "unit:", ":51", "a@b@c", "merge", "transfer",
        ]
        var tables = AgencyTables()
        for name in AgencyTables.Name.allCases {
            let rows = sample[name].shuffled(using: &dice).prefix(120)
            tables[name] = rows.enumerated().map { index, row in
                var fields = Dictionary(uniqueKeysWithValues: name.columns.map { ($0, row[$0]) })
                for _ in 0..<Int.random(in: 0...2, using: &dice) {
                    guard let column = name.columns.randomElement(using: &dice) else { continue }
                    fields[column] = junk.randomElement(using: &dice)
                }
                return ImportRow(name.rawValue, row: index, fields)
            }
        }
        let plan = plan(tables)
        #expect(plan.rows.count == tables.organisations.count + tables.successions.count + tables.functions.count)
        #expect(!plan.isApplicable)
        for row in plan.rows where row.key.utf8.count > 400 { Issue.record("a key of \(row.key.utf8.count) bytes") }
    }

    @Test func theDearestTableIsReadInTime() throws {
        // Many stretches of time at every step of a deep tree, and many organisations below it.
        var rows: [[String]] = []
        let steps = RegisterCheck.maxDepth - 2
        for step in 0..<steps {
            var day = Day("2000-01-01")
            for part in 0..<RegisterCheck.maxFacts {
                let last = part == RegisterCheck.maxFacts - 1 ? "" : day.description
                rows.append([
                    "a\(step)", "other", "N\(step) \(part)", step == 0 ? "" : "a\(step - 1)", "",
                    part == 0 ? "" : day.description, last, "", "",
                ])
                day = day.next
            }
        }
        for number in 0..<1_000 {
            rows.append(["b\(number)", "other", "B", "a\(steps - 1)", "", "", "", "", ""])
        }
        let clock = ContinuousClock()
        var made: ImportPlan?
        let duration = clock.measure { made = plan(tables(rows)) }
        #expect(made?.isApplicable == true)
        #expect(duration < .seconds(30))
    }
}
