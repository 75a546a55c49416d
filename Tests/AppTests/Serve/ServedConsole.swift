import ConsoleVisitor
import Foundation
import Testing

/// `vonggac serve` as a process of the test's own, on a free port.
final class ServedConsole {
    static let password = "mật khẩu của người trực 2026"

    let port: Int
    /// With which the first administrator is made; nil when there is one.
    let code: String?
    let running: Program.Running

    /// - Parameters:
    ///   - state: its folder; the same one again is the same installation.
    ///   - wrapper: what starts it, with its own arguments.
    init(
        _ state: String, _ arguments: [String] = [], environment: [String: String] = [:], wrapper: [String] = []
    ) async throws {
        running = try Program.start(
            ["serve", "--state", state, "--listen", "127.0.0.1:0"] + arguments, environment: environment,
            wrapper: wrapper)
        let first = try await running.firstLine()
        port = try #require(first.split(separator: ":").last.flatMap { Int($0) }, "\(first)")
        code = try running.output.split(separator: "\n").first { $0.hasPrefix("One-time code") }?
            .split(separator: " ").last.map(String.init)
    }

    func kill() throws { _ = try running.end(SIGKILL) }

    /// - Returns: its exit code.
    func end() throws -> Int32 { try running.end(SIGINT) }

    /// Somebody who is signed in as the administrator of this installation, whom he makes when there is none.
    /// - Parameter isThere: made already, by a visitor before.
    func administrator(isThere: Bool = false) async throws -> Visitor {
        let visitor = Visitor(port: port)
        if let code, !isThere {
            _ = try await visitor.get("/first-steps")
            let made = try await visitor.post(
                "/first-steps",
                [
                    "code": code, "login": "quan-tri", "name": "Người trực", "mail": "", "password": Self.password,
                    "again": Self.password,
                ])
            made.expect(303)
        }
        _ = try await visitor.get("/sign-in")
        let signedIn = try await visitor.post("/sign-in", ["login": "quan-tri", "password": Self.password])
        signedIn.expect(303)
        return visitor
    }

    /// Enters a portal.
    static func enter(_ name: String, host: String, unit: String, as visitor: Visitor) async throws -> Answer {
        try await visitor.post(
            "/portals/new",
            [
                "name": name, "home": "https://\(host)/", "unit": unit, "risk": "2", "views": "visitor",
                "pages": "100", "rate": "5",
            ])
    }

    /// The sample's agencies.
    static func enterAgencies(_ place: [String], wrapper: [String] = []) throws {
        let answer = try Program.run(["agencies", "import", "--sample"] + place, wrapper: wrapper)
        #expect(answer.code == 0, "\(answer.errors)")
    }

    /// The number of some commune.
    static func unit(_ visitor: Visitor) async throws -> String {
        let form = try await visitor.get("/portals/new")
        form.expect(200)
        return try #require(form.text.firstMatch(of: /<option value="([0-9]+)">[^<]*Xã/).map { String($0.output.1) })
    }
}
