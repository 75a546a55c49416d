import Foundation
import Synchronization
import Testing

@testable import Evidence

/// What a reader finds when the writer is stopped at any moment.
@Suite struct AtomicPutTests {
    /// The folder is copied before each step of a put: that is what a kill at this moment would leave.
    @Test func noStepOfAPutShowsHalfABundle() throws {
        let scratch = try Scratch()
        let place = scratch.path + "/evidence"
        let steps = Mutex<[EvidenceFolder.PutStep]>([])
        let failures = Mutex<[String]>([])
        let folder = try EvidenceFolder(place, budget: 1 << 30, key: Sample.key()) { step in
            let number = steps.withLock {
                $0.append(step)
                return $0.count
            }
            do {
                try FileManager.default.copyItem(atPath: place, toPath: "\(scratch.path)/step-\(number)")
            } catch {
                failures.withLock { $0.append("\(error)") }
            }
        }
        _ = try folder.put(Sample.bundle(0))
        _ = try folder.put(Sample.bundle(1))
        #expect(failures.withLock { $0.isEmpty })
        let seen = steps.withLock { $0 }
        let one: [EvidenceFolder.PutStep] = [
            .begin, .part(0), .part(1), .part(2), .manifest, .signature, .sync, .shelf, .move, .shelfSync, .end,
        ]
        #expect(seen == one + one)
        for (index, step) in seen.enumerated() {
            let copy = "\(scratch.path)/step-\(index + 1)"
            let isThere = step == .shelfSync || step == .end
            let expected = (index < one.count ? 0 : 1) + (isThere ? 1 : 0)
            let states = try EvidenceReader(copy).states()
            #expect(states == Array(repeating: .ok(warcRecords: 7), count: expected))
            // Who opens it next clears the rest and can put again.
            let next = try EvidenceFolder(copy, budget: 1 << 30, key: Sample.key())
            #expect(next.usedBytes == expected * 6 * 4_096)
            for number in 0..<2 { _ = try next.put(Sample.bundle(number)) }
            #expect(try next.reader.states() == Array(repeating: .ok(warcRecords: 7), count: 2))
            let names = try FileManager.default.contentsOfDirectory(atPath: copy)
            #expect(!names.contains { $0.hasPrefix(EvidenceFolder.unfinishedPrefix) })
        }
    }

    private static let childFolder = "VONGGAC_TEST_PUTS_INTO"

    /// Not a test of its own: the process that the next test kills. It puts until it is stopped.
    @Test(.enabled(if: ProcessInfo.processInfo.environment[childFolder] != nil))
    func processThatPutsUntilItIsKilled() throws {
        let place = try #require(ProcessInfo.processInfo.environment[Self.childFolder])
        let folder = try EvidenceFolder(place, budget: 1 << 30, key: Sample.key())
        for number in 0..<1_000_000 { _ = try folder.put(Sample.bundle(number, time: .random(in: 0...1 << 50))) }
    }

    @Test(.enabled(if: ProcessInfo.processInfo.environment[childFolder] == nil))
    func aKilledProcessLeavesWholeBundlesOnly() throws {
        let scratch = try Scratch()
        let place = scratch.path + "/evidence"
        var count = 0
        for _ in 0..<6 {
            let child = try startChild("processThatPutsUntilItIsKilled", [Self.childFolder: place])
            let before = bundleCount(place)
            // Once it puts, the kill comes at a random moment.
            let deadline = Date(timeIntervalSinceNow: 60)
            while bundleCount(place) <= before, child.isRunning, Date() < deadline { usleep(2_000) }
            usleep(.random(in: 0..<40_000))
            kill(child.processIdentifier, SIGKILL)
            child.waitUntilExit()
            #expect(child.terminationReason == .uncaughtSignal)
            let states = try EvidenceReader(place).states(key: Sample.key().publicKey)
            #expect(states.count > count)
            #expect(states.allSatisfy { $0 == .ok(warcRecords: 7) })
            count = states.count
        }
        // The lock died with its holder, and what was half done is cleared.
        let folder = try EvidenceFolder(place, budget: 1 << 30, key: Sample.key())
        #expect(folder.usedBytes == count * 6 * 4_096)
        let names = try FileManager.default.contentsOfDirectory(atPath: place)
        #expect(!names.contains { $0.hasPrefix(EvidenceFolder.unfinishedPrefix) })
    }

    private func bundleCount(_ place: String) -> Int {
        guard let reader = try? EvidenceReader(place) else { return 0 }
        return (try? reader.list().count) ?? 0
    }
}
