import Foundation
import Knowledge
import Portals
import Testing

@testable import StagedPortal

/// The engine judges the portal as it stands: honest pages clean, planted ones not. This holds the demonstration to being
/// realistic; it does not hold the engine to being perfect.
@Suite struct EngineTests {
    static let factory: EngineInspectorFactory? = {
        var diagnostics = Diagnostics()
        return EngineInspectorFactory(resources: resources, overlay: nil, &diagnostics)
    }()
    static let seeds: [UInt64?] = [nil] + (1...10).map { UInt64($0) }

    private func verdict(_ inspector: any PageInspecting, _ page: [UInt8], _ path: String) -> InspectionResult {
        page.withUnsafeBufferPointer {
            inspector.inspect($0, kind: .html, baseURL: "http://127.0.0.1:8080" + path)
        }
    }

    @Test(arguments: seeds)
    func noHonestPageIsAccused(seed: UInt64?) throws {
        let inspector = try #require(Self.factory).makeInspector()
        let portal = try Shipped.portal(PortalOptions(seed: seed ?? 1, isFull: seed == nil))
        for path in portal.honestPages {
            let result = verdict(inspector, portal.answer(.get(path)).page, path)
            let words = result.blocks.first?.terms.prefix(8).map(\.rule).joined(separator: " ") ?? ""
            #expect(result.tier == .clean, "\(path) \(result.score) \(result.blocks.first?.text ?? "") \(words)")
        }
    }

    @Test(arguments: seeds)
    func whatIsAlwaysThereIsFound(seed: UInt64?) throws {
        let inspector = try #require(Self.factory).makeInspector()
        let portal = try Shipped.portal(PortalOptions(seed: seed ?? 1, isFull: seed == nil))
        var missed: [String] = []
        let rows = portal.truth.filter { $0.family == .content }
        for row in rows {
            let result = verdict(inspector, portal.answer(.get(row.path)).page, row.path)
            if result.tier < .review { missed.append("\(row.technique)/\(row.category)/\(row.disguise) \(row.path)") }
        }
        print("engine: seed \(seed.map(String.init) ?? "full"): \(rows.count - missed.count) of \(rows.count) found", missed)
        #expect(missed.isEmpty)
    }
}
