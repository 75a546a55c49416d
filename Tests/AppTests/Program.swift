import BuiltProgram
import Foundation

/// The built program, beside the test bundle.
enum Program {
    struct Result {
        var code: Int32
        var output: String
        var errors: String
    }

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The program with its arguments; the data folder is the working copy's.
    /// - Parameter wrapper: another program that starts it, with its own arguments.
    private static func prepared(
        _ arguments: [String], _ environment: [String: String], wrapper: [String] = []
    ) -> Process {
        let process = Process()
        let words = wrapper + [BuiltProgram.path] + arguments
        process.executableURL = URL(fileURLWithPath: words[0])
        process.arguments = Array(words.dropFirst())
        var variables = ProcessInfo.processInfo.environment
        variables["VONGGAC_DATA"] = root.appendingPathComponent("Resources").path
        variables["VONGGAC_OVERLAY"] = ""
        variables["XDG_CONFIG_HOME"] = "/nowhere"
        variables["LC_ALL"] = "C"
        variables.merge(environment) { $1 }
        process.environment = variables
        return process
    }

    /// A program that runs until it is told to end, or has done its work.
    final class Running {
        private let process: Process
        private let folder: URL
        private var outputFile: URL { folder.appendingPathComponent("out") }
        /// Resident memory at the most, as last looked at; kibibytes.
        private(set) var peakKilobytes = 0

        fileprivate init(_ process: Process, _ folder: URL) {
            self.process = process
            self.folder = folder
        }

        deinit {
            if process.isRunning { process.terminate() }
            try? FileManager.default.removeItem(at: folder)
        }

        var isRunning: Bool { process.isRunning }
        var number: Int32 { process.processIdentifier }

        /// The first line that it prints, waited for up to half a minute; what there is of it then.
        func firstLine() async throws -> String {
            for _ in 0..<600 {
                let text = String(decoding: try Data(contentsOf: outputFile), as: UTF8.self)
                if let end = text.firstIndex(of: "\n") { return String(text[..<end]) }
                guard process.isRunning else { break }
                try await Task.sleep(for: .milliseconds(50))
            }
            return String(decoding: try Data(contentsOf: outputFile), as: UTF8.self)
        }

        /// What it has printed so far.
        var output: String {
            get throws { String(decoding: try Data(contentsOf: outputFile), as: UTF8.self) }
        }

        func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

        /// Its exit code after a signal.
        func end(_ signal: Int32) throws -> Int32 {
            send(signal)
            process.waitUntilExit()
            return process.terminationReason == .exit ? process.terminationStatus : -1
        }

        /// Waits until it ends, or is still at it after so long: true when it ended.
        func isOver(within limit: Duration) async throws -> Bool {
            let end = ContinuousClock.now + limit
            while process.isRunning, ContinuousClock.now < end {
                measure()
                try await Task.sleep(for: .milliseconds(20))
            }
            return !process.isRunning
        }

        /// What it came to; ended by force after the limit, with code -1.
        func result(within limit: Duration) async throws -> Result {
            if try await !isOver(within: limit) { send(SIGKILL) }
            process.waitUntilExit()
            func text(_ name: String) throws -> String {
                String(decoding: try Data(contentsOf: folder.appendingPathComponent(name)), as: UTF8.self)
            }
            return Result(
                code: process.terminationReason == .exit ? process.terminationStatus : -1, output: try text("out"),
                errors: try text("err"))
        }

        private func measure() {
            let path = "/proc/\(process.processIdentifier)/status"
            guard let text = try? String(contentsOfFile: path, encoding: .utf8),
                let match = text.firstMatch(of: /VmHWM:\s+([0-9]+) kB/), let number = Int(match.1)
            else { return }
            peakKilobytes = max(peakKilobytes, number)
        }
    }

    static func start(
        _ arguments: [String], environment: [String: String] = [:], wrapper: [String] = []
    ) throws -> Running {
        // Files, not pipes: nothing has to be drained while the program runs.
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("vonggac-app-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let files = try ["out", "err"].map { name in
            let file = folder.appendingPathComponent(name)
            try Data().write(to: file)
            return try FileHandle(forWritingTo: file)
        }
        let process = prepared(arguments, environment, wrapper: wrapper)
        process.standardOutput = files[0]
        process.standardInput = FileHandle.nullDevice
        process.standardError = files[1]
        try process.run()
        return Running(process, folder)
    }

    /// Runs the program to its end.
    /// - Parameter environment: added to that of the tests; the data folder is the working copy's.
    static func run(
        _ arguments: [String], input: String? = nil, environment: [String: String] = [:], wrapper: [String] = []
    ) throws -> Result {
        let process = prepared(arguments, environment, wrapper: wrapper)
        // Files, not pipes: nothing has to be drained while the program runs.
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("vonggac-app-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = try ["in", "out", "err"].map { name in
            let file = folder.appendingPathComponent(name)
            try Data(name == "in" ? (input ?? "").utf8 : "".utf8).write(to: file)
            return file
        }
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        try process.run()
        process.waitUntilExit()
        return Result(
            code: process.terminationStatus, output: String(decoding: try Data(contentsOf: files[1]), as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: files[2]), as: UTF8.self))
    }
}

/// A folder of its own for one test, removed with the value.
final class Scratch: Sendable {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("vonggac-app-\(UUID().uuidString)").path

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        let file = URL(fileURLWithPath: path).appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        return file.path
    }
}
