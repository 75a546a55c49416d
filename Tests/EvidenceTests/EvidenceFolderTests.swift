import Foundation
import Testing

@testable import Evidence

@Suite struct EvidenceFolderTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func open(budget: Int = 1 << 30, limits: EvidenceLimits = Sample.limits) throws -> EvidenceFolder {
        try EvidenceFolder(scratch.path + "/evidence", budget: budget, key: Sample.key(), limits: limits)
    }

    private func code(_ body: () throws -> Void) -> EvidenceError.Code? {
        do {
            try body()
            return nil
        } catch {
            return (error as? EvidenceError)?.code
        }
    }

    @Test func whatWasPutIsGotAndVerified() throws {
        let folder = try open()
        let bundle = try Sample.bundle()
        let id = try folder.put(bundle)
        let got = try folder.reader.get(id, key: Sample.key().publicKey)
        #expect(got.parts == bundle.parts)
        #expect(got.manifest.subject == bundle.subject)
        #expect(got.manifest.packs == bundle.packs)
        #expect(got.manifest.created == "2026-01-02T03:04:05.000006Z")
        // One warcinfo, and request, response and metadata twice.
        #expect(try folder.reader.states(key: Sample.key().publicKey) == [.ok(warcRecords: 7)])
        #expect(try folder.reader.list().map(\.id) == [id])
    }

    @Test func theSameBundleIsStoredOnceAndAnotherTimeIsAnotherBundle() throws {
        let folder = try open()
        let first = try folder.put(Sample.bundle())
        let used = folder.usedBytes
        #expect(try folder.put(Sample.bundle()) == first)
        #expect(folder.usedBytes == used)
        #expect(try folder.put(Sample.bundle(0, time: Sample.time + 1)) != first)
        #expect(try folder.reader.list().count == 2)
    }

    @Test func manyAtOnceAreStoredOnceEach() async throws {
        let folder = try open()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<32 { group.addTask { _ = try folder.put(Sample.bundle(number % 8)) } }
            try await group.waitForAll()
        }
        #expect(try folder.reader.states() == Array(repeating: .ok(warcRecords: 7), count: 8))
        let counted = folder.usedBytes
        #expect(try counted == folder.reader.list().reduce(0) { $0 + $1.bytes })
    }

    @Test(arguments: [
        "", ".", "..", ".hidden", "a/b", "../x", "/etc/passwd", "a\\b", "a b", "a\nb", "a\0b", "é", "-x", "_x",
        "manifest.json", "MANIFEST.json", "manifest.sig", String(repeating: "a", count: 65),
    ])
    func namesThatNoFolderShouldHoldAreRefused(name: String) throws {
        let folder = try open()
        var bundle = try Sample.bundle()
        bundle.parts[1].name = name
        #expect(code { _ = try folder.put(bundle) } == .badPartName)
        #expect(folder.usedBytes == 0)
    }

    @Test(arguments: ["block.txt", "Block.TXT"]) func aNameMayNotStandTwice(name: String) throws {
        let folder = try open()
        var bundle = try Sample.bundle()
        bundle.parts.append(Sample.text("x", name: name))
        #expect(code { _ = try folder.put(bundle) } == .badPartName)
    }

    @Test func whatIsTooLargeIsRefused() throws {
        var limits = EvidenceLimits()
        limits.maxPartBytes = 1_000
        limits.maxBundleBytes = 1_500
        limits.maxParts = 3
        limits.maxManifestBytes = 2_000
        let folder = try open(limits: limits)
        func bundle(_ sizes: [Int], url: String = "") -> EvidenceBundle {
            let parts = sizes.enumerated().map { index, size in
                Sample.text(String(repeating: "a", count: size), name: "p\(index)")
            }
            return EvidenceBundle(created: 0, program: "", packs: [], subject: ["url": url], parts: parts)
        }
        #expect(code { _ = try folder.put(bundle([1_000])) } == nil)
        #expect(code { _ = try folder.put(bundle([1_001])) } == .tooLarge)
        #expect(code { _ = try folder.put(bundle([800, 800])) } == .tooLarge)
        #expect(code { _ = try folder.put(bundle([1, 1, 1, 1])) } == .tooLarge)
        #expect(code { _ = try folder.put(bundle([1], url: String(repeating: "u", count: 2_000))) } == .tooLarge)
        #expect(try folder.reader.list().count == 1)
    }

    @Test func theBudgetIsKept() throws {
        let one = try open()
        _ = try one.put(Sample.bundle(0))
        let size = one.usedBytes
        #expect(size == 6 * 4_096)
    }

    @Test func whatDoesNotFitTheBudgetIsRefusedInWords() throws {
        let folder = try open(budget: 2 * 6 * 4_096 + 100)
        _ = try folder.put(Sample.bundle(0))
        let second = try folder.put(Sample.bundle(1))
        do {
            _ = try folder.put(Sample.bundle(2))
            Issue.record("the budget was not kept")
        } catch {
            let error = try #require(error as? EvidenceError)
            #expect(error.code == .budgetExhausted)
            #expect(error.message.contains("and 100 of the evidence budget of 49252 are left"))
        }
        // What is there already needs no room, and room that was made is used.
        #expect(try folder.put(Sample.bundle(1)) == second)
        try folder.remove(second)
        _ = try folder.put(Sample.bundle(2))
        #expect(try folder.reader.list().count == 2)
        #expect(folder.usedBytes == 2 * 6 * 4_096)
    }

    @Test func theSpaceIsCountedAnewWhenTheFolderIsOpened() throws {
        var folder: EvidenceFolder? = try open()
        for number in 0..<3 { _ = try folder?.put(Sample.bundle(number)) }
        folder = nil
        #expect(try open().usedBytes == 3 * 6 * 4_096)
    }

    @Test func oneProcessWritesAtATime() throws {
        var folder: EvidenceFolder? = try open()
        #expect(folder != nil)
        #expect(code { _ = try open() } == .inUse)
        folder = nil
        _ = try open()
    }

    @Test func aChangedBundleIsNotTakenForStored() throws {
        let folder = try open()
        let id = try folder.put(Sample.bundle())
        try Data([1]).write(to: URL(fileURLWithPath: folder.path(id, "block.txt")))
        #expect(code { _ = try folder.put(Sample.bundle()) } == .altered)
        #expect(code { _ = try folder.reader.get(id) } == .altered)
    }

    @Test func whatIsNotThereIsNotFound() throws {
        let folder = try open()
        let id = try #require(BundleID(String(repeating: "ab", count: 32)))
        #expect(code { _ = try folder.reader.get(id) } == .notFound)
        #expect(code { try folder.remove(id) } == .notFound)
        #expect(code { try folder.setHeld(true, id) } == .notFound)
        #expect(code { _ = try EvidenceReader(scratch.path + "/nothing") } == .notFound)
        #expect(try folder.reader.list().isEmpty)
    }

    @Test(arguments: ["", "ab", "../../etc", String(repeating: "AB", count: 32), String(repeating: "a", count: 63)])
    func whatIsNoDigestIsNoIdentifier(text: String) {
        #expect(BundleID(text) == nil)
    }

    @Test(arguments: [EvidenceFolder.PutStep.part(1), .manifest, .signature, .move])
    func aFailedWriteLeavesNothingAndFreesItsRoom(step: EvidenceFolder.PutStep) throws {
        let place = scratch.path + "/evidence"
        // Its folder is moved from under the writer: what is to follow fails.
        let folder = try EvidenceFolder(place, budget: 1 << 30, key: Sample.key()) { seen in
            guard seen == step else { return }
            let unfinished = "\(place)/\(EvidenceFolder.unfinishedPrefix)1"
            for name in [".", "block.txt", "manifest.json", "manifest.sig"] {
                let taken = name == "." ? unfinished : "\(unfinished)/\(name)"
                if name == ".", step == .move {
                    try? FileManager.default.removeItem(atPath: taken)
                } else if name != "." {
                    try? FileManager.default.createDirectory(atPath: taken, withIntermediateDirectories: false)
                }
            }
        }
        #expect(code { _ = try folder.put(Sample.bundle()) } == (step == .move ? .notFound : .ioFailed))
        #expect(folder.usedBytes == 0)
        #expect(try folder.reader.list().isEmpty)
    }

    @Test func aShelfThatIsNoFolderIsTold() throws {
        let folder = try open()
        let id = try folder.put(Sample.bundle())
        try folder.remove(id)
        try FileManager.default.removeItem(atPath: "\(folder.path)/\(id.shelf)")
        try Data().write(to: URL(fileURLWithPath: "\(folder.path)/\(id.shelf)"))
        #expect(code { _ = try folder.put(Sample.bundle()) } == .ioFailed)
        #expect(folder.usedBytes == 0)
    }
}

