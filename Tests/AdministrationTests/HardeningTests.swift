import Access
import Agencies
import ConsoleVisitor
import SQLStore
import TestDatabase
import Testing

/// What two people do at once, what one may not have, and what forms withstand.
@Suite struct HardeningTests {
    @Test(arguments: TestDatabase.backends)
    func ofTwoWhoEditAnAccountTheSecondIsTold(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            let id = try await site.account("quantri", .administrator)
            let visitor = try await site.signedIn("quantri")
            let path = "/accounts/\(id)/edit"
            let version = try #require(try await visitor.get(path).hidden("version"))
            let values = ["name": "Một", "mail": "", "version": version]
            try await visitor.post(path, values).expect(303)
            site.time.pass(.seconds(1))
            _ = try await visitor.get(path)
            // The first change was made at this very moment of the test's clock: the second one sees it by the next.
            let late = try #require(try await visitor.get(path).hidden("version"))
            try await site.access.accounts.edit(id, name: "Hai", mail: "", by: Site.author)
            try await visitor.post(path, ["name": "Ba", "mail": "", "version": late]).expect(409)
            try await visitor.post(path, ["name": "Ba", "mail": ""]).expect(
                409, "a form without a version is none of ours")
            let name = try await site.access.accounts.find(id).name
            #expect(name == "Hai")
        }
    }

    @Test(arguments: TestDatabase.backends)
    func aResetEndsTheTokensToo(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            _ = try await site.furnish()
            let other = try #require(try await site.access.accounts.find(login: "truc")).id
            let their = try await site.signedIn("truc")
            let visitor = try await site.signedIn("quantri")
            let path = "/accounts/\(other)/password"
            try await visitor.get(path).expect(text: "name=\"tokens\" value=\"1\" checked")
            try await visitor.post(path, ["password": "chín chú chim chào"]).expect(303)
            let kept = try await site.access.tokens.list(of: other)
            #expect(kept.allSatisfy { $0.isValid(at: site.time.now()) }, "who unticks it keeps them")
            try await their.get("/account").expect(303, "sessions end either way")
            _ = try await visitor.get(path)
            try await visitor.post(path, ["password": "mười mèo mun mập", "tokens": "1"]).expect(303)
            let ended = try await site.access.tokens.list(of: other)
            #expect(!ended.isEmpty)
            #expect(ended.allSatisfy { !$0.isValid(at: site.time.now()) })
        }
    }

    @Test(arguments: TestDatabase.backends)
    func theRecordIsNoFileForWhoMayOnlyLookAtIt(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            try await site.account("quantri", .administrator)
            try await site.account("thanhtra", .auditor)
            let keeper = try await site.signedIn("quantri")
            let page = try await keeper.get("/audit")
            #expect(!page.links.contains { $0.contains("/audit/export") })
            for kind in ["csv", "xlsx", "json"] { try await keeper.get("/audit/export.\(kind)").expect(403) }
            let auditor = try await site.signedIn("thanhtra")
            let links = try await auditor.get("/audit").links
            #expect(links.contains("/audit/export.csv"))
            try await auditor.get("/audit/export.csv").expect(200)
        }
    }

    /// 200 letters of two marks each, which no composed letter stands for.
    private static let marked = String(repeating: "k\u{0323}\u{0302}", count: 200)

    // A letter and its first mark join, the second one stays.
    @Test func aLineHasAsManyCodePointsAsItMay() {
        #expect(PlainLine.clean(Self.marked, maxLength: 399) == nil)
        #expect(PlainLine.clean(Self.marked, maxLength: 400)?.unicodeScalars.count == 400)
    }

    @Test(arguments: TestDatabase.backends)
    func lettersOfSeveralMarksAreAsLongAsTheDatabaseCountsThem(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            let (province, _) = try await site.furnish()
            let visitor = try await site.signedIn("quantri")
            _ = try await visitor.get("/agencies/new")
            let agency = ["name": Self.marked, "kind": "commune", "parent": "\(province.number)", "day": "2026-01-01"]
            try await visitor.post("/agencies/new", agency).expect(422)
            let account = [
                "login": "moi", "name": String(Self.marked.prefix(60)), "mail": "", "password": "mười mèo mun mập",
            ]
            try await visitor.post("/accounts/new", account).expect(422)
            try await visitor.get("/accounts?q=a" + String(repeating: "%CC%81", count: 5_000)).expect(200)
        }
    }

    @Test(arguments: TestDatabase.backends)
    func aRoleOrATokenForAUnitThatThereIsNotIsRefused(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            _ = try await site.furnish()
            let visitor = try await site.signedIn("quantri")
            let other = try #require(try await site.access.accounts.find(login: "truc")).id
            _ = try await visitor.get("/accounts/\(other)/grant")
            let grant = ["role": "head", "unit": "999999", "from": "", "until": "", "reason": ""]
            let refused = try await visitor.post("/accounts/\(other)/grant", grant)
            refused.expect(422)
            refused.expect(text: "Sổ cơ quan không có đơn vị này.")
            let token = ["name": "x", "scopes": "agencies.view", "unit": "999999", "days": "30", "ranges": ""]
            try await visitor.post("/account/tokens/new", token).expect(422)
        }
    }

    @Test(arguments: TestDatabase.backends)
    func aUnitsAdministratorKeepsTheButtonThatAsksForThePassword(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            let (_, commune) = try await site.furnish()
            try await site.account("quan-xa", .administrator, unit: commune.number)
            let other = try #require(try await site.access.accounts.find(login: "truc")).id
            let visitor = try await site.signedIn("quan-xa")
            site.time.pass(.seconds(11 * 60))
            let page = try await visitor.get("/accounts/\(other)")
            #expect(page.links.contains("/accounts/\(other)/grant"))
            let refused = try await visitor.get("/accounts/\(other)/grant")
            #expect(refused.links.contains { $0.hasPrefix("/step-up") }, "it leads to the password")
            let links = try await visitor.get("/agencies").links
            #expect(links.contains("/agencies/new"))
            #expect(!links.contains("/agencies/import"), "a file is one of the whole register")
        }
    }

    @Test(arguments: TestDatabase.backends)
    func aSearchSeesAllOfTheRegister(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            let province = try await site.agency("UBND tỉnh Gia Lai", .province)
            for number in 1...230 { try await site.agency("Xã Số \(number)", .commune, under: province) }
            let last = try await site.agency("Xã Số Zz", .commune, under: province)
            try await site.account("quantri", .administrator)
            try await site.account("can-bo", .agencyOfficer, unit: last.number)
            try await site.signedIn("quantri").get("/agencies?q=xa").expect(text: "231 mục")
            try await site.signedIn("can-bo").get("/agencies?q=xa").expect(text: "Xã Số Zz")
        }
    }

    @Test(arguments: TestDatabase.backends)
    func singleKeysAreSwitchedOffByWhoWishes(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            try await site.account("quantri", .administrator)
            let visitor = try await site.signedIn("quantri")
            try await visitor.get("/account").expect(noText: "data-keys=\"off\"")
            try await visitor.get("/account/keys").expect(text: "name=\"keys\" value=\"1\" checked")
            try await visitor.post("/account/keys", [:]).expect(location: "/account")
            try await visitor.get("/account").expect(text: "<body data-keys=\"off\">")
            try await visitor.post("/account/keys", ["keys": "1"]).expect(303)
            try await visitor.get("/account").expect(noText: "data-keys=\"off\"")
        }
    }

    @Test(arguments: TestDatabase.backends)
    func aFileIsTakenInByWhoLookedAtItAlone(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            try await site.account("quantri", .administrator)
            try await site.account("khac", .administrator)
            let (one, other) = (try await site.signedIn("quantri"), try await site.signedIn("khac"))
            let csv = Array("id,kind,name,parent,valid_from,valid_until\nxa-moi,commune,Xã Mới,,2025-07-01,\n".utf8)
            _ = try await one.get("/agencies/import")
            let looked = try await one.upload("/agencies/import", ["table": "organisations"], file: "a;b.csv", csv)
            let digest = try #require(looked.hidden("digest"))
            looked.expect(text: "a;b.csv", "a name holds semicolons")
            _ = try await other.get("/agencies/import")
            try await other.post("/agencies/import/apply", ["digest": digest]).expect(403)
        }
    }

    @Test(arguments: TestDatabase.backends)
    func errorsLeadToTheirFieldsAndAPageBehindTheLastOneLeadsBack(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            _ = try await site.furnish()
            let visitor = try await site.signedIn("quantri")
            _ = try await visitor.get("/account/tokens/new")
            let page = try await visitor.post("/account/tokens/new", ["name": "", "days": "30"])
            for name in ["name", "scopes"] {
                page.expect(text: "href=\"#f-\(name)\"")
                page.expect(text: "id=\"f-\(name)\"")
            }
            // Whatever is named by another element is there.
            let ids = Set(page.values(of: " id"))
            let named = page.values(of: "aria-describedby").flatMap { $0.split(separator: " ").map(String.init) }
            #expect(!named.isEmpty)
            for name in named { #expect(ids.contains(name), "\(name)") }
            page.expect(noText: "<p></p>")
            let beyond = try await visitor.get("/accounts?page=99")
            beyond.expect(text: "Trang này ở sau trang cuối")
            #expect(beyond.links.contains("/accounts?page=1"))
            try await visitor.get("/accounts").expect(noText: "name=\"sort\"")
        }
    }
}
