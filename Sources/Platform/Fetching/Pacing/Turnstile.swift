import Synchronization

/// Lets at most a number of tasks at a time through for each key, in the order they came.
package final class Turnstile: Sendable {
    private struct Gate {
        var inside = 0
        var waiting: [(ticket: UInt64, continuation: CheckedContinuation<Bool, Never>)] = []
    }

    private struct State {
        var gates: [String: Gate] = [:]
        var nextTicket: UInt64 = 0
        /// Tickets of tasks that do not stand in a line yet, and those of them that were cancelled meanwhile.
        var drawn: Set<UInt64> = []
        var cancelled: Set<UInt64> = []
    }

    private let limit: Int
    private let state = Mutex(State())

    package init(limit: Int) { self.limit = max(1, limit) }

    /// Keys with someone inside.
    var keyCount: Int { state.withLock { $0.gates.count } }

    /// Waits for a place; each true must be followed by one `leave`.
    /// - Returns: false when the task was cancelled before.
    package func enter(_ key: String) async -> Bool {
        let ticket: UInt64? = state.withLock { state in
            if state.gates[key, default: Gate()].inside < limit {
                state.gates[key, default: Gate()].inside += 1
                return nil
            }
            state.nextTicket += 1
            state.drawn.insert(state.nextTicket)
            return state.nextTicket
        }
        guard let ticket else { return true }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    state.drawn.remove(ticket)
                    if state.cancelled.remove(ticket) != nil { return false }
                    if state.gates[key, default: Gate()].inside < limit {
                        state.gates[key, default: Gate()].inside += 1
                        return true
                    }
                    state.gates[key, default: Gate()].waiting.append((ticket, continuation))
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            cancel(ticket, key)
        }
    }

    package func leave(_ key: String) {
        let next: CheckedContinuation<Bool, Never>? = state.withLock { state in
            guard var gate = state.gates[key] else { return nil }
            // A place that is handed on stays taken.
            let next = gate.waiting.isEmpty ? nil : gate.waiting.removeFirst().continuation
            if next == nil { gate.inside -= 1 }
            state.gates[key] = gate.inside == 0 ? nil : gate
            return next
        }
        next?.resume(returning: true)
    }

    private func cancel(_ ticket: UInt64, _ key: String) {
        let waiting: CheckedContinuation<Bool, Never>? = state.withLock { state in
            if state.drawn.contains(ticket) { state.cancelled.insert(ticket) }
            guard let place = state.gates[key]?.waiting.firstIndex(where: { $0.ticket == ticket }) else { return nil }
            return state.gates[key]?.waiting.remove(at: place).continuation
        }
        waiting?.resume(returning: false)
    }
}
