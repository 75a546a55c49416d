import Foundation
import SQLStore
import TestDatabase
import Testing

@testable import Evidence

/// Where evidence can be kept.
enum Form: String, CaseIterable, Sendable {
    case folder, sqlite, postgres, sqliteShared, postgresShared

    private var site: Site? {
        switch self {
        case .folder: nil
        case .sqlite: Site(backend: .sqlite, place: .database)
        case .postgres: Site(backend: .postgres, place: .database)
        case .sqliteShared: Site(backend: .sqlite, place: .folder)
        case .postgresShared: Site(backend: .postgres, place: .folder)
        }
    }

    /// A new place of this form for the body.
    func with(
        budget: Int = 1 << 30, limits: EvidenceLimits = Sample.limits, _ body: (any EvidenceStore) async throws -> Void
    ) async throws {
        let scratch = try Scratch()
        guard let site else {
            return try await body(
                EvidenceFolder(scratch.path + "/evidence", budget: budget, key: Sample.key(), limits: limits))
        }
        try await site.with { store, folder in
            try await body(
                DatabaseEvidence(
                    store, key: Sample.key(), budget: budget, limits: limits, folder: folder, scratch: scratch.path))
            // What was laid out to be checked is gone.
            #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path).isEmpty)
        }
    }
}

extension EvidenceSource {
    func checkedStates(key: NodePublicKey? = nil) async throws -> [BundleState] {
        var states: [BundleState] = []
        try await checkAll(key: key) { states.append($0.state) }
        return states
    }

    func ids() async throws -> [BundleID] { try await entries(after: nil, limit: 500).map(\.id) }
}

/// The code of what the body throws; nil when it throws nothing.
func code(_ body: () async throws -> Void) async -> EvidenceError.Code? {
    do {
        try await body()
        return nil
    } catch {
        return (error as? EvidenceError)?.code
    }
}

/// What every caller may rely on, wherever the evidence is kept.
@Suite struct StoreContractTests {
    @Test(arguments: Form.allCases) func whatWasKeptIsReadAndChecked(form: Form) async throws {
        try await form.with { store in
            let bundle = try Sample.bundle()
            let key = try Sample.key().publicKey
            let id = try await store.keep(bundle)
            let got = try await store.bundle(id, key: key)
            #expect(got.parts == bundle.parts)
            #expect(got.manifest.subject == bundle.subject)
            #expect(got.manifest.created == "2026-01-02T03:04:05.000006Z")
            let states = try await store.checkedStates(key: key)
            #expect(states == [.ok(warcRecords: 7)])
            let other = try await store.check(id, key: Sample.key(2).publicKey)
            #expect(other.state == .wrongKey(fingerprint: key.fingerprint))
        }
    }

    @Test(arguments: Form.allCases) func everyFormGivesTheSameAddress(form: Form) async throws {
        let scratch = try Scratch()
        let folder = try EvidenceFolder(scratch.path + "/other", budget: 1 << 30, key: Sample.key())
        let expected = try folder.put(Sample.bundle())
        try await form.with { store in
            let id = try await store.keep(Sample.bundle())
            #expect(id == expected)
        }
    }

    @Test(arguments: Form.allCases)
    func theSameBundleIsStoredOnceAndAnotherTimeIsAnotherBundle(form: Form) async throws {
        try await form.with { store in
            let first = try await store.keep(Sample.bundle())
            let used = try await store.usage()
            let again = try await store.keep(Sample.bundle())
            #expect(again == first)
            let usedAgain = try await store.usage()
            #expect(usedAgain == used)
            let later = try await store.keep(Sample.bundle(0, time: Sample.time + 1))
            #expect(later != first)
            let ids = try await store.ids()
            #expect(ids == [first, later].sorted())
        }
    }

