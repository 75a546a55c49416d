import Access
import Agencies
import SQLStore
import TestDatabase
import Testing

/// What the shell refuses before a room is asked.
@Suite struct GuardTests {
    @Test(arguments: TestDatabase.backends)
    func aFormThatComesFromElsewhereChangesNothing(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            let id = try await site.account("quantri", .administrator)
            let visitor = try await site.signedIn("quantri")
            _ = try await visitor.get("/account")
            let path = "/accounts/\(id)/edit"
            let values = ["name": "Kẻ lạ", "mail": ""]
            let found1 = try await visitor.post(path, values, csrf: "").status
            #expect(found1 == 403)
            let found2 = try await visitor.post(path, values, csrf: "AAAA").status
            #expect(found2 == 403)
            _ = try await visitor.get("/account")
            for fields in [
                ["Origin": "https://evil.example"], ["Origin": "null"], ["Origin": "http://127.0.0.1:1"],
                ["Sec-Fetch-Site": "cross-site"], ["Sec-Fetch-Site": "same-site"],
            ] {
                let answer = try await visitor.post(path, values, fields)
                #expect(answer.status == 403, "\(fields)")
                #expect(answer.text.contains("Trang đã cũ"), "\(fields)")
            }
            let found3 = try await site.access.accounts.find(id).name
            #expect(found3 == "Cán bộ")
            _ = try await visitor.get(path)
            let found4 = try await visitor.post(path, ["name": "Tên mới", "mail": ""]).status
            #expect(found4 == 303)
            let found5 = try await site.access.accounts.find(id).name
            #expect(found5 == "Tên mới")
        }
    }

    @Test(arguments: TestDatabase.backends)
    func theFormSecretOfAnotherSessionIsWorthNothing(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            let id = try await site.account("quantri", .administrator)
            try await site.account("khac", .administrator)
            let (one, other) = (try await site.signedIn("quantri"), try await site.signedIn("khac"))
            let secret = try #require(try await other.get("/account").hidden("csrf"))
            let answer = try await one.post("/accounts/\(id)/edit", ["name": "X", "mail": ""], csrf: secret)
            #expect(answer.status == 403)
        }
    }

    @Test(arguments: TestDatabase.backends)
    func namesThatAreNotOursAreMisdirected(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            let visitor = site.visitor()
            for host in ["evil.example", "evil.example:\(site.port)", "127.0.0.1.evil.example", "localhost.evil"] {
                let found6 = try await visitor.get("/sign-in", ["Host": host]).status
                #expect(found6 == 421, "\(host)")
            }
            let found7 = try await visitor.get("/sign-in", ["Host": "localhost:\(site.port)"]).status
            #expect(found7 == 303)
            let found8 = try await visitor.get("/sign-in", ["Host": "[::1]:\(site.port)"]).status
            #expect(found8 == 303)
        }
    }

    @Test(arguments: TestDatabase.backends)
    func everyAnswerHoldsTheBrowserToOurRules(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            try await site.account("quantri", .administrator)
            let visitor = try await site.signedIn("quantri")
            let style = try #require(try await visitor.get("/").links.first { $0.hasSuffix(".css") })
            for path in ["/", "/nowhere", "/accounts/export.csv", style, "/healthz", "/api/v1/nothing"] {
                let answer = try await visitor.get(path)
                let policy = try #require(answer.field("content-security-policy"), "\(path)")
                #expect(policy.hasPrefix("default-src 'none'; style-src 'self'; script-src 'self';"), "\(path)")
                #expect(policy.contains("frame-ancestors 'none'; base-uri 'none'"), "\(path)")
                #expect(!policy.contains("unsafe"), "\(path)")
                #expect(answer.field("x-content-type-options") == "nosniff", "\(path)")
                #expect(answer.field("referrer-policy") == "same-origin", "\(path)")
                #expect(answer.field("server") == nil, "\(path)")
            }
            let found9 = try await visitor.get("/").field("cache-control")
            #expect(found9 == "no-store")
            let found10 = try await visitor.get(style).field("cache-control")
            #expect(found10 == "public, max-age=31536000, immutable")
            let found11 = try await visitor.get("/").field("strict-transport-security")
            #expect(found11 == nil, "not without TLS")
        }
    }

    @Test(arguments: TestDatabase.backends)
    func whoHasNoRoleSeesHisOwnAccountAndNothingElse(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            _ = try await site.furnish()
            try await site.account("moi")
            let visitor = try await site.signedIn("moi")
            for path in [
                "/agencies", "/agencies/tree", "/agencies/1", "/agencies/new", "/agencies/export.csv",
                "/agencies/files/organisations.csv", "/agencies/import", "/accounts", "/accounts/1", "/accounts/new",
                "/accounts/export.json", "/jobs", "/jobs/1", "/jobs/schedules", "/jobs/workers", "/jobs/live", "/audit",
                "/audit/check", "/audit/day?day=2026-11-18", "/settings", "/account/delegate",
            ] {
                let found12 = try await visitor.get(path).status
                #expect(found12 == 403, "\(path)")
            }
            let home = try await visitor.get("/")
            #expect(home.status == 200)
            #expect(!home.links.contains("/accounts"))
            let found13 = try await visitor.get("/account").status
            #expect(found13 == 200)
            for path in [
                "/accounts/1/disable", "/jobs/1/cancel", "/jobs/schedules/1/disable", "/agencies/1/change/rename",
            ] {
                let found14 = try await visitor.post(path, [:]).status
                #expect(found14 == 403, "\(path)")
            }
        }
    }

    @Test(arguments: TestDatabase.backends)
    func theHeadOfAUnitSeesHisUnitAndNothingBesideIt(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            let (province, commune) = try await site.furnish()
            let beside = try await site.agency("Xã Bên Cạnh", .commune, under: province)
            let stranger = try await site.account("nguoi-la", .agencyOfficer, unit: beside.number, name: "Người Lạ")
            let own = try await site.account("truong-xa", .head, unit: commune.number, name: "Lê Trưởng")
            let visitor = try await site.signedIn("truong-xa")
            let accounts = try await visitor.get("/accounts").text
            #expect(accounts.contains("Lê Trưởng"))
            #expect(accounts.contains("Trần Trực"))
            #expect(!accounts.contains("Người Lạ"))
            let found15 = try await visitor.get("/accounts/export.csv").text.contains("Người Lạ")
            #expect(!found15)
            let found16 = try await visitor.get("/accounts/\(own)").status
            #expect(found16 == 200)
            let found17 = try await visitor.get("/accounts/\(stranger)").status
            #expect(found17 == 403)
            let agencies = try await visitor.get("/agencies").text
            #expect(agencies.contains("Xã Ia Grai"))
            #expect(!agencies.contains("Xã Bên Cạnh"))
            let found18 = try await visitor.get("/agencies/\(beside.number)").status
            #expect(found18 == 403)
            let found19 = try await visitor.get("/agencies/files/organisations.csv").status
            #expect(found19 == 403)
            let found20 = try await visitor.get("/search?q=ben+canh").text.contains("Xã Bên Cạnh")
            #expect(!found20)
            let found21 = try await visitor.get("/search?q=ia+grai").text.contains("Xã Ia Grai")
            #expect(found21)
        }
    }
}
