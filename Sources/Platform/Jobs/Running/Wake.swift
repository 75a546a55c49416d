import Synchronization

/// Wakes one task that waits. A wake-up that comes while nobody waits is kept, one for many.
final class Wake: Sendable {
    private struct State {
        var isSet = false
        var waiter: CheckedContinuation<Bool, Never>?
    }

    private let state = Mutex(State())

    func set() {
        let waiter = state.withLock { state in
            let waiter = state.waiter
            state.waiter = nil
            if waiter == nil { state.isSet = true }
            return waiter
        }
        waiter?.resume(returning: true)
    }

    /// Returns when it is set: true; or when the task is cancelled: false.
    @discardableResult
    func wait() async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                let isOver = state.withLock { state in
                    // Cancelled before there was a waiter to tell.
                    if state.isSet || Task.isCancelled { return true }
                    state.waiter = waiter
                    return false
                }
                if isOver { waiter.resume(returning: takeSet()) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                defer { state.waiter = nil }
                return state.waiter
            }
            waiter?.resume(returning: false)
        }
    }

    /// - Returns: false when the time was over first, or the task was cancelled.
    @discardableResult
    func wait(atMost time: Duration) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask { await self.wait() }
            group.addTask {
                try? await Task.sleep(for: time)
                return false
            }
            var isSet = false
            // Both are asked: a wake-up that came with the end of the time is not lost.
            for await result in group {
                isSet = isSet || result
                group.cancelAll()
            }
            return isSet
        }
    }

    private func takeSet() -> Bool {
        state.withLock { state in
            defer { state.isSet = false }
            return state.isSet
        }
    }
}
