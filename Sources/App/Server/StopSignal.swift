import Dispatch
import Glibc
import Synchronization

/// SIGINT or SIGTERM: the program is asked to end in good order. A second one ends it at once.
final class StopSignal: Sendable {
    /// Only made and cancelled here; Dispatch calls them thread-safe.
    private nonisolated(unsafe) let sources: [any DispatchSourceSignal]
    private let waiting = Mutex<(hasCome: Bool, continuations: [CheckedContinuation<Void, Never>])>((false, []))

    /// From now on the two signals end nothing by themselves.
    init() {
        let numbers = [SIGINT, SIGTERM]
        sources = numbers.map { DispatchSource.makeSignalSource(signal: $0, queue: .global()) }
        for (number, source) in zip(numbers, sources) {
            signal(number, SIG_IGN)
            source.setEventHandler { [weak self] in
                signal(number, SIG_DFL)
                self?.come()
            }
            source.resume()
        }
    }

    deinit { for source in sources { source.cancel() } }

    /// Returns when a signal has come, or the task is cancelled.
    func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = waiting.withLock { state in
                    if !state.hasCome { state.continuations.append(continuation) }
                    return state.hasCome
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            come()
        }
    }

    private func come() {
        let continuations = waiting.withLock { state in
            state.hasCome = true
            defer { state.continuations = [] }
            return state.continuations
        }
        for continuation in continuations { continuation.resume() }
    }
}
