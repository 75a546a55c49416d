import Cryptography
import Foundation
import Testing

@testable import Evidence

@Suite struct VerifyTests {
    private let scratch: Scratch
    private let folder: EvidenceFolder
    private let id: BundleID

    init() throws {
        scratch = try Scratch()
        folder = try EvidenceFolder(scratch.path + "/evidence", budget: 1 << 30, key: Sample.key())
        id = try folder.put(Sample.bundle())
    }

    private static let names = ["block.txt", "exchanges.warc.gz", "finding.json", "manifest.json", "manifest.sig"]

    private func state(key: NodePublicKey? = nil) throws -> BundleState {
        let states = try folder.reader.states(key: key)
        try #require(states.count == 1)
        return states[0]
    }

    private func file(_ name: String) -> URL { URL(fileURLWithPath: folder.path(id, name)) }

    @Test(arguments: names) func everyChangedByteIsFoundAndItsFileNamed(name: String) throws {
        let original = try Data(contentsOf: file(name))
        for index in original.indices {
            var changed = original
            changed[index] ^= 0x20
            try changed.write(to: file(name))
            guard case .altered(let part, _) = try state() else {
                Issue.record("byte \(index) of \(name) was changed unnoticed")
                continue
            }
            #expect(part == name)
        }
        try original.write(to: file(name))
        #expect(try state() == .ok(warcRecords: 7))
    }

    @Test(arguments: names) func everyShortenedFileIsFound(name: String) throws {
        let original = try Data(contentsOf: file(name))
        for length in stride(from: 0, to: original.count, by: max(1, original.count / 256)) {
            try original.prefix(length).write(to: file(name))
            guard case .altered(name, _) = try state() else {
                Issue.record("\(name) was cut to \(length) bytes unnoticed")
                continue
            }
        }
        try (original + [0]).write(to: file(name))
        if case .ok = try state() { Issue.record("\(name) was lengthened unnoticed") }
    }

    @Test(arguments: [
        ("block.txt", BundleState.altered(part: "block.txt", reason: "is missing")), ("manifest.sig", .unsigned),
    ])
    func aMissingFileIsFound(name: String, expected: BundleState) throws {
        try FileManager.default.removeItem(at: file(name))
        #expect(try state() == expected)
    }

    @Test func aMissingManifestMakesTheBundleUnreadable() throws {
        try FileManager.default.removeItem(at: file("manifest.json"))
        #expect(try state() == .unreadable(reason: "manifest.json: No such file or directory"))
    }

    @Test(arguments: ["extra.txt", ".hidden", "block.txt~"]) func anAddedFileIsFound(name: String) throws {
        try Data().write(to: file(name))
        #expect(try state() == .altered(part: name, reason: "is not in the manifest"))
    }

    @Test(arguments: ["link", "pipe", "folder"]) func whatIsNoPlainFileIsNotRead(kind: String) throws {
        let copy = try scratch.write("copy.txt", Array(Data(contentsOf: file("block.txt"))))
        try FileManager.default.removeItem(at: file("block.txt"))
        switch kind {
        case "link":
            try FileManager.default.createSymbolicLink(atPath: file("block.txt").path, withDestinationPath: copy)
        case "pipe": #expect(mkfifo(file("block.txt").path, 0o600) == 0)
        default: try FileManager.default.createDirectory(at: file("block.txt"), withIntermediateDirectories: false)
        }
        guard case .altered("block.txt", _) = try state() else {
            Issue.record("a \(kind) was taken for the file")
            return
        }
    }

