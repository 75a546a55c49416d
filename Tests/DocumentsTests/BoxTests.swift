import BuiltProgram
import Foundation
import LoopbackServer
import Testing

@testable import Documents

@Suite struct BoxTests {
    /// A program that looks around in the box instead of reading.
    private func look(_ script: String) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("look-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let program = folder.appendingPathComponent("look").path
        try "#!/bin/bash\nif [ \"$2\" = probe ]; then echo boxed; exit; fi\n\(script)\n"
            .write(toFile: program, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
        let box = try #require(Box(executable: program))
        return String(decoding: box.run(["x"], input: -1, limits: DocumentLimits()).output, as: UTF8.self)
    }

    @Test func nothingOfTheMachineStandsInIt() throws {
        let marker = FileManager.default.temporaryDirectory.appendingPathComponent("seen-\(UUID().uuidString)")
        try Data("x".utf8).write(to: marker)
        defer { try? FileManager.default.removeItem(at: marker) }
        let seen = try look(
            "ls /; echo; ls /root /home /var /work /srv 2>/dev/null; cat \(marker.path); ls /tmp; id -u")
        let folders = Set(seen.split(separator: "\n").map(String.init))
        #expect(
            folders.isSubset(of: [
                "bin", "dev", "etc", "lib", "lib64", "proc", "run", "tmp", "usr", "65534", "opt", "0",
            ]), "\(seen)")
        #expect(folders.contains("usr") && !seen.contains("x\n"))
    }

    @Test func nothingCanBeWrittenButScratch() throws {
        let seen = try look(
            "for f in /usr/x /etc/x /run/vonggac /x /usr/bin/x; do if echo x 2>/dev/null >$f; then echo wrote $f; fi; done; "
                + "echo y >/tmp/y && cat /tmp/y")
        // The box's own root is memory that goes with it; the machine's files are read only.
        #expect(!seen.contains("wrote /usr") && !seen.contains("wrote /run/vonggac"), "\(seen)")
        #expect(seen.hasSuffix("y\n"))
        #expect(!FileManager.default.fileExists(atPath: "/tmp/y") && !FileManager.default.fileExists(atPath: "/x"))
    }

    @Test func noConnectionLeavesIt() throws {
        let server = try RawServer { _, _ in }
        defer { server.stop() }
        let seen = try look(
            "(exec 3<>/dev/tcp/127.0.0.1/\(server.port)) 2>/dev/null && echo connected; cat /proc/net/dev | wc -l")
        #expect(!seen.contains("connected"), "\(seen)")
        // Two lines of heading and the box's own loopback.
        #expect(seen.contains("3"))
        #expect(server.accepted == 0)
    }

    @Test func nothingOutlivesItsDeadline() throws {
        let mark = "31\(Int.random(in: 10_000...99_999))"
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("late-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let program = folder.appendingPathComponent("late").path
        try "#!/bin/bash\nif [ \"$2\" = probe ]; then echo boxed; exit; fi\nsleep \(mark) & sleep \(mark)\n"
            .write(toFile: program, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
        let box = try #require(Box(executable: program))
        var limits = DocumentLimits()
        limits.deadline = .milliseconds(700)
        let start = ContinuousClock.now
        #expect(box.run(["x"], input: -1, limits: limits).ending == .deadline)
        #expect(ContinuousClock.now - start < .seconds(5))
        usleep(300_000)
        let processes = try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { Int($0) != nil }
        let left = processes.filter { number in
            (try? String(contentsOfFile: "/proc/\(number)/cmdline", encoding: .utf8))?.contains(mark) == true
        }
        #expect(left.isEmpty)
    }

    @Test func aReadingThatNobodyWaitsForEndsAtOnce() async {
        let once = TestZip.deflated([UInt8](repeating: 0x20, count: 64 << 20), wrapped: true)
        let slow = TestPDF.pages(Array(repeating: once, count: 40), entries: "/Filter /FlateDecode")
        let (documents, taken) = await Readers.standard.timed(slow, stopAfter: .milliseconds(500))
        #expect(documents.map(\.faults) == [[.timedOut]] && taken < .seconds(5), "\(taken)")
        let reading = Task { await Readers.standard.read(slow, name: "a.pdf") }
        reading.cancel()
        #expect(await reading.value.map(\.faults) == [[.timedOut]])
    }

    @Test func whatPoursOutIsCut() throws {
        let result = BoundedProcess.run(
            "/usr/bin/yes", [], deadline: .now + .seconds(10), maxOutputBytes: 1 << 20)
        #expect(result.ending == .tooMuchOutput && result.output.count <= 1 << 20)
    }

    @Test func endingsAreTold() {
        let soon = ContinuousClock.now + .seconds(10)
        func end(_ script: String) -> BoundedProcess.Ending {
            BoundedProcess.run("/bin/sh", ["-c", script], deadline: soon, maxOutputBytes: 64).ending
        }
        #expect(end("exit 7") == .exited(7))
        #expect(end("kill -9 $$") == .signalled(9))
        #expect(BoundedProcess.run("/nowhere", [], deadline: soon, maxOutputBytes: 1).ending == .failedToStart)
    }

    @Test(arguments: ["/bin/true", "/nowhere/vonggac"])
    func withoutABoxNothingIsRead(executable: String) async {
        let reader = DocumentReader(executable: executable)
        let documents = await reader.read(Array("%PDF-1.4\n".utf8), name: "a.pdf")
        #expect(documents.map(\.faults) == [[.noBox]] && documents.map(\.state) == [.unread])
    }

    @Test func severalDocumentsAreReadAtTheSameTime() async {
        let pdf = TestPDF.pages([Array(TestPDF.text("Văn bản", at: 700).utf8)])
        let texts = await withTaskGroup(of: String.self) { group in
            for _ in 0..<6 { group.addTask { await Readers.standard.read(pdf, name: "a.pdf").first?.text ?? "" } }
            return await group.reduce(into: [String]()) { $0.append($1) }
        }
        #expect(texts == Array(repeating: "Văn bản", count: 6))
    }
}
