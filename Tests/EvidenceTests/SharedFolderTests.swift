import Foundation
import SQLStore
import TestDatabase
import Testing

@testable import Evidence

/// What is of evidence whose content lies in a shared folder, beside what is of any (`StoreContractTests`).
@Suite struct SharedFolderTests {
    private let scratch: Scratch
    private let time = TestTime()

    init() throws { scratch = try Scratch() }

    private func with(_ backend: Backend, _ body: (SQLStore, ContentFolder) async throws -> Void) async throws {
        try await Site(backend: backend, place: .folder).with { store, folder in
            try await body(store, try #require(folder))
        }
    }

    private func open(_ store: SQLStore, _ folder: ContentFolder?, key: UInt8 = 1) throws -> DatabaseEvidence {
        DatabaseEvidence(store, key: try Sample.key(key), folder: folder, time: time, scratch: scratch.path)
    }

    /// The file of the folder that holds a part.
    private func path(
        of part: String, _ id: BundleID, _ store: SQLStore, _ folder: ContentFolder
    ) async throws -> String {
        let layout = try await store.read { try BundleLayout(id, $0) }
        let name = try #require(layout.files.first { $0.name == part }).stored.contentName()
        return "\(folder.path)/\(name.shelf)/\(name)"
    }

    @Test(arguments: TestDatabase.backends) func afterAChangeOfTheSettingBothPlacesAreRead(backend: Backend)
        async throws
    {
        try await with(backend) { store, folder in
            let key = try Sample.key().publicKey
            let first = try await open(store, nil).keep(Sample.bundle(1))
            #expect(try folder.contents().isEmpty)
            // `{}` is in both; it stays where it is.
            let second = try await open(store, folder).keep(Sample.bundle(2))
            #expect(try folder.contents().count == 2)
            let evidence = try open(store, folder)
            for (number, id) in [first, second].enumerated() {
                let got = try await evidence.bundle(id, key: key)
                let expected = try Sample.bundle(number + 1).parts
                #expect(got.parts == expected)
            }
            // And back: what is the database's is read without the folder.
            let without = try open(store, nil)
            let third = try await without.keep(Sample.bundle(3))
            let states = try await evidence.checkedStates(key: key)
            #expect(states == Array(repeating: .ok(warcRecords: 7), count: 3))
            let old = try await without.check(first, key: key)
            #expect(old.state == .ok(warcRecords: 7))
            let removal = try await evidence.prune(EvidenceRetention(before: .max), isDryRun: false)
            #expect(Set(removal.removed) == [first, second, third])
            let usage = try await evidence.usage()
            #expect(usage.usedBytes == 0)
            #expect(try folder.contents().isEmpty)
        }
    }

    @Test(arguments: TestDatabase.backends) func aNodeWithoutTheFolderNamesTheRemedy(backend: Backend) async throws {
        try await with(backend) { store, folder in
            let id = try await open(store, folder).keep(Sample.bundle(1))
            let other = try await open(store, nil, key: 2).keep(
                EvidenceBundle(created: 0, program: "", packs: [], subject: [:], parts: [Sample.text("khác")]))
            let without = try open(store, nil)
            let digest = try #require(try await without.entries(after: nil, limit: 9).first { $0.id == id }?.manifest)
                .parts[0].sha256
            let codes = [
                await code { _ = try await without.check(id, key: nil) },
                await code { _ = try await without.bundle(id, key: nil) },
                await code { _ = try await without.content(digest, of: id) },
                await code { try await without.export(id, to: scratch.path + "/out") },
                await code { _ = try await without.keep(Sample.bundle(1)) },
            ]
            #expect(codes == Array(repeating: .noFolder, count: codes.count))
            let error = await #expect(throws: EvidenceError.self) { _ = try await without.check(id, key: nil) }
            #expect(error?.message.contains("--evidence-folder") == true)
            #expect(try !FileManager.default.contentsOfDirectory(atPath: scratch.path + "/out").contains(id.shelf))
            // What it could not remove whole it did not touch, and it says what it removed before.
            let removal = try await without.prune(EvidenceRetention(before: .max), isDryRun: false)
            #expect(removal.removed == [other])
            #expect(removal.stopped?.code == .noFolder)
            let next = await code { _ = try await without.prune(EvidenceRetention(before: .max), isDryRun: false) }
            #expect(next == .noFolder)
            // The check of all goes on.
            let again = try await open(store, nil, key: 2).keep(
                EvidenceBundle(created: 0, program: "", packs: [], subject: [:], parts: [Sample.text("khác")]))
            #expect(again == other)
            var reports: [String: BundleState] = [:]
            try await without.checkAll(key: nil) { reports[$0.name] = $0.state }
            #expect(reports[other.text] == .ok(warcRecords: 0))
            guard case .unreadable(let reason) = reports[id.text] else {
                Issue.record("\(reports)")
                return
            }
            #expect(reason.contains("--evidence-folder"))
            let states = try await open(store, folder).checkedStates()
            #expect(states.filter { $0 == .ok(warcRecords: 7) }.count == 1)
        }
    }

    @Test(arguments: TestDatabase.backends) func twoNodesPutTheSameBundlesAtOnce(backend: Backend) async throws {
        try await Site(backend: backend, place: .folder).withStores(2) { nodes in
            try await withThrowingTaskGroup(of: BundleID.self) { group in
                for number in 0..<24 {
                    let evidence = try open(nodes[number % 2].store, nodes[number % 2].folder)
                    group.addTask { try await evidence.keep(Sample.bundle(number / 8)) }
                }
                let ids = try await group.reduce(into: Set()) { $0.insert($1) }
                #expect(ids.count == 3)
            }
            let evidence = try open(nodes[0].store, nodes[1].folder)
            let states = try await evidence.checkedStates()
            #expect(states == Array(repeating: .ok(warcRecords: 7), count: 3))
            let rows = try await nodes[0].store.read { try $0.count("SELECT count(*) FROM evidence_files") }
            let contents = try #require(nodes[0].folder).contents()
            // Two of each, and `{}`.
            #expect(rows == 7)
            #expect(contents.count == 7)
        }
    }

    // MARK: a folder that somebody had a hand in

    enum Damage: String, CaseIterable, Sendable {
        case changed, cut, longer, missing, link, folder, pipe, shelfLink

        func inflict(on file: String, _ scratch: Scratch) throws {
            let files = FileManager.default
            let content = try Data(contentsOf: URL(fileURLWithPath: file))
            let copy = scratch.path + "/copy"
            let shelf = (file as NSString).deletingLastPathComponent
            switch self {
            case .changed: try Data(content.map { $0 ^ 1 }).write(to: URL(fileURLWithPath: file))
            case .cut: try content.dropLast().write(to: URL(fileURLWithPath: file))
            case .longer: try (content + [0]).write(to: URL(fileURLWithPath: file))
            case .missing: try files.removeItem(atPath: file)
            // Even one that leads to the right bytes.
            case .link:
                try files.moveItem(atPath: file, toPath: copy)
                try files.createSymbolicLink(atPath: file, withDestinationPath: copy)
            case .folder:
                try files.removeItem(atPath: file)
                try files.createDirectory(atPath: file, withIntermediateDirectories: false)
            case .pipe:
                try files.removeItem(atPath: file)
                #expect(mkfifo(file, 0o600) == 0)
            case .shelfLink:
                try files.moveItem(atPath: shelf, toPath: copy)
                try files.createSymbolicLink(atPath: shelf, withDestinationPath: copy)
            }
        }

        func fits(_ state: BundleState) -> Bool {
            switch (self, state) {
            case (.changed, .altered("block.txt", "has another SHA-256")): true
            case (.cut, .altered("block.txt", let reason)), (.longer, .altered("block.txt", let reason)):
                reason.hasPrefix("has ")
            case (.missing, .altered("block.txt", "is missing")): true
            case (.link, .unreadable), (.folder, .unreadable), (.pipe, .unreadable), (.shelfLink, .unreadable): true
            default: false
            }
        }
    }

    @Test(arguments: TestDatabase.backends, Damage.allCases)
    func everyDamageIsToldAndNothingIsFollowed(backend: Backend, damage: Damage) async throws {
        try await with(backend) { store, folder in
            let evidence = try open(store, folder)
            let id = try await evidence.keep(Sample.bundle(1))
            let file = try await path(of: "block.txt", id, store, folder)
            let outside = try Scratch()
            try damage.inflict(on: file, outside)
            let report = try await evidence.check(id, key: nil)
            #expect(damage.fits(report.state), "\(report.state)")
            #expect(report.manifest != nil)
            let states = try await evidence.checkedStates()
            #expect(states == [report.state])
            // It is not given out, nor taken for stored.
            let got = await code { _ = try await evidence.bundle(id, key: nil) }
            #expect(got == .altered)
            let digest = try #require(report.manifest?.parts.first { $0.name == "block.txt" }?.sha256)
            let read = await code { _ = try await evidence.content(digest, of: id) }
            #expect(read == .altered)
            let again = await code { _ = try await evidence.keep(Sample.bundle(1)) }
            #expect(again == .altered)
            // Nor is it built upon; what is missing is written anew.
            let other = await code { _ = try await open(store, folder, key: 2).keep(Sample.bundle(1)) }
            #expect(other == (damage == .missing ? nil : .altered))
            let after = try await evidence.check(id, key: nil).state
            #expect(damage == .missing ? after == .ok(warcRecords: 7) : after == report.state)
            // Its removal removes nothing that a link leads to.
            let copies = try FileManager.default.subpathsOfDirectory(atPath: outside.path).count
            _ = try await evidence.prune(EvidenceRetention(before: .max), isDryRun: false)
            let left = try await evidence.ids()
            #expect(left.isEmpty)
            #expect(try FileManager.default.subpathsOfDirectory(atPath: outside.path).count == copies)
        }
    }

    /// The folder's own name for a file is of digits and a number alone, whatever the database holds.
    @Test(arguments: TestDatabase.backends) func aRowThatNamesAPathLeadsNowhere(backend: Backend) async throws {
        try await with(backend) { store, folder in
            let evidence = try open(store, folder)
            let id = try await evidence.keep(Sample.bundle(1))
            let path = String(repeating: "../", count: 19) + "etc/pas"
            #expect(path.utf8.count == 64)
            try await store.write { db in
                try db.execute(
                    """
                    UPDATE evidence_files SET sha256 = ? WHERE id = (SELECT file FROM evidence_parts WHERE name = 'block.txt')
                    """, path)
            }
            let seen = await code { _ = try await evidence.check(id, key: nil) }
            #expect(seen == .ioFailed)
        }
    }

    @Test(arguments: [
        "", "-", "-1", "ab-1", String(repeating: "a", count: 64), String(repeating: "a", count: 64) + "-",
        String(repeating: "a", count: 64) + "-0", String(repeating: "a", count: 64) + "--1",
        String(repeating: "a", count: 64) + "-01", String(repeating: "a", count: 64) + "-+1",
        String(repeating: "A", count: 64) + "-1", String(repeating: "g", count: 64) + "-1",
        String(repeating: "a", count: 64) + "-9223372036854775808", String(repeating: "a", count: 300) + "-1",
        String(repeating: "a", count: 64) + "-1\n", "../" + String(repeating: "a", count: 61) + "-1",
    ])
    func whatIsNoNameOfContentIsNone(text: String) { #expect(ContentName(text) == nil) }

    @Test func aNameOfContentIsReadAsItIsWritten() throws {
        let text = String(repeating: "0a", count: 32) + "-9223372036854775807"
        #expect(try #require(ContentName(text)).description == text)
        #expect(ContentName(text)?.shelf == "0a")
    }

    // MARK: what is left

    @Test(arguments: TestDatabase.backends) func whatNobodyNamesIsSetAsideAndGoes(backend: Backend) async throws {
        try await with(backend) { store, folder in
            let evidence = try open(store, folder)
            _ = try await evidence.keep(Sample.bundle(1))
            let named = try folder.contents()
            let shelf = (try #require(named.first) as NSString).deletingLastPathComponent
            let digest = (shelf as NSString).lastPathComponent + String(repeating: "0", count: 62)
            let files = FileManager.default
            let file = "\(shelf)/\(digest)-99"
            let aside = "\(shelf)/.gone-\(digest)-99"
            let unfinished = "\(shelf)/.put-0011"
            let others = ["notes.txt", ".nfs0001", "ffff-1", "\(digest)-098"].map { "\(shelf)/\($0)" }
            for path in [file, unfinished] + others { #expect(files.createFile(atPath: path, contents: Data([1]))) }
            try files.createDirectory(atPath: "\(shelf)/\(digest)-96", withIntermediateDirectories: false)
            let strange = others + ["\(shelf)/\(digest)-96"]
            func clear() async throws -> Set<String> {
                _ = try await evidence.prune(EvidenceRetention(), isDryRun: false)
                return Set(try folder.contents()).subtracting(named)
            }
            // Written just now.
            let fresh = try await clear()
            #expect(fresh == Set(strange + [file, unfinished]))
            try folder.age()
            _ = try await evidence.prune(EvidenceRetention(), isDryRun: true)
            #expect(Set(try folder.contents()).isSuperset(of: fresh))
            for _ in 0..<2 {
                let left = try await clear()
                #expect(left == Set(strange + [aside]))
            }
            try folder.age()
            let last = try await clear()
            #expect(last == Set(strange))
            let states = try await evidence.checkedStates()
            #expect(states == [.ok(warcRecords: 7)])
        }
    }

    /// The database of yesterday does not know today's evidence. A night passes until somebody restores today's.
    @Test(arguments: TestDatabase.backends) func whatAnOldBackupDidNotKnowComesBack(backend: Backend) async throws {
        try await with(backend) { store, folder in
            let evidence = try open(store, folder)
            let id = try await evidence.keep(Sample.bundle(1))
            let before = try folder.contents()
            try folder.age()
            try await TestDatabase.with(.sqlite, [DatabaseEvidence.migrations]) { old in
                _ = try await open(old, folder).prune(EvidenceRetention(), isDryRun: false)
            }
            let missing = try await evidence.check(id, key: nil).state
            guard case .altered(_, "is missing") = missing else {
                Issue.record("\(missing)")
                return
            }
            _ = try await evidence.prune(EvidenceRetention(), isDryRun: false)
            #expect(try folder.contents() == before)
            let states = try await evidence.checkedStates()
            #expect(states == [.ok(warcRecords: 7)])
        }
    }

    /// A removal that is held up between row and file meets a file that was stored anew.
    @Test(arguments: TestDatabase.backends) func aRemovalThatComesLateHitsNothing(backend: Backend) async throws {
        try await with(backend) { store, folder in
            let evidence = try open(store, folder)
            let id = try await evidence.keep(Sample.bundle(1))
            let old = try await store.read { try BundleLayout(id, $0).files.map { try $0.stored.contentName() } }
            _ = try await evidence.prune(EvidenceRetention(before: .max), isDryRun: false)
            let again = try await evidence.keep(Sample.bundle(1))
            #expect(again == id)
            for name in old { folder.remove(name) }
            let states = try await evidence.checkedStates()
            #expect(states == [.ok(warcRecords: 7)])
        }
    }

    // MARK: folder and database belong together

    @Test(arguments: TestDatabase.backends) func aShareThatIsNotThisDatabasesIsRefused(backend: Backend) async throws {
        try await with(backend) { store, folder in
            // Not mounted: an empty folder.
            let empty = scratch.path + "/empty"
            for isWriter in [true, false] {
                try? FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: false)
                let error = await #expect(throws: EvidenceError.self) {
                    _ = try await ContentFolder.open(empty, of: store, isWriter: isWriter)
                }
                #expect(error?.code == .noFolder)
                #expect(error?.message.contains("mount") == true)
                #expect(try FileManager.default.contentsOfDirectory(atPath: empty).isEmpty)
            }
            // Another database's.
            try await TestDatabase.with(.sqlite, [DatabaseEvidence.migrations]) { other in
                let seen = await code { _ = try await ContentFolder.open(folder.path, of: other, isWriter: true) }
                #expect(seen == .noFolder)
                let own = try await ContentFolder.open(scratch.path + "/own", of: other, isWriter: true)
                let seenBack = await code { _ = try await ContentFolder.open(own.path, of: store, isWriter: true) }
                #expect(seenBack == .noFolder)
            }
            // The remedy that it names.
            let mark = try #require(try folder.mark())
            try Data("\(mark)\n".utf8).write(to: URL(fileURLWithPath: "\(empty)/database.id"))
            _ = try await ContentFolder.open(empty, of: store, isWriter: true)
        }
    }

    @Test(arguments: TestDatabase.backends) func nodesThatStartAtOnceAgree(backend: Backend) async throws {
        let place = scratch.path + "/shared"
        try await TestDatabase.with(backend, [DatabaseEvidence.migrations]) { store in
            // Who reads makes and marks nothing.
            let early = await code { _ = try await ContentFolder.open(place, of: store, isWriter: false) }
            #expect(early == .ioFailed)
            try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<8 {
                    group.addTask { try await ContentFolder.open(place, of: store, isWriter: true).mark() }
                }
                let marks = try await group.reduce(into: Set()) { $0.insert($1) }
                #expect(marks.count == 1)
                #expect(marks.first??.utf8.count == 32)
            }
            let names = try FileManager.default.contentsOfDirectory(atPath: place)
            #expect(names.count == 256 + 1)
            #expect(names.allSatisfy { $0.utf8.count == 2 || $0 == "database.id" })
            let mode = try FileManager.default.attributesOfItem(atPath: place)[.posixPermissions] as? Int
            #expect(mode.map { $0 & 0o027 } == 0)
        }
    }

    @Test(arguments: ["missing/shared", "file"]) func aFolderThatCannotBeIsRefused(name: String) async throws {
        try scratch.write("file", [1])
        let place = "\(scratch.path)/\(name)"
        let error = #expect(throws: EvidenceError.self) { try ContentFolder.tryOut(place) }
        #expect(error?.code == .ioFailed)
        #expect(error?.message.contains(place) == true)
    }
}
