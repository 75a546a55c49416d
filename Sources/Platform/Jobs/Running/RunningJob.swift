import SQLStore
import Synchronization

/// A job in the hands of a runner.
final class RunningJob: Sendable {
    /// Why a handler is told to stop.
    enum Stop: Sendable {
        case cancelled, leaseLost
    }

    private struct State {
        var leaseUntil: Moment
        var stop: Stop?
        var progress: JobProgress?
        var isProgressWritten = true
        var isFinished = false
    }

    let claimed: ClaimedJob
    let stopped = Wake()
    private let state: Mutex<State>

    init(_ claimed: ClaimedJob, leaseUntil: Moment) {
        self.claimed = claimed
        state = Mutex(State(leaseUntil: leaseUntil))
    }

    var lease: JobLease { claimed.lease }
    var leaseUntil: Moment { state.withLock { $0.leaseUntil } }
    /// Why it was told to stop; nil when it was not.
    var stop: Stop? { state.withLock { $0.stop } }
    var isStopped: Bool { stop != nil }
    /// The handler has ended the job itself.
    var isFinished: Bool { state.withLock { $0.isFinished } }
    var lastProgress: JobProgress? { state.withLock { $0.progress } }

    func finish() { state.withLock { $0.isFinished = true } }
    func renew(until moment: Moment) { state.withLock { $0.leaseUntil = moment } }

    func stop(_ reason: Stop) {
        // A lost lease is the last word.
        state.withLock { if $0.stop != .leaseLost { $0.stop = reason } }
        stopped.set()
    }

    func report(_ progress: JobProgress) {
        state.withLock { state in
            guard state.progress != progress else { return }
            state.progress = progress
            state.isProgressWritten = false
        }
    }

    /// What has not been written yet; it counts as written then.
    func takeProgress() -> JobProgress? {
        state.withLock { state in
            guard !state.isProgressWritten, !state.isFinished else { return nil }
            state.isProgressWritten = true
            return state.progress
        }
    }
}

/// The jobs that a runner has in hand.
final class RunningJobs: Sendable {
    private let jobs = Mutex<[JobLease: RunningJob]>([:])

    var all: [RunningJob] { jobs.withLock { Array($0.values) } }

    func begin(_ job: RunningJob) { jobs.withLock { $0[job.lease] = job } }
    func end(_ job: RunningJob) { jobs.withLock { $0[job.lease] = nil } }

    func countByKind() -> [String: Int] {
        jobs.withLock { jobs in jobs.keys.reduce(into: [:]) { $0[$1.kind, default: 0] += 1 } }
    }
}
