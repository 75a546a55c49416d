import Foundation
import StagedPortal
import Testing

/// Sweeps that are killed, interrupted or limited, and go on with `--resume`.
@Suite(.serialized) struct StoppedSweepTests {
    private static let isFull = ProcessInfo.processInfo.environment["VONGGAC_FULL"] == "1"
    /// `VONGGAC_SEED` repeats a portal that failed.
    private static let seed = ProcessInfo.processInfo.environment["VONGGAC_SEED"].flatMap { UInt64($0) }
    private static let limit = Duration.seconds(900)

    /// A portal of which a sweep takes some seconds; drawn anew in every run.
    private static func options() throws -> PortalOptions {
        if let seed { return ServedPortal.steady(seed: seed, maxDoorways: 5) }
        let seeds = (0..<1_000).lazy.map { _ in UInt64.random(in: 1...1_000_000_000) }
        return try ServedPortal.brisk(seeds: seeds, maxDoorways: 5)
    }

    /// Without a browser: what is stored and gone on with is the same, and a sweep takes a tenth of the time.
    private func arguments(_ served: ServedPortal, _ out: String, _ more: String...) -> [String] {
        served.arguments(out, "--render", "never") + more
    }

    private static func name(_ served: ServedPortal) -> Comment { "VONGGAC_SEED=\(served.portal.options.seed)" }

    private func undisturbed(_ served: ServedPortal) async throws -> (lines: SweepLines, took: Duration) {
        let start = ContinuousClock.now
        let result = try await Program.start(arguments(served, "whole")).result(within: Self.limit)
        #expect(result.code == 1, "\(result.errors)")
        return (try SweepLines(result.output), ContinuousClock.now - start)
    }

    /// Addresses whose looks are stored: those of whole lines.
    private func stored(_ out: String) throws -> Set<String> {
        guard let data = FileManager.default.contents(atPath: out + "/journal.jsonl"),
            let end = data.lastIndex(of: UInt8(ascii: "\n"))
        else { return [] }
        struct Line: Decodable {
            struct Record: Decodable { var url: String }
            var record: Record?
        }
        return Set(
            try data[...end].split(separator: UInt8(ascii: "\n"))
                .compactMap { try JSONDecoder().decode(Line.self, from: $0).record?.url })
    }

    /// The journal's arguments: a sweep that was killed before it wrote anything begins anew.
    private func next(_ served: ServedPortal, _ out: String) -> [String] {
        let hasJournal = FileManager.default.fileExists(atPath: served.out(out) + "/journal.jsonl")
        return arguments(served, out) + (hasJournal ? ["--resume"] : [])
    }

    // MARK: killed

    @Test func aKilledSweepGoesOnToTheFindingsOfAnUndisturbedOne() async throws {
        var rest = Self.isFull ? 100 : 5
        while rest > 0 {
            let rounds = min(rest, Self.isFull ? 10 : 5)
            rest -= rounds
            try await ServedPortal.with(try Self.options()) { served in
                let whole = try await undisturbed(served)
                for round in 0..<rounds { try await killAndGoOn(served, whole, "killed-\(round)") }
            }
        }
    }

    private func killAndGoOn(
        _ served: ServedPortal, _ whole: (lines: SweepLines, took: Duration), _ out: String
    ) async throws {
        var kills = 0
        for _ in 0..<Int.random(in: 1...3) {
            let before = try stored(served.out(out))
            let mark = try await served.quietMark()
            let running = try Program.start(next(served, out))
            if try await running.isOver(within: whole.took * Double.random(in: 0.02...0.7)) { break }
            let code = try running.end(SIGKILL)
            // It may have come to its own end just before.
            if code == 1 { break }
            #expect(code == -1)
            kills += 1
            try await checkNothingAskedAgain(served, before, since: mark)
        }
        let before = try stored(served.out(out))
        let mark = try await served.quietMark()
        let result = try await Program.start(next(served, out)).result(within: Self.limit)
        #expect(result.code == 1, "\(result.errors)")
        let lines = try SweepLines(result.output)
        print("killed \(kills) times, \(before.count) of \(lines.summary.pages) pages were stored")
        let difference = lines.keys.symmetricDifference(whole.lines.keys)
        #expect(difference.isEmpty, "\(Self.name(served)): \(difference.sorted().joined(separator: "\n"))")
        #expect(lines.summary.ended == "drained" && lines.summary.left == 0)
        try await checkNothingAskedAgain(served, before, since: mark)
    }

