import Evidence
import Foundation
import Testing

@Suite struct EvidenceCommandTests {
    private let scratch: Scratch
    private let folder: EvidenceFolder
    private let key: NodeKey
    private let ids: [BundleID]
    private var place: String { scratch.path + "/evidence" }

    init() throws {
        scratch = try Scratch()
        let key = try NodeKey.readOrCreate(scratch.path + "/node.key")
        let folder = try EvidenceFolder(scratch.path + "/evidence", budget: 1 << 20, key: key)
        ids = try (0..<3).map { number in
            let exchange = RecordedExchange(
                url: "http://xa.example/\(number)\u{1B}[2J", address: nil, startedAt: 0, request: [1], response: [2])
            let archive = try ExchangeArchive.part([exchange], created: 0, about: [])
            let bundle = EvidenceBundle(
                created: 0, program: "test", packs: [], subject: ["url": exchange.url], parts: [archive])
            return try folder.put(bundle)
        }.sorted()
        self.key = key
        self.folder = folder
    }

    private func path(_ id: BundleID, _ name: String) -> String { "\(place)/\(id.text.prefix(2))/\(id)/\(name)" }

    @Test func wholeEvidenceEndsWithZero() throws {
        let file = try scratch.write("office.pem", key.publicKey.pem)
        let result = try Program.run(["evidence", "verify", place, "--key", file])
        #expect(result.code == 0)
        #expect(result.errors.isEmpty)
        let lines = result.output.split(separator: "\n")
        #expect(lines.count == 4)
        for (line, id) in zip(lines, ids) {
            #expect(line.hasPrefix("ok          \(id)  1970-01-01T00:00:00.000000Z  3 WARC"))
        }
        #expect(lines[3] == "3 bundles: 3 ok")
        #expect(!result.output.contains("\u{1B}"))
    }

    @Test func withoutAKeyTheKeyThatSignedIsTold() throws {
        let result = try Program.run(["evidence", "verify", place])
        #expect(result.code == 0)
        #expect(result.errors.contains(key.publicKey.fingerprint))
    }

    @Test func alteredEvidenceEndsWithOneAndIsNamed() throws {
        try Data().write(to: URL(fileURLWithPath: path(ids[1], "extra\u{1B}[2J")))
        try FileManager.default.removeItem(atPath: path(ids[2], "manifest.json"))
        let result = try Program.run(["evidence", "verify", "--format", "json", place])
        #expect(result.code == 1)
        #expect(!result.output.contains("\u{1B}"))
        let lines = try result.output.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(lines.map { $0["state"] as? String } == ["ok", "altered", "unreadable", nil])
        #expect(lines[1]["part"] as? String == "extra\u{1B}[2J")
        #expect(lines[3]["type"] as? String == "summary")
        #expect(lines[3]["altered"] as? Int == 1)
    }

    @Test func anotherKeyEndsWithOne() throws {
        let other = try NodeKey.readOrCreate(scratch.path + "/other.key")
        let file = try scratch.write("other.pem", other.publicKey.pem)
        let result = try Program.run(["evidence", "verify", "--key", file, place])
        #expect(result.code == 1)
        #expect(result.output.hasSuffix("3 bundles: 3 wrongKey\n"))
    }

    @Test func anUnreadableBundleAloneEndsWithThree() throws {
        try FileManager.default.removeItem(atPath: path(ids[0], "manifest.json"))
        #expect(try Program.run(["evidence", "verify", place]).code == 3)
    }

    @Test func whereThereIsNothingTheEndIsThree() throws {
        try FileManager.default.createDirectory(atPath: scratch.path + "/empty", withIntermediateDirectories: true)
        let empty = try Program.run(["evidence", "verify", scratch.path + "/empty"])
        #expect(empty.code == 3)
        #expect(empty.output == "0 bundles\n")
        let missing = try Program.run(["evidence", "verify", scratch.path + "/nothing"])
        #expect(missing.code == 3)
        #expect(missing.errors.contains("No such file"))
    }

    @Test func theListTellsAgeSizeAndHold() throws {
        try folder.setHeld(true, ids[1])
        let result = try Program.run(["evidence", "list", place])
        #expect(result.code == 0)
        let lines = result.output.split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines[1].contains("  held  http://xa.example/"))
        #expect(lines[3] == "3 bundles, 49152 bytes on disk")
    }

    @Test func oneBundleIsShownByItsFirstDigits() throws {
        let result = try Program.run(["evidence", "show", place, String(ids[0].text.prefix(60))])
        #expect(result.code == 0)
        #expect(result.output.hasPrefix("\(ids[0])\nstate      ok: 3 WARC records\n"))
        #expect(result.output.contains("part       exchanges.warc.gz"))
        #expect(try Program.run(["evidence", "show", place, ""]).code == 3)
        #expect(try Program.run(["evidence", "show", place, "xx"]).code == 3)
        try Data().write(to: URL(fileURLWithPath: path(ids[0], "exchanges.warc.gz")))
        #expect(try Program.run(["evidence", "show", place, ids[0].text]).code == 1)
    }

    @Test(arguments: [
        ["evidence", "verify"], ["evidence", "verify", "--format", "xml", "x"], ["evidence", "list"],
        ["evidence", "show", "x"],
        ["evidence", "verify", "--key", "/nowhere", "/tmp"], ["evidence", "verify", "--key", "/dev/null", "/tmp"],
        ["evidence", "bogus"],
    ])
    func wrongUseEndsWithTwo(arguments: [String]) throws {
        let result = try Program.run(arguments)
        #expect(result.code == 2)
        #expect(!result.errors.isEmpty)
    }

    @Test func helpHoldsExamples() throws {
        for command in ["verify", "list", "show"] {
            let result = try Program.run(["evidence", command, "--help"])
            #expect(result.code == 0)
            #expect(result.output.contains("EXAMPLES") && result.output.contains("EXIT CODES"))
        }
    }
}
