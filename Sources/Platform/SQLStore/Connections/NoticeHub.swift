import Synchronization

/// Wakes those of this process who wait for a channel.
final class NoticeHub: Sendable {
    private struct State {
        var listeners: [NoticeChannel: [Int: AsyncStream<Void>.Continuation]] = [:]
        var lastID = 0
        var isClosed = false
    }

    private let state = Mutex(State())

    func listen(_ channel: NoticeChannel) -> AsyncStream<Void> {
        // One waiting wake-up is as good as many.
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let id = state.withLock { state -> Int? in
            guard !state.isClosed else { return nil }
            state.lastID += 1
            state.listeners[channel, default: [:]][state.lastID] = continuation
            return state.lastID
        }
        guard let id else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { $0.listeners[channel]?[id] = nil }
        }
        return stream
    }

    func tell(_ channel: NoticeChannel) {
        let listeners = state.withLock { $0.listeners[channel].map { Array($0.values) } ?? [] }
        for listener in listeners { listener.yield() }
    }

    /// Something may have been missed.
    func tellAll() {
        let all = state.withLock { state in state.listeners.values.flatMap(\.values) }
        for listener in all { listener.yield() }
    }

    func close() {
        let all = state.withLock { state in
            state.isClosed = true
            let all = state.listeners.values.flatMap(\.values)
            state.listeners = [:]
            return all
        }
        for listener in all { listener.finish() }
    }
}
