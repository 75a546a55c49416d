import Foundation
import SQLStore
import TestDatabase
import Testing

@testable import Evidence

/// What a shared folder and its database hold when a node is killed at any moment.
@Suite struct SharedFolderKillTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private static let childAddress = "VONGGAC_TEST_SHARED_DATABASE"
    private static let childFolder = "VONGGAC_TEST_SHARED_FOLDER"
    private static var isChild: Bool { ProcessInfo.processInfo.environment[childFolder] != nil }

    /// Not a test of its own: the process that the next test kills. It puts and removes until it is stopped.
    @Test(.enabled(if: isChild)) func processThatSharesAFolderUntilItIsKilled() async throws {
        let environment = ProcessInfo.processInfo.environment
        let store = try SQLStore(try DatabaseAddress(try #require(environment[Self.childAddress])))
        let folder = try await ContentFolder.open(
            try #require(environment[Self.childFolder]), of: store, isWriter: true)
        let evidence = DatabaseEvidence(store, key: try Sample.key(), folder: folder)
        for number in 0..<1_000_000 {
            var bundle = try Sample.bundle(number, time: .random(in: 0...1 << 50))
            let bytes = [UInt8](repeating: UInt8.random(in: 0...255), count: 300_000)
            bundle.parts.append(EvidencePart(name: "large.bin", type: "application/octet-stream", bytes: bytes))
            _ = try await evidence.keep(bundle)
            if number % 8 == 7 {
                _ = try await evidence.prune(EvidenceRetention(maxBytes: 1 << 20), isDryRun: false)
            }
        }
    }

    private struct Later: TimeSource {
        func now() -> Moment { SystemTime().now() + .seconds(40 * 86_400) }
    }

    @Test(.enabled(if: !isChild), arguments: TestDatabase.backends)
    func aKilledProcessLeavesWholeBundlesOnly(backend: Backend) async throws {
        let place = scratch.path + "/shared"
        try await TestDatabase.withAddress(backend) { address in
            let store = try SQLStore(address)
            try await Migrator([DatabaseEvidence.migrations]).migrate(store)
            let folder = try await ContentFolder.open(place, of: store, isWriter: true)
            let evidence = DatabaseEvidence(
                store, key: try Sample.key(), folder: folder, time: Later(), scratch: scratch.path)
            let url =
                switch address {
                case .sqlite(let path): "sqlite:\(path)"
                case .postgres(let uri): uri
                }
            for _ in 0..<4 {
                let before = try await evidence.ids()
                let child = try startChild(
                    "processThatSharesAFolderUntilItIsKilled", [Self.childAddress: url, Self.childFolder: place])
                // Once it puts, the kill comes at a random moment.
                let deadline = Date(timeIntervalSinceNow: 60)
                while try await evidence.ids() == before, child.isRunning, Date() < deadline {
                    try await Task.sleep(for: .milliseconds(5))
                }
                try await Task.sleep(for: .milliseconds(Int.random(in: 0..<60)))
                kill(child.processIdentifier, SIGKILL)
                child.waitUntilExit()
                #expect(child.terminationReason == .uncaughtSignal)
                let states = try await evidence.checkedStates(key: Sample.key().publicKey)
                #expect(!states.isEmpty)
                #expect(states.allSatisfy { $0 == .ok(warcRecords: 7) }, "\(states)")
            }
            // What was half done goes, and nothing else.
            let ids = try await evidence.ids()
            for _ in 0..<2 { _ = try await evidence.prune(EvidenceRetention(), isDryRun: false) }
            let left = try await evidence.ids()
            #expect(left == ids)
            let rows = try await store.read { try $0.count("SELECT count(*) FROM evidence_files") }
            let contents = try folder.contents()
            #expect(contents.count == rows)
            #expect(!contents.contains { $0.contains("/.") })
            let states = try await evidence.checkedStates()
            #expect(states.allSatisfy { $0 == .ok(warcRecords: 7) })
            await store.close()
        }
    }
}
