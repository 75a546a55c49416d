import ConsoleVisitor
import Access
import Agencies
import SQLStore
import TestDatabase
import Testing
import VietText

/// Every page there is, as an administrator finds them: by the links.
@Suite struct WalkTests {
    private static let maxPages = 600

    private struct Seen {
        var path: String
        var answer: Answer
    }

    /// Follows every link; of one path with several queries at most three.
    private func walk(_ visitor: Visitor) async throws -> [Seen] {
        var (waiting, known, seen) = (["/", "/search?q=ia", "/audit/day?day=2026-11-18"], Set<String>(), [Seen]())
        var queries: [String: Int] = [:]
        while let link = waiting.popLast(), seen.count < Self.maxPages {
            let path = String(link.split(separator: "#", omittingEmptySubsequences: false)[0])
            guard path.hasPrefix("/"), known.insert(path).inserted else { continue }
            let bare = String(path.split(separator: "?")[0])
            queries[bare, default: 0] += 1
            guard queries[bare, default: 0] <= 3 else { continue }
            let answer = try await visitor.get(path)
            seen.append(Seen(path: path, answer: answer))
            if answer.field("content-type")?.hasPrefix("text/html") == true { waiting += answer.links }
        }
        return seen
    }

    @Test(arguments: TestDatabase.backends, ["vi", "en"])
    func everyLinkLeadsToAPageThatSaysWhatItMeans(_ backend: Backend, _ language: String) async throws {
        try await Site.with(backend) { site in
            _ = try await site.furnish()
            let visitor = try await site.signedIn("quantri")
            visitor.set("vg-language", language)
            let seen = try await walk(visitor)
            let paths = Set(seen.map { $0.path.split(separator: "?").first.map { String($0) } ?? "" })
            #expect(seen.count < Self.maxPages)
            for page in [
                "/", "/search", "/account", "/account/password", "/account/tokens/new", "/account/delegate",
                "/accounts", "/accounts/new",
                "/accounts/1/edit", "/accounts/2/disable", "/accounts/2/grant", "/accounts/2/tokens/1/revoke",
                "/agencies", "/agencies/tree", "/agencies/new", "/agencies/import", "/agencies/5/change/merge", "/jobs",
                "/jobs/1", "/jobs/1/cancel", "/jobs/2/retry", "/jobs/schedules", "/jobs/workers",
                "/jobs/schedules/1/disable", "/audit", "/audit/check", "/audit/day", "/settings", "/api",
                "/accounts/export.xlsx", "/agencies/files/organisations.xlsx", "/api/v1/openapi.json",
            ] {
                #expect(paths.contains(page), "\(page) is found by links")
            }
            let prefixes = Set(
                try Site.texts(.vi).keys.compactMap { $0.split(separator: ".").first.map { String($0) } })
            for (path, answer) in seen.map({ ($0.path, $0.answer) }) {
                #expect([200, 303].contains(answer.status), "\(path): \(answer.status)")
                guard answer.field("content-type")?.hasPrefix("text/html") == true else { continue }
                #expect(answer.text.contains("<html lang=\"\(language)\""), "\(path)")
                let raw = Self.rawKeys(answer.text, prefixes)
                #expect(raw.isEmpty, "\(path) shows \(raw)")
                #expect(!answer.text.contains("Quản <b>"), "\(path) shows a name as HTML")
                #expect(!answer.text.contains("{{"), "\(path)")
                #expect(!answer.text.contains("style=\""), "\(path)")
                #expect(answer.text.contains("<h1>"), "\(path)")
            }
        }
    }

    /// Keys of texts that nobody translated, in what people read: not in addresses, fields or code.
    private static func rawKeys(_ html: String, _ prefixes: Set<String>) -> [String] {
        let text = html.replacing(#/<(code|pre|option)[^>]*>[\s\S]*?<\/\1>/#, with: " ").replacing(
            #/<[^>]*>/#, with: " ")
        let actions: Set<String> = ["agencies", "accounts", "jobs", "sessions", "tokens", "access", "test", "lockouts"]
        return text.matches(of: #/\b([a-zA-Z]+)\.[a-zA-Z][a-zA-Z.\-]*[a-zA-Z]\b/#).compactMap { match in
            let word = String(match.output.1)
            return prefixes.contains(word) && !actions.contains(word) ? String(match.output.0) : nil
        }
    }

    @Test(arguments: TestDatabase.backends)
    func everyFormThatIsSentEmptyIsAnsweredWithSense(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            _ = try await site.furnish()
            let visitor = try await site.signedIn("quantri")
            var sent: Set<String> = []
            for page in try await walk(visitor) where page.answer.text.contains("<form") {
                for action in page.answer.values(of: "action")
                where action.hasPrefix("/") && !action.hasPrefix("/search") {
                    // These would end the session that the test looks through.
                    let ends = ["/sign-out", "/account/password", "/end", "/disable", "/preferences"]
                    guard !ends.contains(where: action.hasSuffix), sent.insert(action).inserted else { continue }
                    let secret = try await visitor.get("/account").hidden("csrf")
                    let answer = try await visitor.post(action, [:], csrf: secret)
                    #expect([200, 303, 404, 405, 409, 422].contains(answer.status), "\(action): \(answer.status)")
                }
            }
            #expect(sent.count > 20)
        }
    }

    @Test(arguments: TestDatabase.backends)
    func addressesThatMakeNoSenseAreNotFoundAndNothingBreaks(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            _ = try await site.furnish()
            let visitor = try await site.signedIn("quantri")
            for path in [
                "/accounts/0", "/accounts/-1", "/accounts/x", "/accounts/99999999999999999999", "/agencies/4242",
                "/agencies/1/change/nothing", "/jobs/4242", "/jobs/4242/cancel", "/jobs/schedules/4242/disable",
                "/accounts/1/grants/4242/revoke", "/agencies/files/secrets.csv", "/agencies/files/organisations.exe",
                "/nowhere", "/accounts/1/nowhere", "/accounts/%2e%2e/%2e%2e",
            ] {
                let answer = try await visitor.get(path)
                #expect(answer.status == 404, "\(path): \(answer.status)")
            }
            for path in [
                "/accounts?page=999999999999&sort=-%27&state=%00&role=x", "/agencies?date=0000-00-00&q=%25%27",
                "/agencies?page=-5",
                "/jobs?state=%27%20OR%201&kind=%3Cscript%3E&sort=ended&page=99999",
                "/audit?from=x&until=2026-13-45&actor=%25",
                "/search?q=%3Cscript%3E", "/agencies/tree?date=9999-12-31", "/agencies/1?date=0001-01-01",
            ] {
                let answer = try await visitor.get(path)
                #expect(answer.status == 200, "\(path): \(answer.status)")
                #expect(!answer.text.contains("<script>"), "\(path)")
            }
            let bad = try await visitor.get("/audit/day?day=gestern")
            #expect(bad.status == 400)
        }
    }
}
