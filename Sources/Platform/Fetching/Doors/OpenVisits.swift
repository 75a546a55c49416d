import Synchronization

/// Counts what is under way at a door, so that closing it can wait.
final class OpenVisits: Sendable {
    private struct State {
        var count = 0
        var isClosed = false
        var closer: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// - Returns: false when the door is closed; otherwise `leave` must follow.
    func enter() -> Bool {
        state.withLock { state in
            if !state.isClosed { state.count += 1 }
            return !state.isClosed
        }
    }

    func leave() {
        let closer: CheckedContinuation<Void, Never>? = state.withLock { state in
            state.count -= 1
            return state.count == 0 ? state.closer.take() : nil
        }
        closer?.resume()
    }

    /// Lets nobody in any more and waits until all have left.
    /// - Returns: false when someone else closes or has closed the door.
    func close() async -> Bool {
        let isFirst = state.withLock { state in
            defer { state.isClosed = true }
            return !state.isClosed
        }
        guard isFirst else { return false }
        await withCheckedContinuation { continuation in
            let isEmpty = state.withLock { state in
                if state.count > 0 { state.closer = continuation }
                return state.count == 0
            }
            if isEmpty { continuation.resume() }
        }
        return true
    }
}
