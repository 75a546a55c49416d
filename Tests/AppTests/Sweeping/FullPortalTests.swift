import Evidence
import Foundation
import StagedPortal
import Testing
import Unpack

/// The built program sweeps every technique at once, burdens and traps among them, over real sockets; what it printed, what it
/// kept and what it used of memory are held against the portal's truth and its server's log.
@Suite(.serialized) struct FullPortalTests {
    /// Memory that a sweep may take on a small machine, whatever a portal sends, while a browser works for it (whose own memory
    /// has a budget of its own).
    private static let maxKilobytes = 400 << 10

    @Test func aSweepFindsEverythingWithinItsMemoryAndItsEvidenceStands() async throws {
        try await ServedPortal.with(PortalOptions(isFull: true)) { served in
            let start = ContinuousClock.now
            let running = try Program.start(served.arguments("sweep", "--jobs", "16"))
            let result = try await running.result(within: .seconds(900))
            print("full portal: \(ContinuousClock.now - start), \(running.peakKilobytes >> 10) MB")
            #expect(result.code == 1, "\(result.errors)")
            #expect(running.peakKilobytes > 0 && running.peakKilobytes < Self.maxKilobytes)
            let lines = try SweepLines(result.output)
            #expect(lines.summary.ended == "drained" && lines.summary.left == 0)
            judge(lines, served)
            try await judgeEvidence(lines, served)
        }
    }

    // MARK: what was said

