import Foundation
import Knowledge
import Patterns
import PlantedContent
import Testing

@testable import Portals

@Suite struct BlockListLineTests {
    private func read(_ line: String) -> (hosts: [String], refusal: BlockListLine.Refusal?) {
        var hosts: [String] = []
        let refusal = Array(line.utf8).withUnsafeBufferPointer { line in
            BlockListLine.hosts(line) { host in
                hosts.append(String(decoding: host, as: UTF8.self))
                return nil
            }
        }
        return (hosts, refusal)
    }

    @Test(arguments: [
        ("bet.example", ["bet.example"]), ("  bet.example \r", ["bet.example"]),
        ("0.0.0.0 bet.example", ["bet.example"]),
        ("127.0.0.1\tbet.example\t# note", ["bet.example"]),
        ("0.0.0.0 a.example b.example", ["a.example", "b.example"]),
        (":: bet.example", ["bet.example"]), ("||bet.example^", ["bet.example"]),
        ("||bet.example^$third-party,popup", ["bet.example"]), ("||*.bet.example^|", ["bet.example"]),
        ("*.bet.example", ["bet.example"]), (".bet.example", ["bet.example"]),
        ("https://bet.example/", ["bet.example"]),
        ("bet.example # note", ["bet.example"]),
    ])
    func formsOfListsAreRead(line: String, hosts: [String]) {
        #expect(read(line).hosts == hosts)
        #expect(read(line).refusal == nil)
    }

    @Test(arguments: ["", "   ", "# note", "! note", "[Adblock Plus 2.0]", "127.0.0.1 localhost", "::1 ip6-localhost"])
    func commentsAndOwnNamesSayNothing(line: String) {
        #expect(read(line).hosts.isEmpty)
        #expect(read(line).refusal == nil)
    }

    @Test(arguments: [
        ("@@||good.example^", BlockListLine.Refusal.exception), ("a.example##.ad", .cosmetic),
        ("||a.example/path^", .path), ("||a*b.example^", .path), ("https://a.example/x", .path),
        ("hello bet.example", .notAHost),
    ])
    func whatIsNoHostIsRefused(line: String, refusal: BlockListLine.Refusal) {
        #expect(read(line).refusal == refusal)
        #expect(read(line).hosts.isEmpty)
    }

    @Test func noMutationOfALineCrashes() {
        var generator = SplitMix(seed: 5)
        let lines = ["0.0.0.0 bet.example # x", "||bet.example^$popup", "@@||a^", "https://a.example/", "a##b"].map {
            Array($0.utf8)
        }
        var count = 0
        for _ in 0..<5_000 {
            var line = lines.randomElement(using: &generator) ?? []
            line[Int.random(in: 0..<line.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            line = Array(line.prefix(Int.random(in: 0...line.count, using: &generator)))
            _ = line.withUnsafeBufferPointer { BlockListLine.hosts($0) { _ in nil } }
            count += 1
        }
        #expect(count == 5_000)
    }
}

@Suite struct DomainImportTests {
    @Test func aListBecomesAnOverlayThatTheProgramReads() throws {
        let scratch = try Scratch()
        let list = try scratch.write(
            "list.txt", "# x\n0.0.0.0 bet.example\n||win.example^\ncom.vn\n@@||x.example^\nbet.example\n")
        let job = DomainImport(
            name: "mine", category: "sex", folder: scratch.path + "/overlay/planted-content", date: "2026-01-02")
        let report = try job.run(list)
        #expect(report.hostCount == 2)
        #expect(report.lineCount == 6)
        #expect(
            report.diagnostics.all.map(\.description) == [
                "\(list):4: warning: a whole registry suffix", "\(list):5: warning: an exception rule",
            ])
        var diagnostics = Diagnostics()
        let base = KnowledgeBase(resources: resources, overlay: scratch.path + "/overlay", &diagnostics)
        let pack = try #require(base.load(PlantedContentPack.self, &diagnostics))
        let imported = try #require(pack.content.domainLists.first { $0.name == "mine" })
        #expect(imported.hosts.count == 2)
        #expect(imported.category.rawValue == "sex")
        #expect(pack.version.contains("+overlay."))
        let leftovers = try FileManager.default.contentsOfDirectory(atPath: scratch.path + "/overlay/planted-content")
        #expect(leftovers.sorted() == ["domains-mine.bin", "domains-mine.tsv"])
    }

    @Test func aListWithoutHostsChangesNothing() throws {
        let scratch = try Scratch()
        let list = try scratch.write("list.txt", "# nothing\n")
        let job = DomainImport(name: "mine", category: "gambling", folder: scratch.path + "/o", date: "2026-01-02")
        #expect(throws: FileError(path: list, reason: "no host name was found in 1 lines")) { try job.run(list) }
        #expect(!FileManager.default.fileExists(atPath: scratch.path + "/o"))
    }

    @Test(arguments: [("/a/b/My List.v2.txt", "my-list-v2"), ("hosts", "hosts"), ("-", "-"), ("/", "imported")])
    func namesOfListsComeFromTheirFiles(path: String, name: String) {
        #expect(ImportDomainsCommand.listName(path) == name)
    }
}