    @Test func theKeyThatWasAskedForMustHaveSigned() throws {
        let other = try Sample.key(2)
        #expect(try state(key: Sample.key().publicKey) == .ok(warcRecords: 7))
        #expect(
            try state(key: other.publicKey) == .wrongKey(fingerprint: Sample.key().publicKey.fingerprint))
    }

    /// A forger with a key of their own makes a bundle that agrees with itself; the office's key tells.
    @Test func aBundleSignedAnewIsFoundByTheKey() throws {
        var bundle = try Sample.bundle()
        bundle.parts[1] = Sample.text("không có gì")
        let forged = try EvidenceFolder(scratch.path + "/forged", budget: 1 << 30, key: Sample.key(2))
        _ = try forged.put(bundle)
        #expect(try forged.reader.states() == [.ok(warcRecords: 7)])
        #expect(
            try forged.reader.states(key: Sample.key().publicKey)
                == [.wrongKey(fingerprint: Sample.key(2).publicKey.fingerprint)])
        // Naming the office's key without having it does not help either.
        let bytes = try EvidenceManifest(bundle, publicKey: Sample.key().publicKey, limits: Sample.limits).encoded()
        try lay(bytes, signature: Sample.key(2).signature(over: bytes), bundle.parts)
        #expect(
            try folder.reader.report(BundleID(ofManifest: bytes), key: Sample.key().publicKey).state
                == .altered(part: "manifest.sig", reason: "does not fit the manifest"))
    }

    /// Puts a bundle into the folder by hand.
    private func lay(_ manifest: [UInt8], signature: [UInt8], _ parts: [EvidencePart] = []) throws {
        let id = BundleID(ofManifest: manifest)
        let place = URL(fileURLWithPath: folder.path(id))
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        try Data(manifest).write(to: place.appendingPathComponent("manifest.json"))
        try Data(signature).write(to: place.appendingPathComponent("manifest.sig"))
        for part in parts { try Data(part.bytes).write(to: place.appendingPathComponent(part.name)) }
    }

    @Test func aWarcThatCannotBeReadIsTold() throws {
        var bundle = try Sample.bundle()
        bundle.parts[0].bytes = Array("WARC/1.1\r\nContent-Length: 5\r\n\r\nab".utf8)
        let other = try folder.put(bundle)
        #expect(
            try folder.reader.report(other, key: nil).state
                == .unreadable(reason: "exchanges.warc.gz: truncated at byte 33"))
    }

    /// Signed, but not by this program: names that lead out of the folder, sizes and shapes that make no sense.
    @Test(arguments: [
        "", "{}", "[]", "null", "{\"form\":\"vonggac evidence 2\"}", String(repeating: "[", count: 100_000),
        String(repeating: "{\"a\":", count: 100_000), "\u{FEFF}{}",
    ])
    func signedNonsenseIsUnreadable(text: String) throws {
        let bytes = Array(text.utf8)
        try lay(bytes, signature: Sample.key().signature(over: bytes))
        #expect(
            try folder.reader.report(BundleID(ofManifest: bytes), key: nil).state
                == .unreadable(reason: "manifest.json is no manifest of this program"))
    }

    @Test(arguments: [
        ("block.txt", "../../../etc/passwd"), ("block.txt", "/etc/passwd"), ("block.txt", "manifest.json"),
        ("block.txt", "finding.json"), ("\"bytes\":2,", "\"bytes\":-2,"), ("\"bytes\":2,", "\"bytes\":99999999999,"),
        ("\"bytes\":2,", "\"bytes\":2.5,"), ("2026-01-02T", "2026-01-02 "), ("\"sha256\":\"", "\"sha256\":\"0"),
        ("\"publicKey\":\"M", "\"publicKey\":\"N"),
    ])
    func aManifestThatMeansNothingIsUnreadable(old: String, new: String) throws {
        let bundle = try Sample.bundle()
        let bytes = try EvidenceManifest(bundle, publicKey: Sample.key().publicKey, limits: Sample.limits).encoded()
        let text = String(decoding: bytes, as: UTF8.self)
        let changed = Array(text.replacing(old, with: new, maxReplacements: 1).utf8)
        try #require(changed != bytes)
        try lay(changed, signature: Sample.key().signature(over: changed), bundle.parts)
        #expect(
            try folder.reader.report(BundleID(ofManifest: changed), key: nil).state
                == .unreadable(reason: "manifest.json is no manifest of this program"))
    }

    @Test func everyPrefixOfAManifestIsUnreadable() throws {
        let bytes = try Array(Data(contentsOf: file("manifest.json")))
        #expect(EvidenceManifest(bytes, limits: Sample.limits)?.encoded() == bytes)
        for length in 0..<bytes.count - 2 {
            #expect(EvidenceManifest(Array(bytes[..<length]), limits: Sample.limits) == nil)
        }
    }

    @Test func aHugeManifestIsNotRead() throws {
        try Data(count: 2 << 20).write(to: file("manifest.json"))
        #expect(try state() == .unreadable(reason: "manifest.json: larger than 1048576 bytes"))
    }

    @Test func whatIsNoBundleIsNamed() throws {
        try Data().write(to: URL(fileURLWithPath: "\(folder.path)/\(id.shelf)/notes.txt"))
        // A whole copy under another name.
        let other = String(repeating: "0", count: 64)
        try FileManager.default.createDirectory(atPath: "\(folder.path)/00", withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: "\(folder.path)/\(id.shelf)/\(id)", toPath: "\(folder.path)/00/\(other)")
        let reports = try folder.reader.reports()
        #expect(reports.count == 3)
        #expect(
            reports.first?.state
                == .altered(part: "manifest.json", reason: "is not the one that the bundle is named after"))
        #expect(
            reports.contains {
                $0.name == "\(id.shelf)/notes.txt" && $0.state == .unreadable(reason: "this is no name of a bundle")
            })
    }

    @Test func aBundleThatIsAFileOrALinkIsUnreadable() throws {
        let place = "\(folder.path)/\(id.shelf)/\(id)"
        try FileManager.default.moveItem(atPath: place, toPath: scratch.path + "/moved")
        try FileManager.default.createSymbolicLink(atPath: place, withDestinationPath: scratch.path + "/moved")
        #expect(try state() == .unreadable(reason: "\(folder.path)/\(id.shelf)/\(id): Not a directory"))
        try FileManager.default.removeItem(atPath: place)
        try Data().write(to: URL(fileURLWithPath: place))
        #expect(try state() == .unreadable(reason: "\(folder.path)/\(id.shelf)/\(id): Not a directory"))
    }

    @Test func aShelfThatCannotBeReadDoesNotHideTheOthers() throws {
        try Data().write(to: URL(fileURLWithPath: "\(folder.path)/00"))
        try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/ff", withDestinationPath: folder.path)
        let reports = try folder.reader.reports()
        #expect(reports.map(\.name) == ["00", id.text, "ff"])
        #expect(reports[0].state == .unreadable(reason: "\(folder.path)/00: Not a directory"))
        #expect(reports[1].state == .ok(warcRecords: 7))
        #expect(reports[2].state == .unreadable(reason: "\(folder.path)/ff: Not a directory"))
        #expect(try folder.reader.list().map(\.id) == [id])
    }
}
