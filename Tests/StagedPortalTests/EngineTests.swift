import Foundation
import Knowledge
import Portals
import Testing

@testable import StagedPortal

/// The engine judges the portal as it stands: honest pages clean, planted ones not. This holds the demonstration to being
/// realistic; texts are not chosen by what the engine says of them, so its stated error rates are allowed for.
@Suite struct EngineTests {
    static let factory: EngineInspectorFactory? = {
        var diagnostics = Diagnostics()
        return EngineInspectorFactory(resources: resources, overlay: nil, &diagnostics)
    }()

    private struct Judged {
        var tier: InspectionResult.Tier
        var path: String
        var text: String
    }

    private func judged(_ inspector: any PageInspecting, _ portal: DemoPortal, _ path: String) -> Judged {
        let page = portal.answer(.get(path)).page
        let result = page.withUnsafeBufferPointer {
            inspector.inspect($0, kind: .html, baseURL: "http://127.0.0.1:8080" + path)
        }
        return Judged(tier: result.tier, path: path, text: String(result.blocks.first?.text.prefix(120) ?? ""))
    }

    private func portals() throws -> [DemoPortal] {
        try [PortalOptions(isFull: true)].map(Shipped.portal)
            + (1...10).map { try Shipped.portal(PortalOptions(seed: $0)) }
    }

    @Test func honestTextsAreAccusedNoMoreOftenThanTheEngineStates() throws {
        let inspector = try #require(Self.factory).makeInspector()
        var accused: [Judged] = []
        var pages = 0
        for portal in try portals() {
            let verdicts = portal.honestPages.map { judged(inspector, portal, $0) }
            pages += verdicts.count
            accused += verdicts.filter { $0.tier != .clean }
        }
        // A text stands on several pages and in several portals; it is one error.
        let texts = Set(accused.map(\.text))
        let planted = Set(accused.filter { $0.tier == .planted }.map(\.text))
        print("honest pages accused: \(accused.count) of \(pages), for \(texts.count) texts")
        for page in accused { print("  \(page.tier) \(page.path): \(page.text)") }
        let material = try #require(Shipped.material)
        let count = Set(Section.allCases.flatMap(\.kinds)).reduce(0) { $0 + (material.honest[$1]?.count ?? 0) }
        // Two in a hundred for review, one in two hundred as planted: what Docs/detection.md holds the engine to.
        #expect(texts.count * 50 <= count)
        #expect(planted.count * 200 <= count)
    }

    @Test func whatIsAlwaysThereIsFoundAsOftenAsTheEngineStates() throws {
        let inspector = try #require(Self.factory).makeInspector()
        var missed: [String] = []
        var count = 0
        for portal in try portals() {
            let rows = portal.truth.filter { $0.family == .content && !$0.needsBrowser }
            count += rows.count
            for row in rows where ![.review, .planted].contains(judged(inspector, portal, row.path).tier) {
                missed.append("\(row.technique)/\(row.category)/\(row.disguise) \(row.path.percentDecoded.prefix(200))")
            }
        }
        print("planted pages missed: \(missed.count) of \(count)")
        for text in missed { print("  \(text)") }
        #expect(missed.count * 50 <= count)
    }
}
