import Foundation
import StagedPortal
import Testing

/// A demo portal served in this process, for the built program to sweep.
final class ServedPortal: Sendable {
    let portal: DemoPortal
    let scratch: Scratch
    private let server: PortalServer

    /// The data folder of the working copy.
    private static let material: Material? = try? Material(
        resources: Program.root.appendingPathComponent("Resources").path)

    private init(_ portal: DemoPortal, _ scratch: Scratch) async throws {
        self.portal = portal
        self.scratch = scratch
        server = try await PortalServer(
            portal, host: "127.0.0.1", port: 0, wireLog: try WireLog(path: scratch.path + "/wire.jsonl"))
        try scratch.write("seeds.txt", portal.seedList(base: server.baseURL))
        try scratch.write("access.log", portal.accessLog())
    }

    /// Serves for the length of a test.
    static func with<Value>(
        _ options: PortalOptions, _ test: (ServedPortal) async throws -> Value
    ) async throws -> Value {
        let portal = DemoPortal(options, material: try #require(material))
        let served = try await ServedPortal(portal, try Scratch())
        do {
            let value = try await test(served)
            await served.server.stop()
            return value
        } catch {
            await served.server.stop()
            throw error
        }
    }

    /// Options with the first of these seeds whose portal bids nobody to wait: a sweep that obeys takes half a minute there
    /// and nearly does nothing, so that whatever ends it early ends it while it waits. Two sweeps of such a portal see the same.
    static func brisk(seeds: some Sequence<UInt64>, maxDoorways: Int) throws -> PortalOptions {
        let material = try #require(material)
        let drawn = seeds.lazy.map { steady(seed: $0, maxDoorways: maxDoorways) }
        let first = drawn.first { options in
            DemoPortal(options, material: material).truth.allSatisfy { !waits.contains($0.technique) }
        }
        return try #require(first)
    }

    static func steady(seed: UInt64, maxDoorways: Int) -> PortalOptions {
        PortalOptions(seed: seed, hasBurdens: false, maxDoorways: maxDoorways, hasDrift: false)
    }

    private static let waits: Set<String> = ["blocked-429", "blocked-503"]

    var base: String { server.baseURL }
    var authority: String { String(base.dropFirst("http://".count)) }

    func out(_ name: String) -> String { scratch.path + "/" + name }

    /// Arguments of a sweep of this portal: all that tells of its pages, results as JSON.
    /// - Parameter out: name of the folder.
    func arguments(_ out: String, _ more: String...) -> [String] {
        [
            "sweep", base, "--allow-address", authority, "--rate", "0", "--seed-file", scratch.path + "/seeds.txt",
            "--access-log", scratch.path + "/access.log", "--key", scratch.path + "/node.pem", "--format", "json",
            "--out", self.out(out),
        ] + more
    }

    private var wirePath: String { scratch.path + "/wire.jsonl" }

    /// Answers in the order in which they ended.
    /// - Parameter mark: of `quietMark`; 0 for all.
    func wireLog(since mark: UInt64 = 0) throws -> [WireLine] {
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: wirePath))
        defer { try? file.close() }
        try file.seek(toOffset: mark)
        let text = try file.readToEnd() ?? Data()
        return try text.split(separator: UInt8(ascii: "\n")).map { try JSONDecoder().decode(WireLine.self, from: $0) }
    }

    /// How long the log is once no answer was written for a moment; in bytes.
    func quietMark() async throws -> UInt64 {
        var last: UInt64?
        while true {
            let attributes = try FileManager.default.attributesOfItem(atPath: wirePath)
            let now = try #require(attributes[.size] as? UInt64)
            if now == last { return now }
            last = now
            try await Task.sleep(for: .milliseconds(300))
        }
    }

    /// Answers since a mark, when no more come.
    func quietWireLog(since mark: UInt64 = 0) async throws -> [WireLine] {
        _ = try await quietMark()
        return try wireLog(since: mark)
    }
}

/// What the portal's server wrote down of an answer.
struct WireLine: Decodable, Sendable {
    var path: String
    var userAgent: String
    var status: Int
    var payloadSHA256: String
    var coding: String
    var framing: String
    var complete: Bool

    enum CodingKeys: String, CodingKey {
        case path, status, coding, framing, complete
        case userAgent = "user_agent"
        case payloadSHA256 = "payload_sha256"
    }
}
