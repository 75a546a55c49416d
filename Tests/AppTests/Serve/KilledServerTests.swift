import ConsoleVisitor
import Foundation
import Testing

/// The server is killed at random points while somebody works with it: what was acknowledged is there afterwards, the database is
/// sound, and the record holds.
@Suite(.serialized) struct KilledServerTests {
    private static var seeds: [UInt64] {
        ProcessInfo.processInfo.environment["VONGGAC_FULL"] == "1" ? Array(1...100) : Array(1...5)
    }

    @Test(arguments: seeds) func whatWasAcknowledgedIsThereAfterAKill(seed: UInt64) async throws {
        var random = SeededNumbers(seed: seed)
        let scratch = try Scratch()
        let state = scratch.path + "/state"
        try Self.enterAgencies(state)
        var server = try await ServedConsole(state, ["--no-worker"])
        var visitor = try await server.administrator()
        let unit = try #require(try await Self.unit(visitor))
        var acknowledged: Set<String> = []
        for round in 0..<3 {
            let writer = Task { [visitor] in
                var names: [String] = []
                for number in 0..<200 {
                    let name = "Cổng \(seed)-\(round)-\(number)"
                    let answer = try? await visitor.post(
                        "/portals/new",
                        [
                            "name": name, "home": "https://c\(seed)-\(round)-\(number).tinh.example/", "unit": unit,
                            "risk": "2", "views": "visitor", "pages": "100", "rate": "5",
                        ])
                    guard let answer, answer.status == 303 else { break }
                    names.append(name)
                }
                return names
            }
            try await Task.sleep(for: .milliseconds(Int.random(in: 30...900, using: &random)))
            try server.kill()
            acknowledged.formUnion(await writer.value)
            let sound = try Program.run(["database", "check", "--state", state])
            #expect(sound.code == 0, "\(sound.output)")
            server = try await ServedConsole(state, ["--no-worker"])
            visitor = try await server.administrator()
            let list = try await visitor.get("/portals/export.json")
            for name in acknowledged { list.expect(text: "\"\(name)\"", "seed \(seed)") }
        }
        #expect(!acknowledged.isEmpty)
        #expect(try server.end() == 0)
        let record = try Program.run(["audit", "verify", "--state", state])
        #expect(record.code == 0, "\(record.output)")
    }

    /// The sample's agencies, by a server that is started once for it.
    private static func enterAgencies(_ state: String) throws {
        let answer = try Program.run(["agencies", "import", "--sample", "--state", state])
        #expect(answer.code == 0, "\(answer.errors)")
    }

    private static func unit(_ visitor: Visitor) async throws -> String? {
        let form = try await visitor.get("/portals/new")
        form.expect(200)
        let options = form.text.matches(of: /<option value="([0-9]+)">[^<]*Xã/)
        return options.first.map { String($0.output.1) }
    }
}

/// The same numbers for the same seed (SplitMix64).
private struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
