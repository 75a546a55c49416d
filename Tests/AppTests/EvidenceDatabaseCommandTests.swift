import Cryptography
import Evidence
import Foundation
import SQLStore
import TestDatabase
import Testing

/// The same commands over the database.
@Suite struct EvidenceDatabaseCommandTests {
    private func with(
        _ backend: Backend, _ body: (_ url: String, DatabaseEvidence, [BundleID]) async throws -> Void
    ) async throws {
        try await TestDatabase.withAddress(backend) { address in
            let url =
                switch address {
                case .sqlite(let path): "sqlite:\(path)"
                case .postgres(let uri): uri
                }
            try #require(try Program.run(["database", "migrate", "--database", url]).code == 0)
            let store = try SQLStore(address)
            let evidence = DatabaseEvidence(
                store, key: try NodeKey(seed: [UInt8](repeating: 3, count: Ed25519.keyByteCount)))
            var ids: [BundleID] = []
            for number in 0..<3 {
                let part = EvidencePart(name: "block.txt", type: "text/plain", bytes: Array("khối \(number)".utf8))
                let bundle = EvidenceBundle(
                    created: Int64(number), program: "test", packs: [], subject: ["url": "http://xa.example/\(number)"],
                    parts: [part])
                ids.append(try await evidence.keep(bundle))
            }
            try await body(url, evidence, ids)
            await store.close()
        }
    }

    @Test(arguments: TestDatabase.backends) func itIsListedShownCheckedAndCopied(backend: Backend) async throws {
        let scratch = try Scratch()
        try await with(backend) { url, _, ids in
            let list = try Program.run(["evidence", "list", "--database", url])
            #expect(list.code == 0)
            let shown = list.output.split(separator: "\n").map { $0.prefix(64) }
            #expect(shown.dropLast() == ids.sorted().map { $0.text.prefix(64) }[...])
            #expect(list.output.hasSuffix("bytes in the database\n"))
            let verified = try Program.run(["evidence", "verify"], environment: ["VONGGAC_DATABASE": url])
            #expect(verified.code == 0)
            #expect(verified.output.hasSuffix("3 bundles: 3 ok\n"))
            let page = try Program.run(["evidence", "show", "--database", url, String(ids[0].text.prefix(20))])
            #expect(page.code == 0)
            #expect(page.output.hasPrefix("\(ids[0])\nstate      ok: 0 WARC records\n"))
            #expect(try Program.run(["evidence", "show", "--database", url, "zz"]).code == 3)
            let out = scratch.path + "/out"
            let copied = try Program.run(["evidence", "export", "--database", url, "--all", "--to", out])
            #expect(copied.code == 0)
            #expect(try Program.run(["evidence", "verify", out]).output.hasSuffix("3 bundles: 3 ok\n"))
        }
    }

    @Test(arguments: TestDatabase.backends) func oldEvidenceGoesWhatIsHeldStaysAndTheRecordTells(
        backend: Backend
    ) async throws {
        try await with(backend) { url, evidence, ids in
            try await evidence.mark(ids[1], isHeld: true)
            let plan = try Program.run(["evidence", "prune", "--database", url, "--older-than", "1", "--dry-run"])
            #expect(plan.code == 0)
            #expect(plan.output.hasPrefix("2 bundles, "))
            let arguments = ["evidence", "prune", "--database", url, "--older-than", "1", "--format", "json"]
            let done = try Program.run(arguments)
            #expect(done.code == 0)
            let lines = done.output.split(separator: "\n")
            #expect(lines.count == 2)
            #expect(lines.last?.hasPrefix("{\"type\":\"removed\",\"bundles\":2,") == true)
            let left = try await evidence.entries(after: nil, limit: 10)
            #expect(left.map(\.id) == [ids[1]])
            let again = try Program.run(arguments)
            #expect(again.output.contains("\"type\":\"removed\",\"bundles\":0"))
        }
    }

    @Test(arguments: TestDatabase.backends) func contentInASharedFolderIsCheckedThinnedOutAndToldOf(
        backend: Backend
    ) async throws {
        let scratch = try Scratch()
        let (place, empty) = (scratch.path + "/shared", scratch.path + "/empty")
        try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: false)
        try await with(backend) { url, _, _ in
            let store = try SQLStore(try DatabaseAddress(url))
            let folder = try await ContentFolder.open(place, of: store, isWriter: true)
            let evidence = DatabaseEvidence(
                store, key: try NodeKey(seed: [UInt8](repeating: 3, count: Ed25519.keyByteCount)), folder: folder)
            let part = EvidencePart(name: "block.txt", type: "text/plain", bytes: Array("khối chung".utf8))
            let id = try await evidence.keep(
                EvidenceBundle(created: 9, program: "test", packs: [], subject: [:], parts: [part]))
            await store.close()
            let verify = ["evidence", "verify", "--database", url]
            let whole = try Program.run(verify + ["--evidence-folder", place])
            #expect(whole.code == 0)
            #expect(whole.output.hasSuffix("4 bundles: 4 ok\n"))
            let without = try Program.run(verify)
            #expect(without.code == 3)
            #expect(without.output.hasSuffix("4 bundles: 3 ok, 1 unreadable\n"))
            #expect(without.output.contains("--evidence-folder"))
            let unmounted = try Program.run(verify, environment: ["VONGGAC_EVIDENCE_FOLDER": empty])
            #expect(unmounted.code == 3)
            #expect(unmounted.errors.contains("mount the right one"))
            let list = try Program.run(["evidence", "list", "--database", url, "--evidence-folder", place])
            #expect(list.output.hasSuffix("bytes in the database and the evidence folder\n"))
            let backup = try Program.run(["database", "backup", scratch.path + "/backup.db", "--database", url])
            #expect(backup.code == 0)
            #expect(backup.output.contains("1 files of evidence lie in the evidence folder and are not in it"))
            let prune = ["evidence", "prune", "--database", url, "--older-than", "1"]
            #expect(try Program.run(prune + ["--evidence-folder", empty]).code == 3)
            let done = try Program.run(prune + ["--evidence-folder", place])
            #expect(done.code == 0)
            #expect(done.output.contains("4 bundles, "))
            let left = try FileManager.default.subpathsOfDirectory(atPath: place).filter { $0.count > 60 }
            #expect(left.isEmpty, "\(id): \(left)")
        }
    }

    @Test(arguments: [
        ["--evidence-folder", "/nowhere/shared"], ["--keep-evidence", "100001"],
    ])
    func aServerThatCannotKeepEvidenceAsItIsToldDoesNotStart(options: [String]) async throws {
        let scratch = try Scratch()
        let arguments = ["serve", "--state", scratch.path + "/state", "--listen", "127.0.0.1:0"] + options
        let refused = try await Program.start(arguments).result(within: .seconds(60))
        #expect(refused.code == 2)
        #expect(refused.errors.contains(options[0] == "--keep-evidence" ? options[0] : options[1]))
    }

    @Test func whatCannotBeReadEndsWithThree() throws {
        let scratch = try Scratch()
        let missing = "sqlite:\(scratch.path)/nothing.db"
        #expect(try Program.run(["evidence", "list", "--database", missing]).code == 3)
        #expect(!FileManager.default.fileExists(atPath: scratch.path + "/nothing.db"))
        try Data().write(to: URL(fileURLWithPath: scratch.path + "/empty.db"))
        let empty = try Program.run(["evidence", "list", "--database", "sqlite:\(scratch.path)/empty.db"])
        #expect(empty.code == 3)
        #expect(empty.errors.contains("vonggac database migrate"))
    }
}
