import Foundation
package import SQLStore

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