@Suite struct RetentionTests {
    private let scratch: Scratch
    private let folder: EvidenceFolder

    init() throws {
        scratch = try Scratch()
        folder = try EvidenceFolder(scratch.path + "/evidence", budget: 1 << 30, key: Sample.key())
    }

    private func fill(_ count: Int) throws -> [BundleID] {
        // Stored in another order than that of their times.
        try (0..<count).reversed().map { try folder.put(Sample.bundle($0, time: Sample.time + Int64($0))) }.reversed()
    }

    @Test func whatIsOlderThanATimeGoes() throws {
        let ids = try fill(6)
        let removal = try folder.remove(EvidenceRetention(before: Sample.time + 2))
        #expect(removal.removed == Array(ids[..<2]))
        #expect(removal.freedBytes == 2 * 6 * 4_096)
        #expect(folder.usedBytes == 4 * 6 * 4_096)
        #expect(Set(try folder.reader.list().map(\.id)) == Set(ids[2...]))
        #expect(try folder.remove(EvidenceRetention(before: Sample.time + 2)) == EvidenceRemoval())
    }

    @Test func beyondTheBudgetTheOldestGoFirst() throws {
        let ids = try fill(6)
        let removal = try folder.remove(EvidenceRetention(maxBytes: 3 * 6 * 4_096 + 1))
        #expect(removal.removed == Array(ids[..<3]))
        #expect(try folder.remove(EvidenceRetention(maxBytes: folder.usedBytes)).removed.isEmpty)
    }