    /// Nothing stored was asked again, but the page that two others lead to.
    private func checkNothingAskedAgain(_ served: ServedPortal, _ stored: Set<String>, since mark: UInt64) async throws
    {
        guard !stored.isEmpty else { return }
        let asked = Set(try await served.quietWireLog(since: mark).map { served.base + $0.path })
        let again = asked.intersection(stored.union([served.base + "/robots.txt"]))
            .subtracting([served.base + "/sitemap.html"])
        #expect(again.isEmpty, "\(Self.name(served)): \(again.sorted())")
    }

    // MARK: interrupted

    @Test(arguments: [SIGINT, SIGTERM])
    func anInterruptedSweepEndsCleanlyAndGoesOn(signal: Int32) async throws {
        try await ServedPortal.with(try Self.options()) { served in
            let whole = try await undisturbed(served)
            let running = try Program.start(arguments(served, "stopped"))
            while try stored(served.out("stopped")).count < 10 { try await Task.sleep(for: .milliseconds(20)) }
            running.send(signal)
            let stopped = try await running.result(within: .seconds(60))
            let lines = try SweepLines(stopped.output)
            #expect(lines.summary.ended == "interrupted" && lines.summary.left > 0, "\(stopped.errors)")
            #expect(lines.summary.pages >= 10 && lines.summary.pages < whole.lines.summary.pages)
            // The code says what was found so far.
            #expect([0, 1, 3].contains(stopped.code) && (stopped.code == 1) == !lines.findings.isEmpty)
            // What nothing links to is known when everything was looked at, and not before.
            #expect(lines.findings.allSatisfy { !$0.orphan })
            let told = lines.places.subtracting(whole.lines.places)
            #expect(told.isEmpty, "\(Self.name(served)): \(told.sorted())")
            #expect(FileManager.default.fileExists(atPath: served.out("stopped") + "/report.html"))
            #expect(try stored(served.out("stopped")) == Set(lines.pages.keys))
            let mark = try await served.quietMark()
            let result = try await Program.start(next(served, "stopped")).result(within: Self.limit)
            #expect(result.code == 1, "\(result.errors)")
            let difference = try SweepLines(result.output).keys
                .symmetricDifference(whole.lines.keys)
            #expect(difference.isEmpty, "\(Self.name(served)): \(difference.sorted().joined(separator: "\n"))")
            try await checkNothingAskedAgain(served, Set(lines.pages.keys), since: mark)
        }
    }

    // MARK: limited

    @Test func theLimitsEndASweepAndAreSaid() async throws {
        try await ServedPortal.with(try Self.options()) { served in
            let few = try await Program.start(arguments(served, "few", "--max-pages", "12")).result(within: Self.limit)
            let fewLines = try SweepLines(few.output)
            #expect(fewLines.summary.ended == "max-pages" && fewLines.summary.left > 0, "\(few.errors)")
            // A poisoned sitemap has a record of its own.
            #expect(fewLines.pages.values.count { !$0.url.contains("/sitemap-") } == 12)
            let short = try await Program.start(arguments(served, "short", "--max-duration", "0.5s", "--jobs", "1"))
                .result(within: Self.limit)
            let shortLines = try SweepLines(short.output)
            #expect(shortLines.summary.ended == "max-duration" && shortLines.summary.left > 0, "\(short.errors)")
            // What a limit left goes on without it.
            let result = try await Program.start(next(served, "few")).result(within: Self.limit)
            let lines = try SweepLines(result.output)
            #expect(lines.summary.ended == "drained" && lines.summary.left == 0, "\(result.errors)")
            #expect(lines.places.isSuperset(of: fewLines.places))
        }
    }
}
