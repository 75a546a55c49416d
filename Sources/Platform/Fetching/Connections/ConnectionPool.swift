import Patterns
import Synchronization

/// Open connections that wait for a next request. Bounded in all and for each target; the oldest makes room.
///
/// A connection is kept under its checked address and given out only for an address that was checked again just now.
final class ConnectionPool: Sendable {
    private struct State {
        var idle: [ConnectionKey: [Connection]] = [:]
        /// Keys in the order of parking, one for each parked connection, the oldest first.
        var order: [ConnectionKey] = []
        var isClosed = false
    }

    private let maxIdle: Int
    private let maxIdlePerKey: Int
    private let idleTime: Duration
    private let state = Mutex(State())

    init(maxIdle: Int, maxIdlePerKey: Int, idleTime: Duration = .seconds(15)) {
        self.maxIdle = maxIdle
        self.maxIdlePerKey = maxIdlePerKey
        self.idleTime = idleTime
    }

    /// The connection that was parked last under one of `keys`; nil when there is none.
    func take(_ keys: [ConnectionKey]) -> Connection? {
        state.withLock { state in
            for key in keys {
                while let connection = state.idle[key]?.popLast() {
                    if state.idle[key]?.isEmpty == true { state.idle[key] = nil }
                    if let place = state.order.lastIndex(of: key) { state.order.remove(at: place) }
                    if connection.isOpen { return connection }
                }
            }
            return nil
        }
    }

    /// Keeps a connection for the next request, or closes it.
    func park(_ connection: Connection) {
        let surplus: Connection? = state.withLock { state in
            let key = connection.key
            guard !state.isClosed, connection.isOpen, state.idle[key, default: []].count < maxIdlePerKey else {
                return connection
            }
            state.idle[key, default: []].append(connection)
            state.order.append(key)
            guard state.order.count > maxIdle else { return nil }
            let oldest = state.order.removeFirst()
            let evicted = state.idle[oldest]?.removeFirst()
            if state.idle[oldest]?.isEmpty == true { state.idle[oldest] = nil }
            return evicted
        }
        surplus?.close()
        if surplus !== connection { connection.park(for: idleTime) }
    }

    /// Closes what is parked, and from now on all that comes.
    func close() {
        let all = state.withLock { state in
            state.isClosed = true
            defer { state.idle = [:] }
            return state.idle.values.flatMap { $0 }
        }
        for connection in all { connection.close() }
    }
}
