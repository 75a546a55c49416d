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

    @Test func bundlesAreCopiedForAnInspector() throws {
        let out = scratch.path + "/out"
        let one = try Program.run(["evidence", "export", place, ids[1].text, "--to", out])
        #expect(one.code == 0)
        #expect(one.output.hasPrefix("ok          \(ids[1])"))
        // One that is there already is no reason to stop.
        let all = try Program.run(["evidence", "export", place, "--all", "--to", out])
        #expect(all.code == 0)
        #expect(all.output.split(separator: "\n").count == 3)
        #expect(try Program.run(["evidence", "verify", out]).output.hasSuffix("3 bundles: 3 ok\n"))
        #expect(try Program.run(["evidence", "export", place, ids[1].text, "--to", out]).code == 3)
        try Data().write(to: URL(fileURLWithPath: path(ids[0], "exchanges.warc.gz")))
        let altered = try Program.run(["evidence", "export", place, "--all", "--to", scratch.path + "/second"])
        #expect(altered.code == 1)
    }

    @Test func aSweepThatWritesIsNotPruned() throws {
        // This test holds the folder open.
        let result = try Program.run(["evidence", "prune", place, "--older-than", "1"])
        #expect(result.code == 3)
        #expect(result.errors.contains("another process writes evidence here"))
        #expect(try Program.run(["evidence", "prune", scratch.path + "/nothing", "--beyond", "1"]).code == 3)
    }

    @Test func oldEvidenceGoesAndWhatIsHeldStays() throws {
        try folder.setHeld(true, ids[0])
        let copy = scratch.path + "/copy"
        try FileManager.default.copyItem(atPath: place, toPath: copy)
        let plan = try Program.run(["evidence", "prune", copy, "--older-than", "30", "--dry-run"])
        #expect(plan.code == 0)
        #expect(plan.output == "2 bundles, 32768 bytes are to go; kept: held: 1, of unknown age: 0\n")
        #expect(try EvidenceReader(copy).list().count == 3)
        let done = try Program.run(["evidence", "prune", copy, "--older-than", "30"])
        #expect(done.code == 0)
        #expect(
            done.output == plan.output + "2 bundles, 32768 bytes are gone; kept: held: 1, of unknown age: 0\n")
        #expect(try EvidenceReader(copy).list().map(\.id) == [ids[0]])
    }

    @Test(arguments: [
        ["evidence", "verify"], ["evidence", "verify", "--format", "xml", "x"], ["evidence", "list"],
        ["evidence", "show", "x"], ["evidence", "show"], ["evidence", "show", "a", "b", "c"],
        ["evidence", "list", "x", "--database", "sqlite:y"], ["evidence", "export", "x", "y"],
        ["evidence", "export", "x", "y", "--all", "--to", "z"], ["evidence", "prune", "x"],
        ["evidence", "prune", "x", "--older-than", "-1"], ["evidence", "prune", "--older-than", "1"],
        ["evidence", "list", "--database", "mysql:x"],
        ["evidence", "verify", "--key", "/nowhere", "/tmp"], ["evidence", "verify", "--key", "/dev/null", "/tmp"],
        ["evidence", "bogus"],
    ])
    func wrongUseEndsWithTwo(arguments: [String]) throws {
        let result = try Program.run(arguments)
        #expect(result.code == 2)
        #expect(!result.errors.isEmpty)
    }

    @Test func helpHoldsExamples() throws {
        for command in ["verify", "list", "show", "export", "prune"] {
            let result = try Program.run(["evidence", command, "--help"])
            #expect(result.code == 0)
            #expect(result.output.contains("EXAMPLES") && result.output.contains("EXIT CODES"))
        }
    }
}
