import ConsoleVisitor
import Foundation
import Testing

/// What is typed into forms may be anything: the field is refused, and the server stays up.
@Suite(.serialized) struct HostileFormTests {
    private static let hostile: [(field: String, value: String)] = [
        ("rate", "inf"), ("rate", "-inf"), ("rate", "nan"), ("rate", "1e300"), ("rate", "-0"), ("rate", "0x1p1023"),
        ("interval", "-9223372036854775808"), ("interval", "9223372036854775807"), ("interval", "-1"),
        ("pages", "-9223372036854775808"), ("pages", "99999999999999999999"), ("risk", "9223372036854775807"),
        ("unit", "9223372036854775808"), ("unit", "-1"), ("home", "https://[::1"), ("home", "javascript:alert(1)"),
        ("hosts", "\u{0D4E}<b>"), ("domains", String(repeating: ".", count: 5_000)),
        ("name", String(repeating: "e\u{0301}\u{0323}", count: 300)),
    ]

    @Test func noFieldOfAPortalEndsTheServer() async throws {
        let scratch = try Scratch()
        let state = scratch.path + "/state"
        let entered = try Program.run(["agencies", "import", "--sample", "--state", state])
        #expect(entered.code == 0, "\(entered.errors)")
        let server = try await ServedConsole(state, ["--no-worker"])
        let visitor = try await server.administrator()
        let form = try await visitor.get("/portals/new")
        let unit = try #require(form.text.firstMatch(of: /<option value="([0-9]+)">[^<]*Xã/)).output.1
        let good = [
            "name": "Cổng", "home": "https://cong.tinh.example/", "unit": String(unit), "risk": "2", "views": "visitor",
            "pages": "100", "rate": "5",
        ]
        for (field, value) in Self.hostile where (field, value) != ("rate", "-0") {
            let answer = try await visitor.post("/portals/new", good.merging([field: value]) { $1 })
            #expect(answer.status == 422 || answer.status == 403, "\(field)=\(value.prefix(30)): \(answer.status)")
            let health = try await visitor.get("/healthz")
            health.expect(200)
        }
        let added = try await visitor.post("/portals/new", good)
        added.expect(303)
        #expect(try server.end() == 0)
    }
}
