import Foundation
import Knowledge
import Markup
import StagedPortal
import Testing

@testable import Portals

/// The data folder of the working copy.
let resources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Resources").path

enum Shipped {
    static let material: Material? = try? Material(resources: resources)
    static let knowledge: SweepKnowledge? = try? SweepKnowledge(resources: resources, overlay: nil)

    static func portal(_ options: PortalOptions) throws -> DemoPortal {
        DemoPortal(options, material: try #require(material))
    }
}

/// What a run is given from outside.
enum Surroundings {
    private static let variables = ProcessInfo.processInfo.environment

    /// `make verify`: as many as the claim says, instead of as many as every change can wait for.
    static let isFull = variables["VONGGAC_FULL"] == "1"
    /// `VONGGAC_SEED` repeats a run that failed.
    static let seed = variables["VONGGAC_SEED"].flatMap { UInt64($0) }

    /// Seeds drawn for this run; the one that is asked for, and no other.
    static func seeds(_ count: Int, inFull fullCount: Int) -> [UInt64] {
        if let seed { return [seed] }
        return (0..<(isFull ? fullCount : count)).map { _ in .random(in: 1...1_000_000_000) }
    }
}

/// A folder of its own for one test, removed with the value.
final class Scratch: Sendable {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("vonggac-sweep-\(UUID().uuidString)").path

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// A folder in it, made.
    func folder(_ name: String) throws -> String {
        try FileManager.default.createDirectory(atPath: path + "/" + name, withIntermediateDirectories: true)
        return path + "/" + name
    }

    func write(_ name: String, _ text: String) throws -> String {
        let file = path + "/" + name
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        return file
    }
}
