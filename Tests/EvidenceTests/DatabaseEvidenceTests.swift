import Foundation
@testable import SQLStore
import Synchronization
import TestDatabase
import Testing

@testable import Evidence

/// A clock that the test moves.
final class TestTime: TimeSource {
    private let moment = Mutex(Moment(seconds: 1_795_000_000))

    func now() -> Moment { moment.withLock { $0 } }
    func pass(_ duration: Duration) { moment.withLock { $0 = $0 + duration } }
}

/// What evidence does in a database, beside what it does everywhere (`StoreContractTests`).
@Suite struct DatabaseEvidenceTests {
    private let scratch: Scratch
    private let time = TestTime()

    init() throws { scratch = try Scratch() }

    private func with(_ backend: Backend, _ body: (SQLStore) async throws -> Void) async throws {
        try await TestDatabase.with(backend, [DatabaseEvidence.migrations], body)
    }

    private func open(
        _ store: SQLStore, _ folder: ContentFolder? = nil, key: NodeKey? = try? Sample.key(), budget: Int = 1 << 30
    ) -> DatabaseEvidence {
        DatabaseEvidence(store, key: key, budget: budget, folder: folder, time: time, scratch: scratch.path)
    }

    /// A bundle with a file of several pieces, the same in every one.
    private func large(_ number: Int, pieces: Int = 4) throws -> EvidenceBundle {
        var bundle = try Sample.bundle(number, time: Sample.time + Int64(number))
        let bytes = Array((1...pieces).flatMap { [UInt8](repeating: UInt8($0), count: 1 << 20) }.dropLast(5))
        bundle.parts.append(EvidencePart(name: "large.bin", type: "application/octet-stream", bytes: bytes))
        return bundle
    }

    /// Files, what there is of their content, and what is counted, from the rows themselves.
    private func counted(
        _ store: SQLStore, _ folder: ContentFolder?
    ) async throws -> (files: Int, pieces: Int, bytes: Int, used: Int) {
        let contents = try folder?.contents().count ?? 0
        return try await store.read { db in
            let files = try db.count("SELECT COALESCE(CAST(SUM(byte_count) AS bigint), 0) FROM evidence_files")
            let own = try db.count(
                "SELECT COALESCE(CAST(SUM(length(manifest) + length(signature)) AS bigint), 0) FROM evidence_bundles")
            return (
                try db.count("SELECT count(*) FROM evidence_files"),
                contents + (try db.count("SELECT count(*) FROM evidence_pieces")), files + own,
                try EvidenceSpace.used(db)
            )
        }
    }

    @Test(arguments: Site.all) func aFileOfSeveralBundlesIsStoredOnce(site: Site) async throws {
        try await site.with { store, folder in
            let evidence = open(store, folder)
            for number in 0..<3 { _ = try await evidence.keep(large(number)) }
            let counted = try await counted(store, folder)
            // Three of their own, and `{}` and the large one of all.
            #expect(counted.files == 3 * 2 + 2)
            #expect(counted.pieces == 3 * 2 + 1 + (site.place == .folder ? 1 : 4))
            #expect(counted.used == counted.bytes)
            // It comes free with the last bundle that has it.
            let two = try await evidence.prune(EvidenceRetention(before: Sample.time + 2), isDryRun: false)
            #expect(two.removed.count == 2 && two.freedBytes < 20_000)
            let states = try await evidence.checkedStates()
            #expect(states == [.ok(warcRecords: 7)])
            let plan = try await evidence.prune(EvidenceRetention(before: .max), isDryRun: true)
            let last = try await evidence.prune(EvidenceRetention(before: .max), isDryRun: false)
            #expect(last == plan && last.freedBytes > 4_000_000)
            let left = try await self.counted(store, folder)
            #expect(left == (0, 0, 0, 0))
        }
    }

    @Test(arguments: Site.all) func aFileOfMorePiecesThanOneStepTakesGoesWhole(site: Site)
        async throws
    {
        try await site.with { store, folder in
            let evidence = open(store, folder)
            _ = try await evidence.keep(large(0, pieces: 18))
            let removal = try await evidence.prune(EvidenceRetention(maxBytes: 0), isDryRun: false)
            #expect(removal.removed.count == 1)
            let left = try await counted(store, folder)
            #expect(left == (0, 0, 0, 0))
        }
    }

