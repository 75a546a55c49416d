import Access
import AuditLog
import Console
import Foundation
import Jobs
import SQLStore
import TestDatabase
import Testing

/// What programs ask, and pages that stay up to date.
@Suite struct ProgramTests {
    @Test(arguments: TestDatabase.backends)
    func aTokenOpensItsScopesAndNothingElse(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            let id = try await site.account("quantri", .administrator)
            let draft = TokenDraft(name: "CMS", scopes: [.checkUse], expires: site.time.now() + .seconds(3_600))
            let token = try await site.access.tokens.create(draft, for: id, by: Site.author).text
            let program = site.visitor()
            let key = ["Authorization": "Bearer \(token)"]
            let answer = try await program.post("/api/v1/echo/hello", [:], csrf: "", key)
            #expect(answer.text == "\"hello\"")
            #expect(answer.field("content-type") == "application/json")
            let missing = try await program.post("/api/v1/echo/nothing", [:], csrf: "", key)
            missing.expect(404)
            #expect(missing.field("content-type") == "application/problem+json")
            let problem = try JSONSerialization.jsonObject(with: Data(missing.body)) as? [String: Any]
            #expect(problem?["status"] as? Int == 404)
            try await program.post("/api/v1/echo/x", ["long": "0123456789"], csrf: "", key).expect(413)
            try await program.get("/api/v1/agencies", key).expect(403, "another scope")
            try await program.get("/api/v1/nowhere", key).expect(404)
            for wrong in ["", "Bearer", "Bearer x", "Basic \(token)", "Bearer \(token)x", "Bearer \(token.dropLast())"]
            {
                let refused = try await program.post("/api/v1/echo/x", [:], csrf: "", ["Authorization": wrong])
                refused.expect(401, "\(wrong)")
                #expect(refused.field("www-authenticate") == "Bearer")
            }
            site.time.pass(.seconds(3_601))
            try await program.post("/api/v1/echo/hello", [:], csrf: "", key).expect(401, "it has an end")
        }
    }

    @Test(arguments: TestDatabase.backends)
    func aSessionIsNoTokenAndATokenNoSession(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            let id = try await site.account("quantri", .administrator)
            let visitor = try await site.signedIn("quantri")
            try await visitor.get("/api/v1/agencies").expect(401)
            let draft = TokenDraft(name: "x", scopes: [.agenciesView], expires: site.time.now() + .seconds(3_600))
            let token = try await site.access.tokens.create(draft, for: id, by: Site.author).text
            let program = site.visitor()
            try await program.get("/agencies", ["Authorization": "Bearer \(token)"]).expect(303, "to the sign-in")
            try await program.get("/api/v1/agencies", ["Authorization": "Bearer \(token)"]).expect(200)
            let document = try await program.get("/api/v1/openapi.json")
            let json = try JSONSerialization.jsonObject(with: Data(document.body)) as? [String: Any]
            #expect(json?["openapi"] as? String == "3.1.0")
            let page = try await visitor.get("/api")
            page.expect(text: "POST /api/v1/echo/{word}")
            page.expect(text: "<code>check</code>")
        }
    }

    @Test(arguments: TestDatabase.backends)
    func theListOfJobsTellsOfANewOneWhileItIsLookedAt(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            _ = try await site.furnish()
            let visitor = try await site.signedIn("quantri")
            let page = try await visitor.get("/jobs?state=cancelled")
            #expect(page.values(of: "data-live") == ["/jobs/live?state=cancelled"])
            async let seen = visitor.watch("/jobs/live?state=cancelled", until: "test.wait")
            // The stream is asked for before or after: its first part, or the next one, tells.
            let queue = site.queue
            try await site.store.write { db in
                try queue.cancel(1, by: .shell("test"), in: db)
            }
            let text = try await seen
            #expect(text.contains("event: part"))
            #expect(text.contains("/jobs/1"))
            #expect(!text.contains("/jobs/2"), "the stream keeps the filter of the page")
        }
    }

    @Test(arguments: TestDatabase.backends)
    func probesNeedNobodyToSignIn(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            let program = site.visitor()
            try await program.get("/healthz").expect(200)
            try await program.get("/readyz").expect(200)
            try await program.get("/metrics").expect(404, "closed unless it is opened")
        }
    }
}
