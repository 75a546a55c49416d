import Synchronization

/// What happened on one page so far, as the browser's events tell. Written by the pipe's thread, read by the page's task.
final class PageLog: Sendable {
    /// One request of the network, until its answer is whole.
    struct Entry: Sendable {
        var session: String
        var kind: String
        var url: String
        var status = 0
        var type = ""
        var hasAnswer = false
        var isDone = false
    }

    struct State: Sendable {
        var requests: [PageRequest] = []
        var entries: [String: Entry] = [:]
        var order: [String] = []
        var isLoaded = false
        var isTimeSpent = false
        var hasCrashed = false
        var navigationCount = 0
        /// Where the page was led, out of what it may load.
        var ledAway: [String] = []
        var dialogCount = 0
        var downloadCount = 0
        var refusedMethodCount = 0
        var authorisations: [String: Int] = [:]
    }

    static let maxRequests = 2_000
    private let state = Mutex(State())

    var now: State { state.withLock { $0 } }

    func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }

    /// Notes a request, once.
    func note(_ request: PageRequest) {
        state.withLock { state in
            guard state.requests.count < Self.maxRequests else { return }
            if let place = state.requests.firstIndex(where: { $0.url == request.url && $0.kind == request.kind }) {
                state.requests[place].isRefused = state.requests[place].isRefused || request.isRefused
                return
            }
            state.requests.append(request)
        }
    }

    func begin(_ id: String, _ entry: Entry) {
        state.withLock { state in
            guard state.order.count < Self.maxRequests else { return }
            if state.entries[id] == nil { state.order.append(id) }
            state.entries[id] = entry
        }
    }

    func answered(_ id: String, status: Int, type: String) {
        state.withLock { state in
            state.entries[id]?.status = status
            state.entries[id]?.type = type
            state.entries[id]?.hasAnswer = true
        }
    }

    func end(_ id: String) { state.withLock { $0.entries[id]?.isDone = true } }
}
