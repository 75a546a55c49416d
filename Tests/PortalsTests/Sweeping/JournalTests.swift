import Foundation
import Testing

@testable import Portals

struct JournalTests {
    private static let entries: [JournalEntry] = [
        JournalEntry(
            events: [
                .discovered(
                    [
                        Discovery(url: "http://h.vn/a\"\\", way: .link), Discovery(url: "http://h.vn/b", way: .link),
                        Discovery(url: "http://h.vn/u/", way: .upload), Discovery(url: "http://h.vn/c", way: .link),
                    ], on: "http://h.vn/", refused: [.outOfScope: 3, .calendar: 1]),
                .observed(
                    PageTask(url: "http://h.vn/", view: .visitor),
                    PageOutcome(state: .ok, simhash: .max)),
            ], record: Array(#"{"url":"http://h.vn/","tiếng":"Việt"}"#.utf8)),
        JournalEntry(events: [], record: Array(#""chuỗi""#.utf8)),
        JournalEntry(events: [
            .robots(
                origin: "http://h.vn",
                RobotsReader.read(
                    Array("user-agent: *\ndisallow: /a\nallow: /a/b\ncrawl-delay: 1.5\nsitemap: /s.xml".utf8),
                    agents: [])),
            .robots(origin: "http://i.vn", RobotsRules(state: .unreachable)),
            .errandsAdded([.sitemap(url: "http://h.vn/s.xml", depth: 2), .robots(origin: "http://j.vn")]),
            .errandDone(.sitemap(url: "http://h.vn/s.xml", depth: 2)),
            .enqueued([PageTask(url: "http://h.vn/", view: .phone, pass: 1)]),
            .discovered([], on: nil, refused: [:]),
        ]),
        JournalEntry(events: [
            .observed(PageTask(url: "http://h.vn/a", view: .searcher, pass: 1), PageOutcome(state: .blocked))
        ]),
    ]

    private static func load(_ journal: FileJournal) throws -> [JournalEntry] {
        var entries: [JournalEntry] = []
        try journal.load { entries.append($0) }
        return entries
    }

    @Test func whatWasAppendedIsLoadedInOrder() async throws {
        let scratch = try Scratch()
        let path = scratch.path + "/journal.jsonl"
        do {
            let journal = try FileJournal.create(path, sweep: "digest")
            try await journal.append([Self.entries[0]])
            try await journal.append(Array(Self.entries[1...]))
            try await journal.append([])
        }
        let journal = try FileJournal.resume(path, sweep: "digest")
        #expect(try Self.load(journal) == Self.entries)
        #expect(!journal.hadTornLine)
        try await journal.append([Self.entries[1]])
    }

    @Test func everyLineIsJSON() async throws {
        let scratch = try Scratch()
        let path = scratch.path + "/journal.jsonl"
        try await FileJournal.create(path, sweep: "digest").append(Self.entries)
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == Self.entries.count + 1)
        for line in lines {
            #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) }
        }
    }

    @Test func aJournalCutAtAnyByteLoadsItsWholeLinesAndGoesOn() async throws {
        let scratch = try Scratch()
        let path = scratch.path + "/journal.jsonl"
        try await FileJournal.create(path, sweep: "digest").append(Self.entries)
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        let headEnd = try #require(bytes.firstIndex(of: 10))
        for cut in 0...bytes.count {
            let copy = try scratch.write("cut.jsonl", Array(bytes[..<cut]))
            guard cut >= headEnd else {
                #expect(throws: JournalError.self) { try FileJournal.resume(copy, sweep: "digest") }
                continue
            }
            let whole = max(0, bytes[..<cut].count { $0 == 10 } - 1)
            // The last line may have lost nothing but its end.
            let isAtEnd = cut < bytes.count && bytes[cut] == 10 && cut > headEnd
            let expected = Array(Self.entries[..<(whole + (isAtEnd ? 1 : 0))])
            do {
                let journal = try FileJournal.resume(copy, sweep: "digest")
                #expect(try Self.load(journal) == expected, "cut at \(cut)")
                #expect(journal.hadTornLine == (bytes[cut - 1] != 10 && !isAtEnd && cut > headEnd))
                // Each append waits for the disk.
                guard isAtEnd || cut % 23 == 0 else { continue }
                try await journal.append([Self.entries[3]])
            }
            let longer = try Self.load(FileJournal.resume(copy, sweep: "digest"))
            #expect(longer == expected + [Self.entries[3]], "cut at \(cut)")
        }
    }

    @Test func aChangedByteInTheMiddleIsAnErrorThatNamesTheLine() async throws {
        let scratch = try Scratch()
        let path = scratch.path + "/journal.jsonl"
        try await FileJournal.create(path, sweep: "digest").append(Self.entries)
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        var line = 1
        let lastLine = bytes.count { $0 == 10 }
        for at in bytes.indices {
            defer { if bytes[at] == 10 { line += 1 } }
            guard line > 1, line < lastLine, bytes[at] != 10 else { continue }
            var changed = bytes
            changed[at] ^= 1
            guard changed[at] != 10 else { continue }
            let journal = try FileJournal.resume(try scratch.write("changed.jsonl", changed), sweep: "digest")
            let error = #expect(throws: JournalError.self) { try Self.load(journal) }
            #expect(error?.code == .damaged && error?.line == line)
        }
    }

    @Test func aJournalOfAnotherSweepIsRefused() async throws {
        let scratch = try Scratch()
        let path = scratch.path + "/journal.jsonl"
        #expect(throws: JournalError(.notFound, "\(path): there is no journal")) {
            try FileJournal.resume(path, sweep: "a")
        }
        try await FileJournal.create(path, sweep: "a").append(Self.entries)
        let other = #expect(throws: JournalError.self) { try FileJournal.resume(path, sweep: "b") }
        #expect(other?.code == .otherSweep)
        let exists = #expect(throws: JournalError.self) { try FileJournal.create(path, sweep: "a") }
        #expect(exists?.code == .exists)
        let first = try FileJournal.resume(path, sweep: "a")
        let inUse = #expect(throws: JournalError.self) { try FileJournal.resume(path, sweep: "a") }
        #expect(inUse?.code == .inUse)
        let unloaded = await #expect(throws: JournalError.self) { try await first.append(Self.entries) }
        #expect(unloaded?.code == .notLoaded)
        _ = try Self.load(first)
        let record = await #expect(throws: JournalError.self) {
            try await first.append([JournalEntry(events: [], record: [0x7B, 10, 0x7D])])
        }
        #expect(record?.code == .badRecord)
    }

    @Test func manyCallersShareTheWaitForTheDisk() async throws {
        let scratch = try Scratch()
        let path = scratch.path + "/journal.jsonl"
        do {
            let journal = try FileJournal.create(path, sweep: "a")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<500 {
                    group.addTask {
                        try await journal.append([JournalEntry(events: [], record: Array("\(number)".utf8))])
                    }
                }
                try await group.waitForAll()
            }
        }
        let loaded = try Self.load(FileJournal.resume(path, sweep: "a"))
        #expect(Set(loaded.compactMap { $0.record.map { String(decoding: $0, as: UTF8.self) } }).count == 500)
    }

