import ConsoleVisitor
import Testing

/// `vonggac token create`, beside a watch that runs and where there is none.
@Suite struct TokenCommandTests {
    private func token(_ state: String, _ scope: String) throws -> (text: String, errors: String) {
        let made = try Program.run(["token", "create", "--name", "cms", "--scope", scope, "--state", state])
        try #require(made.code == 0, "\(made.errors)")
        let text = try #require(made.output.split(separator: "\n").last?.split(separator: " ").last)
        return (String(text), made.errors)
    }

    private func status(_ server: ServedConsole, _ path: String, _ token: String) async throws -> Int {
        try await Visitor(port: server.port).get(path, ["Authorization": "Bearer \(token)"]).status
    }

    @Test func aRunningWatchTakesTheTokenForWhatItMay() async throws {
        let scratch = try Scratch()
        let server = try await ServedConsole(scratch.path + "/watch", ["--no-worker"])
        let made = try token(scratch.path + "/watch", "findings.view")
        #expect(made.errors.isEmpty, "\(made.errors)")
        #expect(try await status(server, "/api/v1/findings", made.text) == 200)
        #expect(try await status(server, "/api/v1/portals", made.text) == 403)
        #expect(try await status(server, "/api/v1/findings", made.text + "x") == 401)
        #expect(try server.end() == 0)
    }

    @Test func whereNoWatchEverRanItSaysSo() throws {
        let scratch = try Scratch()
        let first = try token(scratch.path + "/other", "check")
        #expect(first.errors.contains("Made a new database"), "\(first.errors)")
        #expect(first.errors.contains("--state"))
        #expect(try token(scratch.path + "/other", "check").errors.isEmpty)
    }
}
