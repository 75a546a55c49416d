import Foundation
import Testing

@Suite(.serialized) struct DemoPortalCommandTests {
    @Test(arguments: [SIGINT, SIGTERM])
    func itPrintsItsURLWritesItsFilesAndEndsWithZeroOnASignal(signal: Int32) async throws {
        let scratch = try Scratch()
        let (truth, seeds, log) = (scratch.path + "/t.tsv", scratch.path + "/s.txt", scratch.path + "/a.log")
        let served = try Program.start([
            "demo-portal", "--seed", "5", "--truth", truth, "--seed-list", seeds, "--access-log", log,
        ])
        let base = try await served.firstLine()
        #expect(base.wholeMatch(of: /http:\/\/127\.0\.0\.1:[0-9]+/) != nil)
        let table = try String(contentsOfFile: truth, encoding: .utf8)
        #expect(table.hasPrefix("path\ttechnique\t"))
        #expect(table.split(separator: "\n").count > 12)
        #expect(
            try String(contentsOfFile: seeds, encoding: .utf8).split(separator: "\n").allSatisfy { $0.hasPrefix(base) })
        #expect(try String(contentsOfFile: log, encoding: .utf8).contains("https://www.google.com"))
        #expect(try served.end(signal) == 0)
    }

    @Test(arguments: [
        ["--listen", "x"], ["--listen", "127.0.0.1:70000"], ["--listen", "0.0.0.0:0"], ["--listen", ":80"],
        ["--listen", "127.0.0.1.evil.example:0"], ["--seed", "-1"], ["--truth", "/nowhere/t.tsv"],
        ["--wire-log", "/nowhere/w"], ["--data-dir", "/nowhere"],
    ])
    func wrongUseEndsWithTwo(arguments: [String]) throws {
        let result = try Program.run(["demo-portal"] + arguments)
        #expect(result.code == 2)
        #expect(result.output.isEmpty)
        #expect(!result.errors.isEmpty)
    }
}