    /// What the child was told to be safe is there, in whole lines, at whatever moment it is killed.
    @Test(arguments: 0..<5)
    func aKilledProcessLosesNothingThatWasSafe(round: Int) async throws {
        let scratch = try Scratch()
        let folder = scratch.path
        await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String, round = round as Int] in
            let journal = try FileJournal.create(folder + "/journal.jsonl", sweep: "a")
            let safe = open(folder + "/safe", O_WRONLY | O_CREAT | O_APPEND, 0o600)
            Thread.detachNewThread {
                // Not before something was called safe, however busy the machine is.
                var status = stat()
                while fstat(safe, &status) == 0, status.st_size == 0 { usleep(500) }
                usleep(UInt32(13_000 * round))
                kill(getpid(), SIGKILL)
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<4 {
                    group.addTask {
                        for number in 0..<1_000_000 {
                            let name = "\(writer * 1_000_000 + number)"
                            try await journal.append([JournalEntry(events: [], record: Array(name.utf8))])
                            _ = (name + "\n").withCString { write(safe, $0, strlen($0)) }
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        let journal = try FileJournal.resume(folder + "/journal.jsonl", sweep: "a")
        let stored = Set(try Self.load(journal).compactMap { $0.record.map { String(decoding: $0, as: UTF8.self) } })
        let safe = try String(contentsOfFile: folder + "/safe", encoding: .utf8).split(separator: "\n").map(String.init)
        #expect(!safe.isEmpty)
        #expect(stored.isSuperset(of: safe))
        try await journal.append([JournalEntry(events: [], record: Array("1".utf8))])
    }

    /// A sweep that was killed in its first moments would else neither begin nor go on: its journal is there and is none.
    @Test(arguments: 0..<8)
    func aProcessKilledWhileItMakesAJournalLeavesAWholeOneOrNone(round: Int) async throws {
        let scratch = try Scratch()
        let folder = scratch.path
        await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String, round = round as Int] in
            Thread.detachNewThread {
                while access(folder + "/0.jsonl", F_OK) != 0 { usleep(50) }
                usleep(UInt32(700 * round))
                kill(getpid(), SIGKILL)
            }
            for number in 0..<1_000_000 { _ = try FileJournal.create("\(folder)/\(number).jsonl", sweep: "a") }
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".jsonl") }
        #expect(!names.isEmpty)
        for name in names { #expect(throws: Never.self) { try FileJournal.resume("\(folder)/\(name)", sweep: "a") } }
    }
}
