import Dispatch

/// Where calls wait for the disk: never on a thread of the cooperative pool, which has as many as there are cores.
enum DiskThread {
    private static let queue = DispatchQueue(label: "evidence-disk", attributes: .concurrent)

    static func run<Value: Sendable>(
        _ body: @escaping @Sendable () throws(EvidenceError) -> Value
    ) async throws(EvidenceError) -> Value {
        let result = await withCheckedContinuation { done in
            queue.async { done.resume(returning: Result(catching: body)) }
        }
        return try result.get()
    }
}
