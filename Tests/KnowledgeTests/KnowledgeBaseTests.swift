import Cryptography
import Knowledge
import Testing

/// Words with weights, as a feature would decode them.
private struct Words: PackDecoder {
    static let kind = "words"
    var rows: [String]

    static func decode(_ files: PackFiles, diagnostics: inout Diagnostics) -> Words? {
        let rows = files.rows("terms.tsv", key: ["term"], required: ["term", "weight"], &diagnostics)
        return Words(
            rows: rows.compactMap { row in
                guard let weight = row.double("weight", &diagnostics) else { return nil }
                return "\(row["term"] ?? "")=\(weight)\(row.isOverlay ? "*" : "")"
            })
    }
}

@Suite struct KnowledgeBaseTests {
    private static func header(_ changes: [String: String] = [:]) -> String {
        var fields = [
            "id": "words-vi", "kind": "words", "version": "2026.1", "status": "current", "title": "Từ", "source": "own",
            "licence": "Apache-2.0", "author": "the project", "from": "2026-01-01",
        ]
        fields.merge(changes) { $1 }
        return fields.filter { !$1.isEmpty }.sorted { $0.key < $1.key }.map { "\($0)\t\($1)\n" }.joined()
    }

    @Test func aPackIsLoadedWithItsVersion() throws {
        let scratch = try Scratch()
        try scratch.write("knowledge/words/PACK.tsv", Self.header())
        try scratch.write("knowledge/words/terms.tsv", "term\tweight\na\t1\nb\t2\n")
        var diagnostics = Diagnostics()
        let base = KnowledgeBase(resources: scratch.path, &diagnostics)
        let loaded = try #require(base.load(Words.self, &diagnostics))
        #expect(loaded.content.rows == ["a=1.0", "b=2.0"])
        #expect(loaded.version == "words-vi@2026.1")
        #expect(diagnostics.all.isEmpty)
    }

    @Test func theOverlayReplacesAddsAndRemoves() throws {
        let scratch = try Scratch()
        try scratch.write("knowledge/words/PACK.tsv", Self.header())
        try scratch.write("knowledge/words/terms.tsv", "term\tweight\na\t1\nb\t2\nc\t3\n")
        let overlay = try scratch.write("over/words/terms.tsv", "term\tweight\nd\t4\n-b\na\t9\n-zz\n")
        var diagnostics = Diagnostics()
        let base = KnowledgeBase(resources: scratch.path, overlay: scratch.path + "/over", &diagnostics)
        let loaded = try #require(base.load(Words.self, &diagnostics))
        #expect(loaded.content.rows == ["a=9.0*", "c=3.0", "d=4.0*"])
        #expect(diagnostics.all.map { "\($0.file):\($0.line) \($0.severity)" } == ["\(overlay):5 warning"])
        let marker = SHA256.hex(of: Array("terms.tsv\n27\nterm\tweight\nd\t4\n-b\na\t9\n-zz\n".utf8)).prefix(8)
        #expect(loaded.version == "words-vi@2026.1+overlay.\(marker)")
    }

    /// Some editors write `ờ` as one letter, others as `o` with two marks.
    @Test func aKeyWrittenWithMarksApartIsTheSameKey() throws {
        let scratch = try Scratch()
        let joined = "c\u{1EDD} b\u{1EA1}c"
        let apart = "co\u{31B}\u{300} ba\u{323}c"
        try scratch.write("knowledge/words/PACK.tsv", Self.header())
        try scratch.write("knowledge/words/terms.tsv", "term\tweight\n\(joined)\t1\nb\t2\n")
        try scratch.write("over/words/terms.tsv", "term\tweight\n\(apart)\t9\n")
        var diagnostics = Diagnostics()
        let base = KnowledgeBase(resources: scratch.path, overlay: scratch.path + "/over", &diagnostics)
        let loaded = try #require(base.load(Words.self, &diagnostics))
        #expect(loaded.content.rows.map { Array($0.utf8) } == ["\(joined)=9.0*", "b=2.0"].map { Array($0.utf8) })
        #expect(diagnostics.all.isEmpty)
    }

