import Foundation
package import SQLStore
import Synchronization

/// A database of one test's own, on either back end.
package enum TestDatabase {
    /// Both, always: what a test says of one it says of the other.
    package static let backends: [Backend] = [.sqlite, .postgres]

    /// Gives a new, empty database to the body, and takes it away afterwards.
    package static func with<Value: Sendable>(
        _ backend: Backend, _ plans: [MigrationPlan] = [], options: StoreOptions = StoreOptions(),
        _ body: (SQLStore) async throws -> Value
    ) async throws -> Value {
        try await withAddress(backend) { address in
            let store = try SQLStore(address, options: options)
            do {
                if !plans.isEmpty { try await Migrator(plans).migrate(store) }
                let value = try await body(store)
                await store.close()
                return value
            } catch {
                await store.close()
                throw error
            }
        }
    }

    /// For tests that open the database themselves, or several times.
    package static func withAddress<Value: Sendable>(
        _ backend: Backend, _ body: (DatabaseAddress) async throws -> Value
    ) async throws -> Value {
        // Every database holds some connections; the tests of all rooms run at once.
        await Gate.shared.enter()
        defer { Gate.shared.leave() }
        switch backend {
        case .postgres:
            return try await body(DatabaseAddress(LocalPostgres.shared.get().makeDatabase()))
        case .sqlite:
            let folder = FileManager.default.temporaryDirectory.appending(path: "vonggac-store-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            return try await body(.sqlite(path: folder.appending(path: "test.db").path()))
        }
    }
}

/// Lets so many in at once; the others wait in their order.
private final class Gate: Sendable {
    static let shared = Gate(places: 16)

    private struct State {
        var free: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    init(places: Int) { state = Mutex(State(free: places)) }

    func enter() async {
        await withCheckedContinuation { waiter in
            let isIn = state.withLock { state in
                guard state.free > 0 else {
                    state.waiting.append(waiter)
                    return false
                }
                state.free -= 1
                return true
            }
            if isIn { waiter.resume() }
        }
    }

    func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard !state.waiting.isEmpty else {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}
