import Foundation
import Knowledge
import Portals

/// An inspector that goes by single words, so that the ways of input and output can be tested without the engine.
struct WordFactory: PageInspectorFactory {
    let pack = "words@1"
    func makeInspector() -> any PageInspecting { WordInspector() }
}

struct WordInspector: PageInspecting {
    func inspect(_ bytes: UnsafeBufferPointer<UInt8>, kind: InputKind, baseURL: String?) -> InspectionResult {
        let text = String(decoding: bytes, as: UTF8.self)
        var result = InspectionResult(tier: .clean, score: 0.01, pack: "words@1", byteCount: bytes.count)
        for (word, tier, score) in [("planted", InspectionResult.Tier.planted, 0.97), ("review", .review, 0.61)] {
            guard result.tier == .clean, let range = text.range(of: word) else { continue }
            let start = text[..<range.lowerBound].utf8.count
            result.tier = tier
            result.score = score
            result.categories = ["gambling"]
            result.blocks = [
                .init(
                    zone: "footer", hidden: ["display-none"], start: 0, end: bytes.count, text: text, score: score,
                    category: "gambling",
                    terms: [
                        .init(rule: "test.\(word)", text: word, start: start, end: start + word.utf8.count, weight: 1.5)
                    ])
            ]
            result.links = [
                .init(
                    url: "https://bet.example/\(baseURL ?? "")", host: "bet.example", reason: "listed-domain",
                    start: 1, end: 2)
            ]
        }
        if kind == .text { result.encoding = "text" }
        return result
    }
}

/// Output kept in memory.
final class MemoryOutput: OutputTarget, @unchecked Sendable {
    private(set) var bytes: [UInt8] = []
    func write(_ bytes: [UInt8]) throws { self.bytes += bytes }
    func finish() throws {}
    var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// A folder of its own for one test, removed with the value.
final class Scratch {
    let path = NSTemporaryDirectory() + "vonggac-portals-" + UUID().uuidString

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }

    @discardableResult
    func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        let file = path + "/" + name
        let folder = (file as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        return file
    }
}

/// The data of the working copy.
let resources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Resources").path

/// Runs an inspection over `paths` and gives what was written.
func inspect(
    _ paths: [String], _ format: any InspectionFormat = JSONFormat(), jobs: Int = 2,
    change: (inout InspectionOptions) -> Void = { _ in }
) async throws -> (text: String, summary: RunSummary) {
    var options = InspectionOptions(paths: paths)
    options.jobs = jobs
    change(&options)
    let output = MemoryOutput()
    let summary = try await InspectionRun(options: options, factory: WordFactory(), format: format).run(output: output)
    return (output.text, summary)
}