    @Test(arguments: Site.all) func everyNodeReadsWhatAnotherStored(site: Site) async throws {
        try await site.withStores(2) { nodes in
            let (one, two) = (nodes[0], nodes[1])
            let id = try await open(one.store, one.folder).keep(large(1))
            let other = DatabaseEvidence(two.store, key: nil, folder: two.folder, scratch: scratch.path)
            let got = try await other.bundle(id, key: Sample.key().publicKey)
            let expected = try large(1).parts
            #expect(got.parts == expected)
            // Each signs with its own key.
            let second = try await open(two.store, two.folder, key: Sample.key(2)).keep(large(1))
            #expect(second != id)
            let states = try await open(one.store, one.folder).checkedStates()
            #expect(states.count == 2 && states.allSatisfy { $0 == .ok(warcRecords: 7) })
        }
    }

    @Test(arguments: TestDatabase.backends) func withoutAKeyNothingIsAdded(backend: Backend) async throws {
        try await with(backend) { store in
            let seen = await code { _ = try await open(store, key: nil).keep(Sample.bundle()) }
            #expect(seen == .badKey)
        }
    }

    @Test(arguments: TestDatabase.backends) func aDatabaseWithoutTheTablesSaysWhatToDo(backend: Backend) async throws {
        try await TestDatabase.with(backend) { store in
            let error = await #expect(throws: EvidenceError.self) { _ = try await open(store).keep(Sample.bundle()) }
            #expect(error?.code == .ioFailed)
            #expect(error?.message.contains("vonggac database migrate") == true)
        }
    }

    /// The put ends after any number of its transactions, as a killed node would leave it.
    @Test(arguments: Site.all, 0...6)
    func noStepOfAPutShowsHalfABundle(site: Site, steps: Int) async throws {
        try await site.with { store, folder in
            let evidence = open(store, folder)
            let bundle = try large(0)
            let signed = try SignedBundle(bundle, key: evidence.key, limits: evidence.limits)
            try await DatabasePut(bundle, signed, evidence).write(upTo: steps)
            let states = try await evidence.checkedStates()
            // The rows, four files, and the bundle; or the pieces of five transactions.
            let isWhole = steps >= (site.place == .folder ? 6 : 5)
            #expect(states == (isWhole ? [.ok(warcRecords: 7)] : []))
            let middle = try await counted(store, folder)
            #expect(middle.used == middle.bytes)
            // Within the hour it may still be at work.
            let early = try await evidence.prune(EvidenceRetention(), isDryRun: false)
            #expect(early == EvidenceRemoval())
            // Another put builds upon what is there, and pays once.
            let id = try await evidence.keep(bundle)
            #expect(id == signed.id)
            let whole = try await counted(store, folder)
            #expect(whole.used == whole.bytes && whole.pieces == (site.place == .folder ? 4 : 7))
            let after = try await evidence.checkedStates()
            #expect(after == [.ok(warcRecords: 7)])
        }
    }

    @Test(arguments: Site.all) func whatAKilledNodeLeftIsClearedAfterAnHour(site: Site) async throws {
        try await site.with { store, folder in
            let evidence = open(store, folder)
            let kept = try await evidence.keep(Sample.bundle(7))
            let before = try await counted(store, folder)
            let bundle = try large(0)
            let signed = try SignedBundle(bundle, key: evidence.key, limits: evidence.limits)
            try await DatabasePut(bundle, signed, evidence).write(upTo: 3)
            time.pass(DatabaseRemoval.graceTime + .seconds(1))
            let removal = try await evidence.prune(EvidenceRetention(), isDryRun: false)
            #expect(removal.removed.isEmpty && removal.freedBytes > 4_000_000)
            let after = try await counted(store, folder)
            #expect(after == before)
            let ids = try await evidence.ids()
            #expect(ids == [kept])
        }
    }