    @Test func whatIsHeldStays() throws {
        let ids = try fill(4)
        try folder.setHeld(true, ids[0])
        try folder.setHeld(true, ids[2])
        #expect(throws: EvidenceError(.held, "\(ids[0]) is held and may not be removed")) { try folder.remove(ids[0]) }
        let removal = try folder.remove(EvidenceRetention(maxBytes: 0))
        #expect(removal.removed == [ids[1], ids[3]])
        #expect(removal.heldCount == 2)
        #expect(try folder.reader.list().filter(\.isHeld).count == 2)
        try folder.setHeld(false, ids[0])
        #expect(try folder.remove(EvidenceRetention(before: .max)).removed == [ids[0]])
        // Held or not, the bundle is the same.
        #expect(try folder.reader.states() == [.ok(warcRecords: 7)])
    }

    @Test func whatCannotBeReadIsLeftForAPerson() throws {
        let ids = try fill(2)
        try Data([1]).write(to: URL(fileURLWithPath: folder.path(ids[0], "manifest.json")))
        let removal = try folder.remove(EvidenceRetention(before: .max))
        #expect(removal.removed == [ids[1]])
        #expect(removal.unreadableCount == 1)
        #expect(try folder.reader.list().map(\.id) == [ids[0]])
    }

    @Test func aRemovalThatWasKilledIsFinishedAtTheNextStart() throws {
        let id = try fill(1)[0]
        let copy = scratch.path + "/copy"
        try FileManager.default.copyItem(atPath: folder.path, toPath: copy)
        try FileManager.default.moveItem(
            atPath: "\(copy)/\(id.shelf)/\(id)", toPath: "\(copy)/\(EvidenceFolder.removedPrefix)\(id)")
        let reopened = try EvidenceFolder(copy, budget: 1 << 30, key: Sample.key())
        #expect(reopened.usedBytes == 0)
        #expect(try !FileManager.default.contentsOfDirectory(atPath: copy).contains { $0.hasPrefix(".gone") })
    }
}