    private func judge(_ lines: SweepLines, _ served: ServedPortal) {
        let byURL = Dictionary(grouping: lines.findings, by: \.url)
        let truth = served.portal.truth
        var missed = 0
        for row in truth where row.family != .sign {
            let name = "\(row.family) \(row.technique) \(row.trigger) \(row.path)"
            guard let page = page(row.path, lines, served) else {
                // An archive is no page: it is not asked for, and nobody is told that it is clean.
                if row.technique != "huge-file" { Issue.record("never looked at: \(name)") }
                continue
            }
            let findings = byURL[page.url] ?? []
            switch row.family {
            case .content, .cloaking, .redirect:
                let isFound = findings.contains { $0.rule.hasPrefix(row.family.rawValue + "/") }
                if !isFound, Self.isFragment(row) {
                    print("  missed: \(name)")
                    missed += 1
                    continue
                }
                #expect(isFound, "\(name): \(findings.map(\.rule))")
                if row.visit == 1 {
                    let told = Set(findings.filter { $0.rule.hasPrefix(row.family.rawValue) }.flatMap(\.views))
                    #expect(told.isSubset(of: row.views.map(\.rawValue)), "\(name): \(told)")
                }
            case .blocked, .unreadable:
                #expect(page.state == row.family.rawValue && page.verdict != "clean", "\(name): \(page)")
            case .none, .sign: #expect(findings.isEmpty, "\(name): \(findings)")
            }
            if row.needsBrowser { #expect(page.state == "ok", "\(name): \(page)") }
        }
        // A defaced page is both; what else shows a sign carries no advert.
        let isPlanted: (Truth) -> Bool = { $0.family != .sign || $0.technique == "defacement" }
        let planted = Set(truth.filter(isPlanted).compactMap { page($0.path, lines, served)?.url })
        let accused = lines.findings.filter { !planted.contains($0.url) && $0.rule != "sitemap/foreign-slugs" }
        for finding in accused { print("  honest, but \(finding.tier) \(finding.rule): \(finding.url)") }
        // What the engine may err of words; drawn portals hold it to finer shares.
        #expect(missed * 50 <= truth.count(where: { $0.family == .content }))
        #expect(accused.count * 50 <= lines.pages.count - planted.count)
        // The traps ended by themselves.
        #expect(lines.summary.pages < 2_000)
    }

    /// A search page repeats 160 letters of an advert, and they may be the wrong ones; every other planted thing shows it whole.
    private static func isFragment(_ row: Truth) -> Bool { row.technique == "search-reflection" }

    /// The page of a path; percent-encoding apart.
    private func page(_ path: String, _ lines: SweepLines, _ served: ServedPortal) -> SweepLines.Page? {
        lines.pages[served.base + path]
            ?? lines.pages.first { $0.key.removingPercentEncoding == (served.base + path).removingPercentEncoding }?
            .value
    }

    // MARK: what was kept

    private func judgeEvidence(_ lines: SweepLines, _ served: ServedPortal) async throws {
        let folder = served.out("sweep") + "/evidence"
        var reports = 0
        let reader = try EvidenceReader(folder)
        let named = Set((lines.findings + lines.signs).flatMap { ($0.others ?? []) + [$0.evidence].compactMap { $0 } })
        #expect(lines.findings.allSatisfy { $0.evidence != nil })
        try reader.verify(key: nil) { report in
            reports += 1
            guard case .ok(let records) = report.state else {
                Issue.record("\(report.name): \(report.state)")
                return
            }
            // A sign is proved by one answer: archive's own record, request, response.
            #expect(records >= 2 && named.contains(report.name), "\(report.name): \(records)")
        }
        #expect(reports == named.count)
        try judgeByWarcio(folder)
        try judgePayloads(reader, try await served.quietWireLog(), served)
    }

    /// Another reader of the standard takes every file.
    private func judgeByWarcio(_ folder: String) throws {
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        let files = names.filter { $0.hasSuffix(".warc.gz") }.map { folder + "/" + $0 }
        #expect(!files.isEmpty)
        let check = try Warcio.run(["check"] + files)
        #expect(check.code == 0, "\(check.output.suffix(2_000))")
        let index = try Warcio.run(["index", "-f", "offset,warc-type,warc-target-uri,http:status"] + files)
        #expect(index.code == 0, "\(index.output.suffix(2_000))")
        #expect(index.output.split(separator: "\n").count > files.count * 4)
    }

    /// What the records say was received is what the server put on the wire.
    private func judgePayloads(_ reader: EvidenceReader, _ log: [WireLine], _ served: ServedPortal) throws {
        let sent = Dictionary(grouping: log.filter(\.complete), by: \.path)
        var met: Set<String> = []
        var count = 0
        for entry in try reader.list() {
            let archive = try reader.get(entry.id).parts.first { $0.name == ExchangeArchive.partName }
            var records = try WARCReader(MemorySource(try #require(archive).bytes))
            while let record = try records.next() {
                guard record.kind == .metadata, let digest = Self.digest(record.block) else { continue }
                let url = String(decoding: record.targetURI, as: UTF8.self)
                let path = String(url.dropFirst(served.base.count))
                let answers = (sent[path] ?? []).filter { $0.payloadSHA256 == digest }
                guard let answer = answers.first else {
                    Issue.record("nobody sent what was kept of \(url)")
                    continue
                }
                count += 1
                met.formUnion([answer.coding, answer.framing])
            }
        }
        print("\(count) kept payloads have the digest that the server wrote down")
        #expect(count > 100)
        #expect(met.isSuperset(of: ["plain", "gzip", "br", "deflate", "deflate-raw", "chunked", "length"]), "\(met)")
    }

    private static func digest(_ notes: [UInt8]) -> String? {
        let line = String(decoding: notes, as: UTF8.self).split(separator: "\r\n")
            .first { $0.hasPrefix("payload-sha256: ") }
        return line.map { String($0.dropFirst("payload-sha256: ".count)) }
    }
}

/// warcio of `Scripts/install-packages python`.
enum Warcio {
    static func run(_ arguments: [String]) throws -> (code: Int32, output: String) {
        let program = Program.root.appendingPathComponent("artefacts/python/bin/warcio")
        try #require(
            FileManager.default.isExecutableFile(atPath: program.path), "run: Scripts/install-packages test python")
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
}
