import CProcess
import Glibc
import Synchronization

/// Runs a program to its end under a deadline and a limit of output. Blocks the calling thread: never call it on one that other
/// work waits for.
enum BoundedProcess {
    struct Result {
        var output: [UInt8] = []
        var ending = Ending.failedToStart
    }

    enum Ending: Equatable {
        case exited(Int32)
        case signalled(Int32)
        case deadline
        case tooMuchOutput
        case failedToStart
    }

    private static let pieceBytes = 64 << 10
    /// How soon a stop is noticed.
    private static let stride = Duration.milliseconds(200)

    /// - Parameters:
    ///   - input: descriptor that becomes standard input; -1 for none.
    ///   - environment: all that the program is given.
    ///   - stop: ends it early, as if its time were up.
    /// Standard error goes nowhere, every other descriptor is closed.
    static func run(
        _ path: String, _ arguments: [String], input: Int32 = -1, environment: [String] = [],
        deadline: ContinuousClock.Instant, maxOutputBytes: Int, stop: StopFlag? = nil
    ) -> Result {
        var pipes: [Int32] = [0, 0]
        guard vg_pipe(&pipes) == 0 else { return Result() }
        defer { close(pipes[0]) }
        let child = spawn(path, arguments, input: input, output: pipes[1], environment)
        close(pipes[1])
        guard let child else { return Result() }
        var result = Result()
        let cut = collect(pipes[0], until: deadline, maxOutputBytes, stop, &result.output)
        if cut != nil { kill(-child, SIGKILL) }
        result.ending = wait(for: child, until: deadline, cut)
        return result
    }

    private static func spawn(
        _ path: String, _ arguments: [String], input: Int32, output: Int32, _ environment: [String]
    ) -> pid_t? {
        var words = ([path] + arguments).map { strdup($0) } + [nil]
        var variables = environment.map { strdup($0) } + [nil]
        defer { for pointer in words + variables { free(pointer) } }
        var child = pid_t()
        guard vg_spawn(&child, path, &words, &variables, nil, [input, output, -1], 3) == 0 else { return nil }
        return child
    }

    /// Reads to the end of the output.
    /// - Returns: why it was broken off; nil when the end came.
    private static func collect(
        _ descriptor: Int32, until deadline: ContinuousClock.Instant, _ maxBytes: Int, _ stop: StopFlag?,
        _ output: inout [UInt8]
    ) -> Ending? {
        var piece = [UInt8](repeating: 0, count: pieceBytes)
        while true {
            guard ContinuousClock.now < deadline, stop?.isSet != true else { return .deadline }
            var asked = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let ready = poll(&asked, 1, milliseconds(until: deadline, atMost: stride))
            if ready < 0, errno != EINTR { return .failedToStart }
            guard ready > 0 else { continue }
            let count = read(descriptor, &piece, piece.count)
            if count == 0 { return nil }
            if count < 0 {
                if errno == EINTR || errno == EAGAIN { continue }
                return .failedToStart
            }
            guard output.count + count <= maxBytes else { return .tooMuchOutput }
            output += piece[..<count]
        }
    }

    /// A program may close its output and go on: the deadline holds for its end too.
    private static func wait(for child: pid_t, until deadline: ContinuousClock.Instant, _ cut: Ending?) -> Ending {
        var cut = cut
        if cut == nil, !hasEnded(child, by: deadline) {
            kill(-child, SIGKILL)
            cut = .deadline
        }
        var status: Int32 = 0
        while waitpid(child, &status, 0) != child {
            guard errno == EINTR else { return cut ?? .failedToStart }
        }
        if let cut { return cut }
        return status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .signalled(status & 0x7F)
    }

    private static func hasEnded(_ child: pid_t, by deadline: ContinuousClock.Instant) -> Bool {
        let watch = vg_watch(child)
        guard watch >= 0 else { return false }
        defer { close(watch) }
        while true {
            var asked = pollfd(fd: watch, events: Int16(POLLIN), revents: 0)
            if poll(&asked, 1, milliseconds(until: deadline, atMost: .seconds(60))) > 0 { return true }
            if ContinuousClock.now >= deadline { return false }
        }
    }

    /// For `poll`, rounded up.
    private static func milliseconds(until deadline: ContinuousClock.Instant, atMost most: Duration) -> Int32 {
        Int32(clamping: Int(max(.zero, min(deadline - ContinuousClock.now, most)) / .milliseconds(1)) + 1)
    }
}

/// Says from any thread that nobody waits any more.
final class StopFlag: Sendable {
    private let flag = Atomic<Bool>(false)

    var isSet: Bool { flag.load(ordering: .relaxed) }
    func set() { flag.store(true, ordering: .relaxed) }
}
