import Foundation
import Knowledge
import Testing

@testable import Agencies

@Suite struct AgenciesPackTests {
    private func decode(_ files: [String: String], overlay: [String: String] = [:]) throws -> (
        AgenciesPack?, Diagnostics
    ) {
        let root = FileManager.default.temporaryDirectory.appending(path: "agencies-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: root) }
        let header = """
            id\tagencies
            kind\tagencies
            version\t1.0.0
            status\tcurrent
            title\tA province
            source\tour own
            licence\tApache-2.0
            author\tVọng Gác
            from\t2026-11-21
            """
        let base = files.merging(["PACK.tsv": header]) { first, _ in first }
        for (folder, files) in [("data/knowledge/agencies", base), ("overlay/agencies", overlay)] {
            let folder = root.appending(path: folder)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for (name, text) in files {
                try Data(text.utf8).write(to: folder.appending(path: name))
            }
        }
        var diagnostics = Diagnostics()
        let knowledge = KnowledgeBase(
            resources: root.appending(path: "data").path(), overlay: root.appending(path: "overlay").path(),
            &diagnostics)
        return (knowledge.load(AgenciesPack.self, &diagnostics)?.content, diagnostics)
    }

    private static let organisations = """
        id\tkind\tname\tparent\tcode\tvalid_from\tvalid_until\tcontact\tsource
        tinh\tprovince\tUBND tỉnh\t\t51\t2025-07-01\t\tvt@tinh.example\tNQ
        so\tdepartment\tSở Y tế\ttinh\t\t2025-07-01\t\t\t
        """

    @Test func aPackIsReadAndChecked() throws {
        let (pack, diagnostics) = try decode(["organisations.tsv": Self.organisations])
        #expect(diagnostics.all.isEmpty, "\(diagnostics.all)")
        #expect(pack?.tables.organisations.map { $0["id"] } == ["tinh", "so"])
        #expect(pack?.tables.functions.isEmpty == true)
    }

    @Test func faultsStandAtTheirLinesAndColumns() throws {
        let (pack, diagnostics) = try decode([
            "organisations.tsv": Self.organisations + "\nso-2\tsở\tSở\thuyen\t\t30/02/2025\t\ta@\t",
            "functions.tsv": "organisation\tfunction\tvalid_from\tvalid_until\nso\tincident-response\t2024-01-01\t",
            "successions.tsv": "predecessor\tsuccessor\tkind\tdate\nso\ttinh\tmerge\t2026-01-01",
        ])
        #expect(pack != nil)
        let told = diagnostics.all.map { "\($0.file.split(separator: "/").last ?? "") \($0.line):\($0.column ?? 0)" }
        #expect(
            told == [
                "organisations.tsv 4:2", "organisations.tsv 4:8", "organisations.tsv 4:6", "successions.tsv 2:4",
                "functions.tsv 2:3",
            ])
        #expect(diagnostics.errorCount == 5)
    }

    @Test func anOperatorsOverlayIsLaidOn() throws {
        let (pack, diagnostics) = try decode(
            ["organisations.tsv": Self.organisations],
            overlay: [
                "organisations.tsv": """
                id\tvalid_from\tkind\tname\tparent\tvalid_until
                so\t2025-07-01\tdepartment\tSở Y tế tỉnh\ttinh\t
                so-2\t2025-07-01\tdepartment\tSở Nội vụ\ttinh\t
                """
            ])
        #expect(diagnostics.all.isEmpty, "\(diagnostics.all)")
        #expect(pack?.tables.organisations.map { $0["name"] } == ["UBND tỉnh", "Sở Y tế tỉnh", "Sở Nội vụ"])
    }

    @Test func noBeginningOfAPackCanHarm() throws {
        let text = Array(Self.organisations.utf8)
        for length in stride(from: 0, through: text.count, by: 3) {
            let cut = String(decoding: text.prefix(length), as: UTF8.self)
            _ = try decode(["organisations.tsv": cut])
        }
        let (pack, diagnostics) = try decode([:])
        #expect(pack == nil && diagnostics.hasErrors)
    }
}