    @Test func aKeyThatTheOverlayRemovesMayBePutAgainButNotTwice() throws {
        let scratch = try Scratch()
        try scratch.write("knowledge/words/PACK.tsv", Self.header())
        try scratch.write("knowledge/words/terms.tsv", "term\tweight\na\t1\nb\t2\n")
        let overlay = try scratch.write("over/words/terms.tsv", "term\tweight\n-a\na\t3\na\t4\n-a\n-b\n-b\n")
        var diagnostics = Diagnostics()
        let base = KnowledgeBase(resources: scratch.path, overlay: scratch.path + "/over", &diagnostics)
        let loaded = try #require(base.load(Words.self, &diagnostics))
        #expect(loaded.content.rows == ["a=3.0*"])
        #expect(diagnostics.all.map { "\($0.file):\($0.line)" } == [4, 5, 7].map { "\(overlay):\($0)" })
    }

    @Test func everyFaultOfAHeaderIsReportedWithItsLine() throws {
        let scratch = try Scratch()
        let file = try scratch.write(
            "knowledge/words/PACK.tsv",
            "id\twords vi\nkind\twords\nkind\twords\nversion\t1\nstatus\told\ntitle\tT\nsource\ts\nlicence\tl\nauthor\tx\n"
                + "from\t2026-02-29\nuntil\t2025-01-01\nfree text\n")
        var diagnostics = Diagnostics()
        let base = KnowledgeBase(resources: scratch.path, &diagnostics)
        #expect(base.packs.isEmpty)
        #expect(
            diagnostics.all.map(\.description) == [
                "\(file):3:1: error: 'kind' stands in line 2 already",
                "\(file):12: error: not of the form key<TAB>value",
                "\(file):5:2: error: the status is 'old' (one of draft, current, retired)",
                "\(file):1:2: error: 'id' holds other characters than letters, digits, '-', '.', '_'",
                "\(file):10:2: error: 'from' is no date: '2026-02-29' (write it as 2026-03-31)",
            ])
    }

    @Test(arguments: ["id", "kind", "version", "status", "title", "source", "licence", "from", "author"])
    func aHeaderWithoutARequiredKeyIsRefused(key: String) throws {
        let scratch = try Scratch()
        let file = try scratch.write("knowledge/w/PACK.tsv", Self.header([key: ""]))
        var diagnostics = Diagnostics()
        _ = KnowledgeBase(resources: scratch.path, &diagnostics)
        #expect(
            diagnostics.all.map(\.description) == ["\(file): error: '\(key)' is missing (add a line: \(key)<TAB>…)"])
    }

    @Test func twoCurrentPacksOfOneKindAreAFaultAndARetiredOneIsNot() throws {
        let scratch = try Scratch()
        try scratch.write("knowledge/a/PACK.tsv", Self.header(["version": "1", "status": "retired"]))
        try scratch.write("knowledge/b/PACK.tsv", Self.header(["version": "2"]))
        var diagnostics = Diagnostics()
        #expect(
            KnowledgeBase(resources: scratch.path, &diagnostics).current("words", &diagnostics)?.version == "words-vi@2"
        )
        #expect(diagnostics.all.isEmpty)
        try scratch.write("knowledge/a/PACK.tsv", Self.header(["version": "1"]))
        #expect(KnowledgeBase(resources: scratch.path, &diagnostics).current("words", &diagnostics) == nil)
        #expect(diagnostics.errorCount == 1)
    }

    @Test func aMissingFileAndAnUnknownKindAreNamed() throws {
        let scratch = try Scratch()
        try scratch.write("knowledge/a/PACK.tsv", Self.header())
        try scratch.write("knowledge/b/PACK.tsv", Self.header(["kind": "other", "id": "o"]))
        var diagnostics = Diagnostics()
        KnowledgeBase(resources: scratch.path, &diagnostics).check([Words.self], &diagnostics)
        #expect(
            diagnostics.all.map(\.description) == [
                "\(scratch.path)/knowledge/a: error: the pack has no terms.tsv (add the file)",
                "\(scratch.path)/knowledge/b/PACK.tsv: warning: nothing reads packs of the kind 'other' (known kinds: words)",
            ])
    }

    @Test func aKeyThatStandsTwiceInOneFileIsAFault() throws {
        let scratch = try Scratch()
        try scratch.write("knowledge/words/PACK.tsv", Self.header())
        let file = try scratch.write("knowledge/words/terms.tsv", "term\tweight\na\t1\na\t2\n")
        var diagnostics = Diagnostics()
        let loaded = KnowledgeBase(resources: scratch.path, &diagnostics).load(Words.self, &diagnostics)
        #expect(loaded?.content.rows == ["a=1.0"])
        #expect(
            diagnostics.all.map(\.description) == [
                "\(file):3:1: error: the key stands in line 2 already (remove one of them)"
            ])
    }

    @Test func anOverlayThatIsNotThereIsTold() throws {
        let scratch = try Scratch()
        try scratch.write("knowledge/words/PACK.tsv", Self.header())
        var diagnostics = Diagnostics()
        #expect(KnowledgeBase(resources: scratch.path, overlay: "/nowhere", &diagnostics).packs.count == 1)
        #expect(
            diagnostics.all.map(\.description) == [
                "/nowhere: warning: there is no such overlay (check --overlay and VONGGAC_OVERLAY)"
            ])
    }

    @Test func anOverlayOfAnotherKindIsAFault() throws {
        let scratch = try Scratch()
        try scratch.write("knowledge/words/PACK.tsv", Self.header())
        let file = try scratch.write("over/words/PACK.tsv", Self.header(["kind": "other"]))
        try scratch.write("over/mispelled/terms.tsv", "term\tweight\n")
        var diagnostics = Diagnostics()
        _ = KnowledgeBase(resources: scratch.path, overlay: scratch.path + "/over", &diagnostics)
        #expect(diagnostics.all.map(\.file) == [file, scratch.path + "/over/mispelled/PACK.tsv"])
        #expect(diagnostics.errorCount == 2)
    }

    @Test func aFolderWithoutPacksIsNamed() {
        var diagnostics = Diagnostics()
        #expect(KnowledgeBase(resources: "/nowhere", &diagnostics).packs.isEmpty)
        #expect(diagnostics.all.first?.file == "/nowhere/knowledge")
    }
}

