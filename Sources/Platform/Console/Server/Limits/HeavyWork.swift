private import Foundation
import SQLStore

/// For handlers that take a core for milliseconds: at most half of the cores at once, on threads of their own, so that pages,
/// streams and leases go on; a bounded number waits, and one more is answered 429 with the time after which to ask again.
package struct HeavyWork: Sendable {
    private let gate: WorkGate

    /// - Parameter name: of its threads, for operators.
    package init(_ name: String, waiting: Int = 64) {
        gate = WorkGate(
            atOnce: max(1, ProcessInfo.processInfo.activeProcessorCount / 2), waiting: waiting, name: name)
    }

    /// - Parameter isShort: less than a millisecond, so that a hop to another thread would cost more than it saves; counted with
    ///   the others, done where it is asked for.
    /// - Throws: `ConsoleRefusal.tooMany`, what the closure throws.
    package func run<Value: Sendable>(
        isShort: Bool = false, _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        do {
            return isShort ? try gate.runHere(body) : try await gate.run(body)
        } catch is WorkGate.Full {
            throw ConsoleRefusal.tooMany
        }
    }
}
