package import SQLStore
private import Synchronization

/// Gives the register as it stands, from memory while nothing changed.
package final class AgencyDirectory: Sendable {
    private let store: SQLStore
    private let state = Mutex<Register?>(nil)

    package init(_ store: SQLStore) { self.store = store }

    /// The register at this moment. Asks the database for its revision, and reads the whole when that has changed.
    /// - Throws: what the database throws.
    package func current() async throws -> Register {
        let known = latest
        let register = try await store.read { try RegisterReader.read($0, known: known) }
        keep(register)
        return register
    }

    /// The register that was read last, without asking; nil before the first. With `run` at work it is seconds old at most.
    package var latest: Register? { state.withLock { $0 } }

    /// Keeps `latest` fresh until the task is cancelled: after every notice, and each half minute in case one was lost.
    package func run() async {
        let notices = store.notices(Agencies.channel)
        await withTaskGroup { group in
            group.addTask {
                for await _ in notices { await self.refresh() }
            }
            group.addTask {
                while !Task.isCancelled {
                    await self.refresh()
                    try? await Task.sleep(for: .seconds(30))
                }
            }
            await group.waitForAll()
        }
    }

    /// A database that is away is asked again at the next turn.
    private func refresh() async { _ = try? await current() }

    /// Two that read at once may come back in another order than they asked.
    func keep(_ register: Register) {
        state.withLock { held in
            if register.revision > held?.revision ?? -1 { held = register }
        }
    }
}
