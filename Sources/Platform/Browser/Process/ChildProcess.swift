import CProcess
import Dispatch
import Foundation
import Glibc
import Synchronization

/// A program run as a process group of its own, spoken to over descriptors 3 (to it) and 4 (from it), and gone for sure: it is
/// killed with all its group when it is stopped, when its pipe closes, when it takes too much, and by the kernel when the
/// thread that started it ends with us.
///
/// That thread lives as long as the child: it reads, measures, and reaps.
final class ChildProcess: Sendable {
    /// What it may take.
    struct Limits: Sendable {
        var maxMemoryBytes: Int
        var maxProcesses: Int
        var interval: Duration
        /// Of one message; a longer one ends the child.
        var maxMessageBytes = 32 << 20
    }

    private struct State {
        var pid: pid_t?
        var writeEnd: Int32?
        var isEnded = false
        var fault: BrowserError?
        var complaints: [UInt8] = []
        var peak = ProcessUsage()
    }

    private static let maxComplaintBytes = 16 << 10
    private let state = Mutex(State())
    private let writing = DispatchQueue(label: "browser-pipe")
    private let limits: Limits

    private init(_ limits: Limits) { self.limits = limits }

    /// Starts the program.
    /// - Parameters:
    ///   - receive: every message, in order, on the child's thread.
    ///   - ended: once, when it is gone.
    static func start(
        _ arguments: [String], environment: [String], folder: String, limits: Limits,
        receive: @escaping @Sendable (ArraySlice<UInt8>) -> Void,
        ended: @escaping @Sendable (BrowserError) -> Void
    ) async throws(BrowserError) -> ChildProcess {
        let child = ChildProcess(limits)
        let fault: BrowserError? = await withCheckedContinuation { started in
            Thread.detachNewThread {
                do throws(BrowserError) {
                    let pipes = try child.spawn(arguments, environment, folder)
                    started.resume(returning: nil)
                    child.serve(pipes, receive)
                    ended(child.end())
                } catch {
                    started.resume(returning: error)
                }
            }
        }
        if let fault { throw fault }
        return child
    }

    var pid: pid_t? { state.withLock { $0.pid } }
    /// The most that was counted at one time.
    var peak: ProcessUsage { state.withLock { $0.peak } }
    /// What it said on standard error, the end of it.
    var complaints: String { state.withLock { String(decoding: $0.complaints, as: UTF8.self) } }