    @Test(arguments: Form.allCases) func manyAtOnceAreStoredOnceEach(form: Form) async throws {
        try await form.with { store in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<32 { group.addTask { _ = try await store.keep(Sample.bundle(number % 8)) } }
                try await group.waitForAll()
            }
            let states = try await store.checkedStates()
            #expect(states == Array(repeating: .ok(warcRecords: 7), count: 8))
        }
    }

    @Test(arguments: Form.allCases) func whatNoStoreShouldHoldIsRefused(form: Form) async throws {
        var limits = EvidenceLimits()
        limits.maxPartBytes = 1_000
        limits.maxBundleBytes = 1_500
        limits.maxParts = 3
        limits.maxManifestBytes = 2_000
        try await form.with(limits: limits) { store in
            func bundle(_ parts: [(String, Int)], url: String = "") -> EvidenceBundle {
                EvidenceBundle(
                    created: 0, program: "", packs: [], subject: ["url": url],
                    parts: parts.map { Sample.text(String(repeating: "a", count: $0.1), name: $0.0) })
            }
            let refused: [(EvidenceError.Code?, EvidenceBundle)] = [
                (nil, bundle([("a", 1_000)])), (nil, bundle([("a", 0)])), (nil, bundle([])),
                (.tooLarge, bundle([("a", 1_001)])), (.tooLarge, bundle([("a", 800), ("b", 800)])),
                (.tooLarge, bundle([("a", 1), ("b", 1), ("c", 1), ("d", 1)])),
                (.tooLarge, bundle([("a", 1)], url: String(repeating: "u", count: 2_000))),
                (.badPartName, bundle([("../x", 1)])), (.badPartName, bundle([("manifest.json", 1)])),
                (.badPartName, bundle([("a", 1), ("A", 1)])),
            ]
            for (expected, bundle) in refused {
                let seen = await code { _ = try await store.keep(bundle) }
                #expect(seen == expected)
            }
            let ids = try await store.ids()
            #expect(ids.count == 3)
        }
    }

    @Test(arguments: Form.allCases) func theBudgetIsKeptAndRoomThatWasMadeIsUsed(form: Form) async throws {
        var size = 0
        try await form.with { store in
            _ = try await store.keep(Sample.bundle(0))
            size = try await store.usage().usedBytes
        }
        try await form.with(budget: 2 * size + 100) { store in
            let first = try await store.keep(Sample.bundle(0))
            let second = try await store.keep(Sample.bundle(1, time: Sample.time + 1))
            let used = try await store.usage()
            let seen = await code { _ = try await store.keep(Sample.bundle(2)) }
            #expect(seen == .budgetExhausted)
            let usedAfter = try await store.usage()
            #expect(usedAfter == used)
            // What is there already needs no room.
            let again = try await store.keep(Sample.bundle(1, time: Sample.time + 1))
            #expect(again == second)
            let removal = try await store.prune(EvidenceRetention(maxBytes: size + 100), isDryRun: false)
            #expect(removal.removed == [first])
            let third = try await store.keep(Sample.bundle(2))
            let ids = try await store.ids()
            #expect(ids == [second, third].sorted())
        }
    }

    /// Stored in another order than that of their times.
    private func fill(_ store: any EvidenceStore, _ count: Int) async throws -> [BundleID] {
        var ids: [BundleID] = []
        for number in (0..<count).reversed() {
            ids.append(try await store.keep(Sample.bundle(number, time: Sample.time + Int64(number))))
        }
        return ids.reversed()
    }

    @Test(arguments: Form.allCases) func whatIsOlderThanATimeGoesAndADryRunSaysSo(form: Form) async throws {
        try await form.with { store in
            let ids = try await fill(store, 6)
            let before = try await store.usage().usedBytes
            let rule = EvidenceRetention(before: Sample.time + 2)
            let plan = try await store.prune(rule, isDryRun: true)
            let untouched = try await store.ids()
            #expect(untouched == ids.sorted())
            let removal = try await store.prune(rule, isDryRun: false)
            #expect(removal.removed == Array(ids[..<2]))
            #expect(removal == plan)
            let after = try await store.usage().usedBytes
            #expect(before - after == removal.freedBytes)
            let again = try await store.prune(rule, isDryRun: false)
            #expect(again == EvidenceRemoval())
            let left = try await store.ids()
            #expect(left == ids[2...].sorted())
        }
    }

    @Test(arguments: Form.allCases) func withoutARuleNothingGoes(form: Form) async throws {
        try await form.with { store in
            _ = try await fill(store, 2)
            let removal = try await store.prune(EvidenceRetention(), isDryRun: false)
            #expect(removal == EvidenceRemoval())
        }
    }

    @Test(arguments: Form.allCases) func beyondTheBudgetTheOldestGoFirst(form: Form) async throws {
        try await form.with { store in
            let ids = try await fill(store, 6)
            let used = try await store.usage().usedBytes
            let rule = EvidenceRetention(maxBytes: used / 2 + 100)
            let plan = try await store.prune(rule, isDryRun: true)
            let removal = try await store.prune(rule, isDryRun: false)
            #expect(removal.removed == Array(ids[..<3]))
            #expect(removal == plan)
            let states = try await store.checkedStates()
            #expect(states == Array(repeating: .ok(warcRecords: 7), count: 3))
        }
    }

    @Test(arguments: Form.allCases) func whatIsHeldStays(form: Form) async throws {
        try await form.with { store in
            let ids = try await fill(store, 4)
            try await store.mark(ids[0], isHeld: true)
            try await store.mark(ids[0], isHeld: true)
            try await store.mark(ids[2], isHeld: true)
            let removal = try await store.prune(EvidenceRetention(maxBytes: 0), isDryRun: false)
            #expect(removal.removed == [ids[1], ids[3]])
            #expect(removal.heldCount == 2)
            let entries = try await store.entries(after: nil, limit: 10)
            #expect(entries.map(\.isHeld) == [true, true])
            try await store.mark(ids[0], isHeld: false)
            let second = try await store.prune(EvidenceRetention(before: .max), isDryRun: false)
            #expect(second.removed == [ids[0]])
            let states = try await store.checkedStates()
            #expect(states == [.ok(warcRecords: 7)])
        }
    }

    @Test(arguments: Form.allCases) func theListComesInPages(form: Form) async throws {
        try await form.with { store in
            let ids = try await fill(store, 7).sorted()
            var seen: [BundleID] = []
            for expected in [3, 3, 1, 0] {
                let page = try await store.entries(after: seen.last, limit: 3)
                #expect(page.count == expected)
                #expect(page.allSatisfy { $0.manifest != nil && $0.bytes > 0 && !$0.isHeld })
                seen += page.map(\.id)
            }
            #expect(seen == ids)
        }
    }

    @Test(arguments: Form.allCases) func aFileIsReadByItsDigest(form: Form) async throws {
        try await form.with { store in
            var bundle = try Sample.bundle()
            let large = Array((1...3).flatMap { [UInt8](repeating: UInt8($0), count: 1 << 20) }.prefix(2_500_000))
            bundle.parts.append(EvidencePart(name: "large.bin", type: "application/octet-stream", bytes: large))
            let id = try await store.keep(bundle)
            let parts = try await store.bundle(id, key: nil)
            let digest = try #require(parts.manifest.parts.last?.sha256)
            var sizes: [Int] = []
            try await store.content(digest, of: id) { sizes.append($0.count) }
            #expect(sizes == [1 << 20, 1 << 20, 2_500_000 - 2 << 20])
            let whole = try await store.content(digest, of: id)
            #expect(whole == large)
            let unknown = String(repeating: "ab", count: 32)
            let other = try #require(BundleID(unknown))
            let noFile = await code { _ = try await store.content(unknown, of: id) }
            #expect(noFile == .notFound)
            let noBundle = await code { _ = try await store.content(digest, of: other) }
            #expect(noBundle == .notFound)
        }
    }

    @Test(arguments: Form.allCases) func whatIsNotThereIsNotFound(form: Form) async throws {
        try await form.with { store in
            let id = try #require(BundleID(String(repeating: "ab", count: 32)))
            let scratch = try Scratch()
            let codes = [
                await code { _ = try await store.bundle(id, key: nil) },
                await code { _ = try await store.check(id, key: nil) },
                await code { try await store.mark(id, isHeld: true) },
                await code { try await store.mark(id, isHeld: false) },
                await code { try await store.export(id, to: scratch.path + "/out") },
            ]
            #expect(codes == Array(repeating: .notFound, count: codes.count))
            let states = try await store.checkedStates()
            #expect(states.isEmpty)
        }
    }

    /// The copy is what a folder would hold, so that everything that checks a folder checks it.
    @Test(arguments: Form.allCases) func anExportedBundleIsThatOfAFolder(form: Form) async throws {
        let scratch = try Scratch()
        let folder = try EvidenceFolder(scratch.path + "/folder", budget: 1 << 30, key: Sample.key())
        _ = try folder.put(Sample.bundle())
        try await form.with { store in
            let id = try await store.keep(Sample.bundle())
            let out = scratch.path + "/out"
            try await store.export(id, to: out)
            let states = try EvidenceReader(out).states(key: Sample.key().publicKey)
            #expect(states == [.ok(warcRecords: 7)])
            let difference = try run("diff", ["-r", folder.path(id), "\(out)/\(id.shelf)/\(id)"])
            #expect(difference.code == 0 && difference.output.isEmpty, "\(difference.output)")
            let again = await code { try await store.export(id, to: out) }
            #expect(again == .alreadyThere)
            let names = try FileManager.default.contentsOfDirectory(atPath: out)
            #expect(names == [id.shelf])
        }
    }
}
