import Foundation

/// Threads for calls that block (a driver's, a password's hash), each with something of its own that no other thread touches, such as a connection.
package final class ThreadPool<Resource>: @unchecked Sendable {
    // Everything mutable is guarded by the condition; a resource never leaves its thread.
    private let condition = NSCondition()
    private var waiting: [@Sendable (Resource) -> Void] = []
    private var isClosed = false
    private var running: Int
    private var closers: [CheckedContinuation<Void, Never>] = []

    /// - Parameter resource: made on the thread that uses it.
    package init(count: Int, name: String, resource: @escaping @Sendable () -> Resource) {
        running = count
        for number in 0..<count {
            let thread = Thread { [self] in serve(resource()) }
            thread.name = "\(name)-\(number)"
            thread.stackSize = 1 << 20
            thread.start()
        }
    }

    /// Runs the closure on the next free thread.
    /// - Throws: what the closure throws; `unavailable` after `close`.
    package func run<Value: Sendable>(_ body: @escaping @Sendable (Resource) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { (waiter: CheckedContinuation<Value, any Error>) in
            let isTaken = add { resource in waiter.resume(with: Result { try body(resource) }) }
            if !isTaken { waiter.resume(throwing: StoreError(.unavailable, "it was closed")) }
        }
    }

    /// Runs the closure on the next free thread; nobody waits for it. After `close` it is not run.
    package func submit(_ body: @escaping @Sendable () -> Void) { _ = add { _ in body() } }

    /// Waits for what was given so far, and ends the threads.
    package func close() async {
        await withCheckedContinuation { closer in
            condition.lock()
            isClosed = true
            let isOver = running == 0
            if !isOver { closers.append(closer) }
            condition.broadcast()
            condition.unlock()
            if isOver { closer.resume() }
        }
    }

    /// The same without waiting, for whoever goes away.
    package func end() {
        condition.lock()
        isClosed = true
        condition.broadcast()
        condition.unlock()
    }

    private func add(_ work: @escaping @Sendable (Resource) -> Void) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        guard !isClosed else { return false }
        waiting.append(work)
        condition.signal()
        return true
    }

    private func serve(_ resource: Resource) {
        while let work = next() { work(resource) }
        condition.lock()
        running -= 1
        let done = running == 0 ? closers : []
        condition.unlock()
        for closer in done { closer.resume() }
    }

    private func next() -> (@Sendable (Resource) -> Void)? {
        condition.lock()
        defer { condition.unlock() }
        while waiting.isEmpty, !isClosed { condition.wait() }
        return waiting.isEmpty ? nil : waiting.removeFirst()
    }
}
