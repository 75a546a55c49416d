import ConsoleVisitor
import Access
import Agencies
import SQLStore
import TestDatabase
import Testing

@Suite struct EntryTests {
    private static let steps = [
        "login": "quantri", "name": "Nguyễn Thị Quản", "mail": "", "password": Site.password, "again": Site.password,
    ]

    @Test(arguments: TestDatabase.backends)
    func theFirstAdministratorIsMadeWithTheCodeThatWasPrintedAndSignsIn(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            let code = try #require(try await site.access.firstAdministrator.makeCode(by: Site.author))
            let visitor = site.visitor()
            try await visitor.get("/").expect(location: "/sign-in")
            try await visitor.get("/sign-in").expect(location: "/first-steps")
            try await visitor.get("/first-steps").expect(200)
            let wrong = try await visitor.post("/first-steps", Self.steps.merging(["code": "0000"]) { $1 })
            #expect(wrong.status == 422)
            #expect(wrong.text.contains("Mã không đúng"))
            #expect(wrong.text.contains("Nguyễn Thị Quản"), "what was typed is kept")
            #expect(!wrong.text.contains(Site.password), "but no password")
            let made = try await visitor.post(
                "/first-steps", Self.steps.merging(["code": code.text, "watches": "1"]) { $1 })
            #expect(made.location == "/sign-in")
            let roles = try await site.access.accounts.grants(of: 1).map(\.role)
            #expect(roles == [.administrator, .operator], "both in one step")
            try await visitor.get("/sign-in").expect(text: "Đã tạo người quản trị")
            try await visitor.get("/sign-in").expect(noText: "Đã tạo người quản trị", "said once")
            let again = try await visitor.post("/first-steps", Self.steps.merging(["code": code.text]) { $1 })
            #expect(again.status == 422, "the code is used up")
            try await visitor.get("/first-steps").expect(location: "/sign-in")
            let signedIn = try await visitor.post("/sign-in", ["login": "quantri", "password": Site.password])
            #expect(signedIn.location == "/")
            try await visitor.get("/").expect(200)
        }
    }

    @Test(arguments: TestDatabase.backends)
    func aWrongPasswordSaysTheSameForKnownAndUnknownNames(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            try await site.account("quantri", .administrator)
            let visitor = site.visitor()
            var pages: [String] = []
            for login in ["quantri", "khong-co"] {
                let answer = try await visitor.post("/sign-in", ["login": login, "password": "không phải mật khẩu"])
                #expect(answer.status == 403)
                #expect(visitor.cookie("vonggac") == nil)
                pages.append(answer.text.replacing(login, with: ""))
            }
            #expect(pages[0] == pages[1])
        }
    }

    @Test(arguments: TestDatabase.backends)
    func aSessionBegunBeforeTheSignInIsNotTheOneAfterIt(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            try await site.account("quantri", .administrator)
            let visitor = site.visitor()
            let planted = String(repeating: "A", count: 43)
            visitor.set("vonggac", planted)
            let answer = try await visitor.post("/sign-in", ["login": "quantri", "password": Site.password], csrf: "")
            #expect(answer.status == 303)
            let first = try #require(visitor.cookie("vonggac"))
            #expect(first != planted)
            let line = try #require(answer.all("set-cookie").first { $0.hasPrefix("vonggac=") })
            for part in ["HttpOnly", "SameSite=Strict", "Path=/"] { #expect(line.contains(part)) }
            _ = try await visitor.get("/account")
            let fresh = try await visitor.post("/step-up", ["password": Site.password, "next": "/accounts/new"])
            #expect(fresh.location == "/accounts/new")
            let second = try #require(visitor.cookie("vonggac"))
            #expect(second != first, "typing the password again makes another cookie")
            let old = site.visitor()
            old.set("vonggac", first)
            try await old.get("/account").expect(303, "and the old one is worth nothing")
        }
    }

    @Test(arguments: TestDatabase.backends)
    func dangerousPagesAskForThePasswordAgainAndLeadBack(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            try await site.account("quantri", .administrator)
            let visitor = try await site.signedIn("quantri")
            try await visitor.get("/accounts/new").expect(200)
            site.time.pass(.seconds(11 * 60))
            let refused = try await visitor.get("/accounts/new")
            #expect(refused.status == 403)
            let step = try #require(refused.links.first { $0.hasPrefix("/step-up") })
            #expect(step == "/step-up?next=%2Faccounts%2Fnew")
            let page = try await visitor.get(step)
            #expect(page.hidden("next") == "/accounts/new")
            let wrong = try await visitor.post("/step-up", ["password": "khác hẳn mật khẩu", "next": "/accounts/new"])
            #expect(wrong.status == 403)
            #expect(wrong.hidden("next") == "/accounts/new", "the way back is kept")
            let away = try await visitor.post("/step-up", ["password": Site.password, "next": "//evil.example/"])
            #expect(away.location == "/", "no way leads out of the console")
            try await visitor.get("/accounts/new").expect(200)
        }
    }

    @Test(arguments: TestDatabase.backends)
    func whoseFirstPasswordWasGivenChangesItBeforeAnythingElse(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            try await site.account("giu", .administrator)
            let id = try await site.account("quantri", .administrator)
            try await site.access.accounts.resetPassword(id, to: "chín chú chim chào", by: Site.author)
            let visitor = site.visitor()
            _ = try await visitor.get("/sign-in")
            let answer = try await visitor.post("/sign-in", ["login": "quantri", "password": "chín chú chim chào"])
            #expect(answer.location == "/account/password")
            try await visitor.get("/accounts").expect(location: "/account/password")
            try await visitor.get("/").expect(location: "/account/password")
            _ = try await visitor.get("/account/password")
            let values = ["old": "chín chú chim chào", "password": Site.password, "again": "khác"]
            try await visitor.post("/account/password", values).expect(422)
            let right = values.merging(["again": Site.password]) { $1 }
            try await visitor.post("/account/password", right).expect(location: "/account")
            try await visitor.get("/accounts").expect(200)
        }
    }

    @Test(arguments: TestDatabase.backends)
    func whoSignsOutIsOutAtOnce(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            try await site.account("quantri", .administrator)
            let visitor = try await site.signedIn("quantri")
            let cookie = visitor.cookie("vonggac")
            _ = try await visitor.get("/account")
            try await visitor.post("/sign-out", [:]).expect(location: "/sign-in")
            #expect(visitor.cookie("vonggac") == nil)
            visitor.set("vonggac", cookie)
            try await visitor.get("/account").expect(location: "/sign-in?next=%2Faccount")
        }
    }
}
