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

    /// Every answer so far, in the order in which they ended.
    func wireLog() throws -> [WireLine] {
        let text = try Data(contentsOf: URL(fileURLWithPath: scratch.path + "/wire.jsonl"))
        return try text.split(separator: UInt8(ascii: "\n")).map { try JSONDecoder().decode(WireLine.self, from: $0) }
    }

    /// The log's length when no answer was written for a moment.
    func quietWireLog() async throws -> [WireLine] {
        var last = try wireLog()
        while true {
            try await Task.sleep(for: .milliseconds(300))
            let now = try wireLog()
            if now.count == last.count { return now }
            last = now
        }
    }
}

/// What the portal's server wrote down of an answer.
struct WireLine: Decodable, Sendable {
    var path: String
    var status: Int
    var payloadSHA256: String
    var coding: String
    var framing: String
    var complete: Bool

    enum CodingKeys: String, CodingKey {
        case path, status, coding, framing, complete
        case payloadSHA256 = "payload_sha256"
    }
}