    @Test(arguments: Site.all) func whatWasLeftGivesWayToABundleThatNeedsTheRoom(site: Site)
        async throws
    {
        try await site.with { store, folder in
            let evidence = open(store, folder, budget: 5 << 20)
            let bundle = try large(0)
            let signed = try SignedBundle(bundle, key: evidence.key, limits: evidence.limits)
            try await DatabasePut(bundle, signed, evidence).write(upTo: 2)
            let next = try large(1, pieces: 3)
            let early = await code { _ = try await evidence.keep(next) }
            #expect(early == .budgetExhausted)
            time.pass(DatabaseRemoval.graceTime + .seconds(1))
            _ = try await evidence.keep(next)
            let states = try await evidence.checkedStates()
            #expect(states == [.ok(warcRecords: 7)])
        }
    }

    @Test(arguments: Site.all) func afterARefusedPutNothingIsLeft(site: Site) async throws {
        try await site.with { store, folder in
            let seen = await code { _ = try await open(store, folder, budget: 1 << 20).keep(large(0)) }
            #expect(seen == .budgetExhausted)
            let left = try await counted(store, folder)
            #expect(left == (0, 0, 0, 0))
        }
    }

    struct Damage: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var sql: StaticString
        var expected: BundleState
    }

    private static let damages = [
        Damage(
            testDescription: "a changed file",
            sql: """
                UPDATE evidence_pieces SET content = (SELECT manifest FROM evidence_bundles)
                WHERE file = (SELECT file FROM evidence_parts WHERE name = 'finding.json')
                """,
            expected: .altered(part: "finding.json", reason: "has")),
        Damage(
            testDescription: "a file that became another",
            sql: """
                UPDATE evidence_parts SET file = (SELECT file FROM evidence_parts WHERE name = 'block.txt')
                WHERE name = 'finding.json'
                """,
            expected: .altered(part: "finding.json", reason: "has")),
        Damage(
            testDescription: "a piece that is gone",
            sql: """
                DELETE FROM evidence_pieces WHERE number = 2
                """,
            expected: .altered(part: "large.bin", reason: "has")),
        Damage(
            testDescription: "pieces out of order",
            sql: """
                UPDATE evidence_pieces SET number = 9 WHERE number = 1
                """,
            expected: .altered(part: "large.bin", reason: "has another SHA-256")),
        Damage(
            testDescription: "a missing part",
            sql: """
                DELETE FROM evidence_parts WHERE name = 'block.txt'
                """,
            expected: .altered(part: "block.txt", reason: "is missing")),
        Damage(
            testDescription: "an added part",
            sql: """
                INSERT INTO evidence_parts (bundle, name, file) SELECT bundle, 'extra.txt', file FROM evidence_parts
                WHERE name = 'block.txt'
                """,
            expected: .altered(part: "extra.txt", reason: "is not in the manifest")),
        Damage(
            testDescription: "a name that leads out of the folder",
            sql: """
                UPDATE evidence_parts SET name = '../../../etc/x' WHERE name = 'block.txt'
                """,
            expected: .altered(part: "../../../etc/x", reason: "is no name of a part")),
        Damage(
            testDescription: "another manifest",
            sql: """
                UPDATE evidence_bundles SET manifest = (SELECT content FROM evidence_pieces WHERE number = 3)
                """,
            expected: .altered(part: "manifest.json", reason: "is not the one")),
        Damage(
            testDescription: "another signature",
            sql: """
                UPDATE evidence_bundles SET signature =
                CAST('0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef' AS BYTES)
                """,
            expected: .altered(part: "manifest.sig", reason: "does not fit the manifest")),
    ]

    @Test(arguments: TestDatabase.backends, damages)
    func everyDamageIsFoundAndItsPlaceNamed(backend: Backend, damage: Damage) async throws {
        try await with(backend) { store in
            let evidence = open(store)
            let id = try await evidence.keep(large(0))
            let bytes = backend == .sqlite ? "BLOB" : "bytea"
            let sql = SQL(
                unchecked: damage.sql.description.replacing("BYTES", with: bytes), [])
            try await store.write { db in try db.execute(sql) }
            let state = try await evidence.check(id, key: nil).state
            guard case .altered(let part, let reason) = state,
                case .altered(let expectedPart, let expectedReason) = damage.expected
            else {
                Issue.record("\(state)")
                return
            }
            #expect(part == expectedPart)
            #expect(reason.hasPrefix(expectedReason))
            // It is not given out, and not taken for stored.
            let got = await code { _ = try await evidence.bundle(id, key: nil) }
            #expect(got == .altered)
            let again = await code { _ = try await evidence.keep(large(0)) }
            #expect(again == .altered)
        }
    }

    @Test(arguments: TestDatabase.backends) func aChangedFileIsNotBuiltUpon(backend: Backend) async throws {
        try await with(backend) { store in
            let evidence = open(store)
            _ = try await evidence.keep(large(0))
            try await store.write { db in
                try db.execute(
                    """
                    UPDATE evidence_pieces SET content = (SELECT manifest FROM evidence_bundles) WHERE number = 3
                    """)
            }
            let seen = await code { _ = try await evidence.keep(large(1)) }
            #expect(seen == .altered)
        }
    }

    @Test(arguments: Site.all) func whoRefersToABundleHoldsIt(site: Site) async throws {
        try await site.with { store, folder in
            let evidence = open(store, folder)
            let id = try await evidence.keep(Sample.bundle())
            let now = time.now()
            try await store.write { db in
                try DatabaseEvidence.hold(id, for: "finding:1", at: now, in: db)
                try DatabaseEvidence.hold(id, for: "finding:2", at: now, in: db)
                try DatabaseEvidence.hold(id, for: "finding:2", at: now, in: db)
            }
            try await evidence.mark(id, isHeld: false)
            try await store.write { db in try DatabaseEvidence.release(id, for: "finding:1", in: db) }
            let held = try await evidence.prune(EvidenceRetention(before: .max), isDryRun: false)
            #expect(held.removed.isEmpty && held.heldCount == 1)
            let direct = await code { _ = try await DatabaseRemoval(evidence: evidence).remove(id) }
            #expect(direct == .held)
            // Nor may other code: the schema says so.
            let error = await #expect(throws: StoreError.self) {
                try await store.write { db in
                    try db.execute("DELETE FROM evidence_parts")
                    try db.execute("DELETE FROM evidence_bundles")
                }
            }
            #expect(error?.code == .foreignKey)
            try await store.write { db in try DatabaseEvidence.release(id, for: "finding:2", in: db) }
            let gone = try await evidence.prune(EvidenceRetention(before: .max), isDryRun: false)
            #expect(gone.removed == [id])
        }
    }

    /// Puts and removals of bundles that share files, from two nodes at once.
    @Test(arguments: Site.all) func putsAndRemovalsThatMeetLeaveNothingHalf(site: Site) async throws {
        try await site.withStores(2) { nodes in
            let bundles = try (0..<6).map { try large($0, pieces: 2) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (index, node) in nodes.enumerated() {
                    let evidence = open(node.store, node.folder)
                    group.addTask {
                        for round in 0..<12 { _ = try await evidence.keep(bundles[(round * 5 + index) % 6]) }
                    }
                    group.addTask {
                        for _ in 0..<6 {
                            _ = try await evidence.prune(EvidenceRetention(maxBytes: 1 << 20), isDryRun: false)
                        }
                    }
                }
                try await group.waitForAll()
            }
            let evidence = open(nodes[0].store, nodes[0].folder)
            let states = try await evidence.checkedStates()
            #expect(states.allSatisfy { $0 == .ok(warcRecords: 7) })
            time.pass(DatabaseRemoval.graceTime + .seconds(1))
            _ = try await evidence.prune(EvidenceRetention(before: .max), isDryRun: false)
            // What a put wrote after its row was removed goes as what nobody names.
            for _ in 0..<2 {
                try nodes[0].folder?.age()
                _ = try await evidence.prune(EvidenceRetention(), isDryRun: false)
            }
            let left = try await counted(nodes[0].store, nodes[0].folder)
            #expect(left == (0, 0, 0, 0))
        }
    }

    @Test func pagesUseAnIndex() async throws {
        try await with(.sqlite) { store in
            let queries = [
                DatabaseEvidence.page(after: BundleID(String(repeating: "ab", count: 32)), limit: 10),
                DatabaseRetention.page(after: (time.now(), "a")),
            ]
            for query in queries {
                let plan = try await store.read { db in
                    try db.rows(SQL("EXPLAIN QUERY PLAN ") + query).map { try $0.text("detail") }
                }
                #expect(!plan.isEmpty)
                #expect(plan.allSatisfy { !$0.hasPrefix("SCAN") && !$0.contains("TEMP B-TREE") }, "\(plan)")
            }
        }
    }
}
