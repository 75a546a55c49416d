import Knowledge
import PlantedContent
import Testing

@testable import Portals

struct SampleTests {
    @Test func everyRuleOfTheShippedPackHasASample() throws {
        let pack = try #require(ShippedPack.pack)
        var diagnostics = Diagnostics()
        let samples = pack.samples(&diagnostics)
        let sampled = Set(samples.map(\.rule))
        let bare = pack.source.terms.map(\.rule).filter { !sampled.contains($0) }
        #expect(bare.isEmpty, "run Scripts/make-samples: \(bare.count), \(bare.prefix(5))")
        #expect(samples.allSatisfy { $0.positive != $0.negative })
        #expect(diagnostics.all.isEmpty)
    }

    @Test func everyPositiveHitsItsRuleAndNoNegativeDoes() throws {
        var diagnostics = Diagnostics()
        let pack = try #require(ShippedPack.pack)
        pack.check(pack.samples(&diagnostics), &diagnostics)
        #expect(diagnostics.all.isEmpty, "\(diagnostics.all.count): \(diagnostics.all.prefix(8).map { "\($0)" })")
    }

    @Test func aSampleThatFailsIsReportedWithFileAndLine() throws {
        let scratch = try Scratch()
        let folder = "knowledge/own/"
        try scratch.write(
            folder + "PACK.tsv",
            """
            id\town
            kind\tplanted-content
            version\t1
            status\tcurrent
            title\tOwn
            source\town
            licence\tApache-2.0
            author\tnobody
            from\t2026-01-01

            """)
        try scratch.write(
            folder + "terms.tsv",
            "term\tsignal\tcategory\tlang\nnhà cái\tadvert\tgambling\tvi\nsoi cầu\tcraft\tgambling\tvi\n")
        try scratch.write(
            folder + "samples.tsv",
            """
            rule\tpositive\tnegative
            advert/nhà-cái\tvào nhà cải\tvào nhà cái
            topic/xóc-đĩa\txóc đĩa\tno

            """)
        for (name, text) in [
            ("brands.tsv", "kind\ttext\n"), ("weights.tsv", "feature\tweight\n"), ("priors.tsv", "feature\tweight\n"),
            ("confusables.tsv", "codepoint\tascii\n"), ("allowed-hosts.tsv", "host\n"),
        ] {
            try scratch.write(folder + name, text)
        }
        var diagnostics = Diagnostics()
        let base = KnowledgeBase(resources: scratch.path, &diagnostics)
        base.check([PlantedContentPack.self], &diagnostics)
        #expect(diagnostics.errorCount == 2)
        #expect(diagnostics.warningCount == 2)
        let failed = diagnostics.all.filter { $0.severity == .error }
        #expect(failed.allSatisfy { $0.file.hasSuffix("samples.tsv") && $0.line == 2 }, "\(diagnostics.all)")
        #expect(failed.map(\.column) == [2, 3])
    }
}