@Suite struct ResourceLocatorTests {
    @Test func placesAreTriedInOrderAndANamedOneIsNotPassedOver() throws {
        let scratch = try Scratch()
        try scratch.write("bin/Resources/knowledge/x", "")
        try scratch.write("share/vonggac/knowledge/x", "")
        try scratch.write("other/x", "")
        try scratch.write("data/knowledge/x", "")
        let data = scratch.path + "/data"
        let none = ResourceLocator(environment: { _ in nil }, executableFolder: scratch.path + "/bin")
        #expect(try none.resources() == scratch.path + "/bin/Resources")
        let shared = ResourceLocator(environment: { _ in "" }, executableFolder: scratch.path + "/other")
        #expect(try shared.resources() == scratch.path + "/other/../share/vonggac")
        let named = ResourceLocator(
            environment: { $0 == "VONGGAC_DATA" ? data : nil }, executableFolder: scratch.path + "/bin")
        #expect(try named.resources() == data)
        #expect(try named.resources(dataDirectory: scratch.path + "/share/vonggac") == scratch.path + "/share/vonggac")
        #expect(throws: FileError.self) { try named.resources(dataDirectory: "/nowhere") }
    }

    @Test func theOverlayComesFromTheOptionTheVariableOrTheHome() throws {
        let scratch = try Scratch()
        try scratch.write("config/vonggac/knowledge/x", "")
        let home = scratch.path + "/config"
        let locator = ResourceLocator(environment: { $0 == "XDG_CONFIG_HOME" ? home : nil }, executableFolder: "/")
        #expect(locator.overlay() == home + "/vonggac/knowledge")
        #expect(locator.overlay(named: "/x") == "/x")
        let variable = ResourceLocator(environment: { $0 == "VONGGAC_OVERLAY" ? "/y" : nil }, executableFolder: "/")
        #expect(variable.overlay() == "/y")
        #expect(variable.writableOverlay() == "/y")
    }
}
