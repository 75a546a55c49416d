import SQLStore
import Synchronization

/// Lets few passwords be hashed at a time, on threads of its own: each takes a core and 32 MiB, and whoever floods the sign-in
/// page shall not take the machine from the others. A bounded number waits; one more is told `busy` at once.
final class HashingGate: Sendable {
    private let threads: ThreadPool<Void>
    private let taken = Mutex(0)
    private let maxTaken: Int

    init(atOnce: Int, waiting: Int) {
        threads = ThreadPool(count: max(1, atOnce), name: "password") {}
        maxTaken = max(1, atOnce) + max(0, waiting)
    }

    /// - Throws: `AccessError.busy`, what the closure throws.
    func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        let isTaken = taken.withLock { taken in
            guard taken < maxTaken else { return false }
            taken += 1
            return true
        }
        guard isTaken else { throw AccessError.busy }
        defer { taken.withLock { $0 -= 1 } }
        return try await threads.run { _ in try body() }
    }

    func close() async { await threads.close() }
}
