import ConsoleVisitor
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
            try await visitor.post(path, values, csrf: "").expect(403)
            try await visitor.post(path, values, csrf: "AAAA").expect(403)
            _ = try await visitor.get("/account")
            for fields in [
                ["Origin": "https://evil.example"], ["Origin": "null"], ["Origin": "http://127.0.0.1:1"],
                ["Sec-Fetch-Site": "cross-site"], ["Sec-Fetch-Site": "same-site"],
            ] {
                let answer = try await visitor.post(path, values, fields)
                #expect(answer.status == 403, "\(fields)")
                #expect(answer.text.contains("Trang đã cũ"), "\(fields)")
            }
            let before = try await site.access.accounts.find(id).name
            #expect(before == "Cán bộ")
            let version = try #require(try await visitor.get(path).hidden("version"))
            try await visitor.post(path, ["name": "Tên mới", "mail": "", "version": version]).expect(303)
            let after = try await site.access.accounts.find(id).name
            #expect(after == "Tên mới")
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
    func aStrangersFileIsNotEvenRead(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            try await site.account("quantri", .administrator)
            let stranger = site.visitor()
            let large = [UInt8](repeating: 0x61, count: 3 << 20)
            try await stranger.upload("/agencies/import", [:], file: "x.csv", large).expect(location: "/sign-in")
            let visitor = try await site.signedIn("quantri")
            _ = try await visitor.get("/account")
            try await visitor.post("/accounts/new", ["name": String(repeating: "a", count: 300 << 10)]).expect(413)
            try await visitor.upload("/agencies/import", [:], file: "x.csv", large + large).expect(413)
        }
    }

    @Test(arguments: TestDatabase.backends)
    func namesThatAreNotOursAreMisdirected(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            let visitor = site.visitor()
            for host in ["evil.example", "evil.example:\(site.port)", "127.0.0.1.evil.example", "localhost.evil"] {
                try await visitor.get("/sign-in", ["Host": host]).expect(421, "\(host)")
            }
            try await visitor.get("/sign-in", ["Host": "localhost:\(site.port)"]).expect(303)
            try await visitor.get("/sign-in", ["Host": "[::1]:\(site.port)"]).expect(303)
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
            let page = try await visitor.get("/").field("cache-control")
            #expect(page == "no-store")
            let file = try await visitor.get(style).field("cache-control")
            #expect(file == "public, max-age=31536000, immutable")
            let transport = try await visitor.get("/").field("strict-transport-security")
            #expect(transport == nil, "not without TLS")
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
                try await visitor.get(path).expect(403, "\(path)")
            }
            let home = try await visitor.get("/")
            #expect(home.status == 200)
            #expect(!home.links.contains("/accounts"))
            try await visitor.get("/account").expect(200)
            for path in [
                "/accounts/1/disable", "/jobs/1/cancel", "/jobs/schedules/1/disable", "/agencies/1/change/rename",
            ] {
                try await visitor.post(path, [:]).expect(403, "\(path)")
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
            try await visitor.get("/accounts/export.csv").expect(noText: "Người Lạ")
            try await visitor.get("/accounts/\(own)").expect(200)
            // Which numbers there are is not told.
            try await visitor.get("/accounts/\(stranger)").expect(404)
            try await visitor.get("/accounts/4242").expect(404)
            let agencies = try await visitor.get("/agencies").text
            #expect(agencies.contains("Xã Ia Grai"))
            #expect(!agencies.contains("Xã Bên Cạnh"))
            try await visitor.get("/agencies/\(beside.number)").expect(403)
            try await visitor.get("/agencies/files/organisations.csv").expect(403)
            try await visitor.get("/search?q=ben+canh").expect(noText: "Xã Bên Cạnh")
            try await visitor.get("/search?q=ia+grai").expect(text: "Xã Ia Grai")
        }
    }
}
