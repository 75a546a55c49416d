package import Fetching
import Synchronization

/// What one page's proxy was asked for.
package struct ProxyReport: Sendable {
    /// Requests and tunnels that were passed on.
    package var servedCount = 0
    /// Asked for and refused: another host, another method, no secret.
    package var refusedCount = 0
    /// What was refused, as it was asked for: a URL, or `host:port` of a tunnel; at most `maxRefusals`.
    package var refusals: [String] = []
    /// Plain requests, byte for byte as they went over the wire; within `maxExchangeBytes`.
    package var exchanges: [Exchange] = []

    package static let maxRefusals = 200
    package static let maxExchangeBytes = 4 << 20
}

/// Counts for one page, by the tasks of its connections.
final class ProxyLog: Sendable {
    private let state = Mutex((report: ProxyReport(), bytes: 0, connections: 0))
    private static let maxConnections = 64

    var report: ProxyReport { state.withLock { $0.report } }

    func refuse(_ what: String) {
        state.withLock { state in
            state.report.refusedCount += 1
            if state.report.refusals.count < ProxyReport.maxRefusals {
                state.report.refusals.append(String(what.prefix(2_048)))
            }
        }
    }

    func serve() { state.withLock { $0.report.servedCount += 1 } }

    func keep(_ exchanges: [Exchange]) {
        state.withLock { state in
            for exchange in exchanges {
                let count = exchange.requestBytes.count + exchange.responseBytes.count
                guard state.bytes + count <= ProxyReport.maxExchangeBytes else { return }
                state.bytes += count
                state.report.exchanges.append(exchange)
            }
        }
    }

    /// - Returns: false when too many connections are open; otherwise `leave` must follow.
    func enter() -> Bool {
        state.withLock { state in
            guard state.connections < Self.maxConnections else { return false }
            state.connections += 1
            return true
        }
    }

    func leave() { state.withLock { $0.connections -= 1 } }
}