    /// Sends one message. A child that does not read keeps only this queue waiting.
    func send(_ message: [UInt8]) {
        writing.async { [self] in
            guard let descriptor = state.withLock({ $0.writeEnd }) else { return }
            var rest = (message + [0])[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return }
                rest = rest.dropFirst(count)
            }
        }
    }

    /// Kills the group. Its end is told as ever.
    func stop(_ reason: BrowserError = BrowserError(.closed, "the browser was closed")) {
        state.withLock { state in
            state.fault = state.fault ?? reason
            if let pid = state.pid { kill(-pid, SIGKILL) }
        }
    }

    // MARK: start

    private struct Pipes {
        var messages: Int32
        var complaints: Int32
    }

    private func spawn(_ arguments: [String], _ environment: [String], _ folder: String) throws(BrowserError) -> Pipes {
        // Each pipe its end to read from, then that to write to: orders, answers, complaints.
        var ends: [Int32] = []
        for _ in 0..<3 {
            var pair: [Int32] = [-1, -1]
            let fault = vg_pipe(&pair)
            guard fault == 0 else { throw Self.failure(fault, ends) }
            ends += pair
        }
        var argv = arguments.map { strdup($0) } + [nil]
        var envp = environment.map { strdup($0) } + [nil]
        defer { for text in argv + envp { free(text) } }
        var pid: pid_t = 0
        let fault = vg_spawn(&pid, arguments[0], &argv, &envp, folder, [-1, -1, ends[5], ends[0], ends[3]], 5)
        for end in [ends[0], ends[3], ends[5]] { close(end) }
        guard fault == 0 else { throw Self.failure(fault, [ends[1], ends[2], ends[4]]) }
        state.withLock { state in
            state.pid = pid
            state.writeEnd = ends[1]
            if state.fault != nil { kill(-pid, SIGKILL) }
        }
        return Pipes(messages: ends[2], complaints: ends[4])
    }

    private static func failure(_ error: Int32, _ ends: [Int32]) -> BrowserError {
        for end in ends where end >= 0 { close(end) }
        return BrowserError(.notStarted, "the browser could not be started: \(String(cString: strerror(error)))")
    }

    // MARK: life

    /// Reads and measures until the pipe closes or the child is gone.
    private func serve(_ pipes: Pipes, _ receive: (ArraySlice<UInt8>) -> Void) {
        defer {
            close(pipes.messages)
            close(pipes.complaints)
        }
        var messages = MessageSplitter(maxBytes: limits.maxMessageBytes)
        var piece = [UInt8](repeating: 0, count: 256 << 10)
        var measured = ContinuousClock.now
        let milliseconds = Int32(max(10, limits.interval / .milliseconds(1)))
        while true {
            var waiting = [
                pollfd(fd: pipes.messages, events: Int16(POLLIN), revents: 0),
                pollfd(fd: pipes.complaints, events: Int16(POLLIN), revents: 0),
            ]
            let count = poll(&waiting, 2, milliseconds)
            if count < 0, errno != EINTR { return }
            if waiting[1].revents != 0 {
                let count = read(pipes.complaints, &piece, piece.count)
                if count > 0 { note(complaint: piece[..<count]) }
            }
            if waiting[0].revents != 0 {
                let count = read(pipes.messages, &piece, piece.count)
                guard count > 0 else { return }
                guard messages.take(piece[..<count], receive) else {
                    return stop(BrowserError(.badAnswer, "a message of the browser is too long"))
                }
            }
            if ContinuousClock.now - measured >= limits.interval {
                measured = .now
                guard measure() else { return }
            }
        }
    }

    private func note(complaint: ArraySlice<UInt8>) {
        state.withLock { state in
            state.complaints += complaint
            state.complaints = state.complaints.suffix(Self.maxComplaintBytes)
        }
    }

    /// - Returns: false when the child is over its limits or gone.
    private func measure() -> Bool {
        guard let pid else { return false }
        var info = siginfo_t()
        // Looked at, not reaped: the number stays the child's own.
        if waitid(P_PID, id_t(pid), &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_signo == SIGCHLD {
            return false
        }
        let usage = ProcessUsage.of(group: pid)
        state.withLock { $0.peak.raise(to: usage) }
        if usage.memoryBytes > limits.maxMemoryBytes {
            stop(BrowserError(.tooLarge, "the browser took more than \(limits.maxMemoryBytes >> 20) MB of memory"))
        } else if usage.processCount > limits.maxProcesses {
            stop(BrowserError(.tooLarge, "the browser took more than \(limits.maxProcesses) processes"))
        }
        return true
    }

    /// Kills what is left of the group and waits for the child itself.
    private func end() -> BrowserError {
        let pid = state.withLock { state -> pid_t in
            let pid = state.pid ?? 0
            if pid > 0 { kill(-pid, SIGKILL) }
            return pid
        }
        var status: Int32 = 0
        if pid > 0 { while waitpid(pid, &status, 0) < 0, errno == EINTR {} }
        let descriptor = state.withLock { state -> Int32? in
            state.pid = nil
            defer { state.writeEnd = nil }
            return state.writeEnd
        }
        if let descriptor { writing.async { close(descriptor) } }
        return state.withLock { $0.fault ?? BrowserError(.crashed, "the browser ended by itself") }
    }
}

/// Cuts a stream of bytes into messages that end with NUL.
struct MessageSplitter {
    let maxBytes: Int
    private var pending: [UInt8] = []

    init(maxBytes: Int) { self.maxBytes = maxBytes }

    /// - Returns: false when a message is too long.
    mutating func take(_ bytes: ArraySlice<UInt8>, _ body: (ArraySlice<UInt8>) -> Void) -> Bool {
        var rest = bytes
        while let end = rest.firstIndex(of: 0) {
            if pending.isEmpty {
                body(rest[..<end])
            } else {
                pending += rest[..<end]
                body(pending[...])
                pending = []
            }
            rest = rest[(end + 1)...]
        }
        guard pending.count + rest.count <= maxBytes else { return false }
        pending += rest
        return true
    }
}
