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
        try ServedConsole.enterAgencies(["--state", state])
        var server = try await ServedConsole(state, ["--no-worker"])
        var visitor = try await server.administrator()
        let unit = try await ServedConsole.unit(visitor)
        var acknowledged: Set<String> = []
        for round in 0..<3 {
            let writer = Task { [visitor] in
                var names: [String] = []
                for number in 0..<200 {
                    let name = "Cổng \(seed)-\(round)-\(number)"
                    let host = "c\(seed)-\(round)-\(number).tinh.example"
                    let answer = try? await ServedConsole.enter(name, host: host, unit: unit, as: visitor)
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
