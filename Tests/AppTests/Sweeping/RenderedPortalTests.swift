import Evidence
import Foundation
import StagedPortal
import Testing

/// What is there only when scripts have run: found in a browser, and never called clean where there is none.
@Suite(.serialized) struct RenderedPortalTests {
    private static let options = PortalOptions(isFull: true, hasBurdens: false, maxDoorways: 3)
    private static let limit = Duration.seconds(900)

    private func shown(_ row: Truth, _ lines: SweepLines, _ served: ServedPortal) -> SweepLines.Page? {
        lines.pages[served.base + row.path]
    }

    @Test func whatScriptsWriteIsFoundAndNothingElseIsAccused() async throws {
        try await ServedPortal.with(Self.options) { served in
            let start = ContinuousClock.now
            let result = try await Program.start(served.arguments("auto", "--views", "visitor"))
                .result(within: Self.limit)
            #expect(result.code == 1, "\(result.errors)")
            let lines = try SweepLines(result.output)
            let rendered = lines.pages.values.count { $0.views.contains { $0.rendered == true } }
            print("rendered \(rendered) of \(lines.pages.count) pages in \(ContinuousClock.now - start)")
            let findings = Dictionary(grouping: lines.findings, by: \.url)
            let rows = served.portal.truth.filter(\.needsBrowser)
            #expect(rows.count > 7)
            for row in rows {
                let name = "\(row.technique) \(row.path)"
                let page = try #require(shown(row, lines, served), "never looked at: \(name)")
                let found = findings[page.url] ?? []
                #expect(page.state == "ok", "\(name): \(page)")
                if row.family == .none {
                    #expect(found.isEmpty && page.verdict == "clean", "\(name): \(found)")
                } else {
                    #expect(found.contains { $0.rule.hasPrefix("content/") }, "\(name): \(found)")
                    // The framed page is one of its own.
                    #expect(found.contains { $0.rendered == true } || row.reach == .script, "\(name): \(found)")
                    try judgeEvidence(found, served)
                }
            }
            judgeHonest(lines, served)
        }
    }

    /// Document, picture and answers lie beside the exchanges.
    private func judgeEvidence(_ findings: [SweepLines.Finding], _ served: ServedPortal) throws {
        let reader = try EvidenceReader(served.out("auto") + "/evidence")
        for finding in findings where finding.rendered == true {
            let name = try #require(finding.evidence)
            let id = try #require(BundleID(name))
            let parts = try reader.get(id).parts
            #expect(
                Set(parts.map(\.name)).isSuperset(of: [
                    "exchanges.warc.gz", "finding.json", "rendered.html", "rendered.warc.gz", "screenshot.png",
                ]), "\(parts.map(\.name))")
            #expect(parts.first { $0.name == "screenshot.png" }?.bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) == true)
        }
    }

    private func judgeHonest(_ lines: SweepLines, _ served: ServedPortal) {
        let planted = Set(served.portal.truth.map { served.base + $0.path })
        let accused = lines.findings.filter { finding in
            finding.rendered == true && !planted.contains(finding.url)
                && !planted.contains { $0.removingPercentEncoding == finding.url.removingPercentEncoding }
        }
        #expect(accused.isEmpty, "\(accused)")
    }

    @Test(arguments: [["--render", "never"], ["--browser", "/nowhere/chromium"]])
    func withoutABrowserTheSweepWorksAndSaysWhatItCouldNotSee(arguments: [String]) async throws {
        try await ServedPortal.with(Self.options) { served in
            let result = try await Program.start(served.arguments("plain", "--views", "visitor") + arguments)
                .result(within: Self.limit)
            #expect(result.code == 1, "\(result.errors)")
            let lines = try SweepLines(result.output)
            #expect(lines.summary.ended == "drained")
            #expect(lines.findings.allSatisfy { $0.rendered != true })
            let accused = Set(lines.findings.map(\.url))
            for row in served.portal.truth where row.needsBrowser {
                #expect(!accused.contains(served.base + row.path), "\(row.technique)")
                guard row.technique.hasSuffix("shell") else { continue }
                let page = try #require(shown(row, lines, served))
                #expect(page.state == "unreadable" && page.reason == "needs-scripts" && page.verdict != "clean")
            }
            let notes = lines.summary.notes.joined(separator: "\n")
            #expect(notes.contains("3 pages are shown only by scripts and could not be read"), "\(notes)")
            let isMissing = arguments[0] == "--browser"
            #expect(notes.contains("no browser: Chromium is not installed") == isMissing, "\(notes)")
            #expect(notes.contains("pages needed a browser") == isMissing, "\(notes)")
        }
    }

    /// A program that is killed leaves no browser behind.
    @Test func theBrowserEndsWithASweepThatIsKilled() async throws {
        try await ServedPortal.with(Self.options) { served in
            let mark = "vonggac-browser-"
            let before = Set(try Self.processes(mark))
            let running = try Program.start(served.arguments("killed", "--render", "always"))
            var own: Set<Int32> = []
            for _ in 0..<600 where own.count < 4 {
                try await Task.sleep(for: .milliseconds(50))
                own = Set(try Self.processes(mark)).subtracting(before)
            }
            #expect(own.count >= 4)
            #expect(try running.end(SIGKILL) == -1)
            for _ in 0..<200 where !own.isDisjoint(with: try Self.processes(mark)) {
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(own.isDisjoint(with: try Self.processes(mark)))
        }
    }

    /// Running processes with this in their command line.
    private static func processes(_ mark: String) throws -> [Int32] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { Int32($0) }.filter { pid in
            let command = (try? String(contentsOfFile: "/proc/\(pid)/cmdline", encoding: .utf8)) ?? ""
            return command.contains(mark) && command.contains("chromium")
        }
    }
}
