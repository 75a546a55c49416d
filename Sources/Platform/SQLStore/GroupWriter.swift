import Synchronization

/// Puts changes that come close together into one transaction. No timer: a change that comes alone goes at once, and those that
/// come while it is on its way go together after it.
final class GroupWriter: Sendable {
    /// Changes in one transaction.
    private static let maxBatch = 500

    private struct Change: Sendable {
        /// Keeps what the change gave or threw; throws what ends the whole transaction.
        let run: @Sendable (WriteConnection) throws -> Void
        /// Tells the caller: what was kept, or why the transaction failed.
        let end: @Sendable ((any Error)?) -> Void
    }

    private struct State {
        var waiting: [Change] = []
        var drain: Task<Void, Never>?
    }

    /// What one change came to; filled anew when the transaction is run again.
    private final class Slot<Value: Sendable>: Sendable {
        let result = Mutex<Result<Value, any Error>?>(nil)
    }

    private let driver: any StoreDriver
    private let state = Mutex(State())

    init(_ driver: any StoreDriver) { self.driver = driver }

    func write<Value: Sendable>(_ body: @escaping @Sendable (WriteConnection) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { (waiter: CheckedContinuation<Value, any Error>) in
            let slot = Slot<Value>()
            add(
                Change(
                    run: { connection in
                        do {
                            let value = try connection.savepoint(body)
                            slot.result.withLock { $0 = .success(value) }
                        } catch let error where !(error is any TransactionEnding) {
                            slot.result.withLock { $0 = .failure(error) }
                        }
                    },
                    end: { failure in
                        let kept = slot.result.withLock { $0 }
                        let missing = StoreError(.wrongStatement, "a change came to nothing")
                        waiter.resume(with: failure.map { .failure($0) } ?? kept ?? .failure(missing))
                    }))
        }
    }

    /// Waits for the changes that have come so far.
    func settle() async {
        let drain = state.withLock { $0.drain }
        await drain?.value
    }

    private func add(_ change: Change) {
        state.withLock { state in
            state.waiting.append(change)
            // Not the caller's task: cancelling that must not fail the others' changes.
            if state.drain == nil { state.drain = Task { await self.drain() } }
        }
    }

    private func drain() async {
        while let batch = next() {
            do {
                try await driver.write { connection in
                    for change in batch { try change.run(connection) }
                }
                for change in batch { change.end(nil) }
            } catch {
                for change in batch { change.end(error) }
            }
        }
    }

    private func next() -> [Change]? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.drain = nil
                return nil
            }
            let batch = Array(state.waiting.prefix(Self.maxBatch))
            state.waiting.removeFirst(batch.count)
            return batch
        }
    }
}

/// An error after which a transaction cannot go on, whatever its closure makes of it.
protocol TransactionEnding: Error {}
