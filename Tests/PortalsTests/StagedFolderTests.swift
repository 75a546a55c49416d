import Foundation
import Knowledge
import Markup
import PlantedContent
import Testing

@testable import Portals

/// The shipped pack, compiled once for all tests.
enum ShippedPack {
    static let pack: PlantedContentPack? = {
        var diagnostics = Diagnostics()
        return KnowledgeBase(resources: resources, &diagnostics).load(PlantedContentPack.self, &diagnostics)?.content
    }()
    static let rules = pack?.compile() ?? RuleSet(RuleSource(pack: "none"))

    static func inspect(
        _ source: [UInt8], _ form: Inspector.Form = .html, charset: String? = nil
    ) -> Verdict {
        source.withUnsafeBufferPointer { Inspector(rules: rules).inspect($0, form: form, charset: charset) }
    }
}

/// One line of the staged folder's manifest.
struct StagedPage: Sendable, CustomTestStringConvertible {
    var path: String
    var expected: String
    var categories: [String]
    var testDescription: String { path }

    var bytes: [UInt8] { FileManager.default.contents(atPath: StagedPage.folder + path).map(Array.init) ?? [] }

    static let folder = resources + "/staged/"
    static let all: [StagedPage] = {
        guard let manifest = try? String(contentsOfFile: folder + "MANIFEST.tsv", encoding: .utf8) else { return [] }
        return manifest.split(separator: "\n").dropFirst().compactMap { line in
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard fields.count >= 4 else { return nil }
            return StagedPage(
                path: fields[0], expected: fields[1], categories: fields[3].split(separator: "|").map(String.init))
        }
    }()
}

struct StagedFolderTests {
    @Test func theManifestAndThePackAreRead() {
        #expect(StagedPage.all.count > 100)
        #expect(ShippedPack.rules.terms.count > 1_000)
    }

    @Test func everyFileOfTheFolderIsInTheManifest() throws {
        let named = Set(StagedPage.all.map(\.path))
        let walker = try #require(FileManager.default.enumerator(atPath: StagedPage.folder))
        let pages = walker.compactMap { $0 as? String }.filter { $0.hasSuffix(".html") }
        #expect(Set(pages) == named)
    }

    @Test(arguments: StagedPage.all)
    func aStagedPageGetsItsVerdict(page: StagedPage) {
        let found = ShippedPack.inspect(page.bytes)
        let words = found.findings.first?.terms.prefix(12).map(\.rule).joined(separator: " ") ?? ""
        switch page.expected {
        case "clean": #expect(found.tier == .clean, "\(found.score) \(words)")
        case "review": #expect(found.tier >= .review, "\(found.score)")
        default: #expect(found.tier == .planted, "\(found.score) \(words)")
        }
        if found.tier < .review { #expect(found.findings.isEmpty) }
        if page.expected != "clean", found.tier >= .review {
            #expect(!Set(found.categories.map(\.rawValue)).isDisjoint(with: page.categories), "\(found.categories)")
        }
    }
}
