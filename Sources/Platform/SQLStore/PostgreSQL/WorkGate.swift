import Synchronization

/// Lets little of what takes a core for long (a password's hash, a large page to be judged) be done at a time, on threads of its
/// own, so that who floods one page does not take the machine from the others. A bounded number waits; one more is turned away at
/// once.
package final class WorkGate: Sendable {
    /// As many wait as may.
    package struct Full: Error, Equatable {
        package init() {}
    }

    private let threads: ThreadPool<Void>
    private let taken = Mutex(0)
    private let maxTaken: Int

    /// - Parameter waiting: beside those that are done.
    package init(atOnce: Int, waiting: Int, name: String) {
        threads = ThreadPool(count: max(1, atOnce), name: name) {}
        maxTaken = max(1, atOnce) + max(0, waiting)
    }

    deinit { threads.end() }

    /// - Throws: `Full`, what the closure throws.
    package func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try enter()
        defer { leave() }
        return try await threads.run { _ in try body() }
    }

    /// Does a small piece on the caller's thread, where a hop to another would cost more than the piece; counted like the others.
    /// - Throws: `Full`, what the closure throws.
    package func runHere<Value>(_ body: () throws -> Value) throws -> Value {
        try enter()
        defer { leave() }
        return try body()
    }

    /// Waits for what was let in, and ends the threads.
    package func close() async { await threads.close() }

    private func enter() throws(Full) {
        let isTaken = taken.withLock { taken in
            guard taken < maxTaken else { return false }
            taken += 1
            return true
        }
        if !isTaken { throw Full() }
    }

    private func leave() { taken.withLock { $0 -= 1 } }
}
