import Cryptography
import Foundation
import Testing

@testable import Evidence

/// A folder of its own for one test, removed with the value.
final class Scratch: Sendable {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("vonggac-evidence-\(UUID().uuidString)")
        .path

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    @discardableResult
    func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        let file = path + "/" + name
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        return file
    }
}

enum Sample {
    static let time: Int64 = 1_767_323_045_000_006
    static let limits = EvidenceLimits()

    static func key(_ number: UInt8 = 1) throws -> NodeKey {
        try NodeKey(seed: [UInt8](repeating: number, count: Ed25519.keyByteCount))
    }

    static func text(_ text: String, name: String = "block.txt") -> EvidencePart {
        EvidencePart(name: name, type: "text/plain; charset=utf-8", bytes: Array(text.utf8))
    }

    /// A finding on one page, seen twice.
    static func bundle(_ number: Int = 0, time: Int64 = time) throws -> EvidenceBundle {
        let page = "<p>trang thử số \(number)</p>"
        let response = "HTTP/1.1 200 OK\r\nContent-Length: \(page.utf8.count)\r\n\r\n\(page)"
        let exchange = RecordedExchange(
            url: "http://xa.example/\(number)", address: "203.0.113.7", startedAt: time,
            request: Array("GET /\(number) HTTP/1.1\r\nHost: xa.example\r\n\r\n".utf8), response: Array(response.utf8),
            notes: [("view", "visitor")])
        let archive = try ExchangeArchive.part(
            [exchange, exchange], created: time, about: [("software", "vonggac test")])
        return EvidenceBundle(
            created: time, program: "vonggac test", packs: ["planted-content 1"],
            subject: ["url": exchange.url, "rule": "weights"],
            parts: [
                archive, text(page), EvidencePart(name: "finding.json", type: "application/json", bytes: [0x7B, 0x7D]),
            ])
    }
}

extension EvidenceReader {
    func reports(key: NodePublicKey? = nil) throws -> [BundleReport] {
        var reports: [BundleReport] = []
        try verify(key: key) { reports.append($0) }
        return reports
    }

    func states(key: NodePublicKey? = nil) throws -> [BundleState] { try reports(key: key).map(\.state) }
}

extension EvidenceFolder {
    var path: String { root.path }
    func path(_ id: BundleID, _ name: String = "") -> String { "\(path)/\(id.shelf)/\(id)/\(name)" }
}

struct Finished {
    var code: Int32
    var output: String
}

/// Runs a program to its end. Its errors go where the tests' go.
func run(_ program: String, _ arguments: [String], in folder: String? = nil) throws -> Finished {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Finished(code: process.terminationStatus, output: String(decoding: data, as: UTF8.self))
}

/// This program again, with one test.
func startChild(_ test: String, _ variables: [String: String]) throws -> Process {
    let own = try Data(contentsOf: URL(fileURLWithPath: "/proc/self/cmdline"))
    var arguments = own.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    for option in ["--filter", "--skip", "--event-stream-output-path", "--xunit-output"] {
        while let index = arguments.firstIndex(of: option) {
            arguments.removeSubrange(index..<min(index + 2, arguments.count))
        }
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = arguments.dropFirst() + ["--filter", test]
    process.environment = ProcessInfo.processInfo.environment.merging(variables) { $1 }
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
}

/// warcio of `Scripts/install-packages python`.
func warcio(_ arguments: [String]) throws -> Finished {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    let program = root.appendingPathComponent("artefacts/python/bin/warcio").path
    try #require(FileManager.default.isExecutableFile(atPath: program), "run: Scripts/install-packages test python")
    return try run(program, arguments)
}
