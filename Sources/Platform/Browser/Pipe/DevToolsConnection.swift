import Dispatch
import Synchronization

/// Calls and events of one browser over its pipe. Sessions (pages, frames, workers) share it.
final class DevToolsConnection: Sendable {
    typealias Answer = Result<DevToolsValue, BrowserError>
    /// Takes the events of one session, on the child's thread.
    typealias Sink = @Sendable (_ method: String, _ parameters: DevToolsValue) -> Void

    private struct State {
        var nextID = 0
        var pending: [Int: CheckedContinuation<Answer, Never>] = [:]
        var sinks: [String: Sink] = [:]
        var fault: BrowserError?
        var send: (@Sendable ([UInt8]) -> Void)?
    }

    private let state = Mutex(State())
    private let timers = DispatchQueue(label: "browser-timers")

    /// - Parameter send: passes one message on.
    func open(send: @escaping @Sendable ([UInt8]) -> Void) { state.withLock { $0.send = send } }

    /// Calls a method and waits for its answer.
    /// - Throws: `tooSlow`, `badAnswer` for an error that the browser tells, and what ended the connection.
    @discardableResult
    func call(
        _ method: String, _ parameters: DevToolsValue = [:], session: String? = nil, within limit: Duration
    ) async throws(BrowserError) -> DevToolsValue {
        let answer: Answer = await withCheckedContinuation { continuation in
            let (id, fault) = state.withLock { state -> (Int, BrowserError?) in
                state.nextID += 1
                if state.fault == nil { state.pending[state.nextID] = continuation }
                return (state.nextID, state.fault)
            }
            if let fault { return continuation.resume(returning: .failure(fault)) }
            let milliseconds = max(1, Int(limit / .milliseconds(1)))
            timers.asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { [weak self] in
                self?.settle(id, .failure(BrowserError(.tooSlow, "no answer to \(method) in time")))
            }
            send(id, method, parameters, session)
        }
        return try answer.get()
    }

    /// Calls a method whose answer nobody waits for.
    func tell(_ method: String, _ parameters: DevToolsValue = [:], session: String?) {
        let id = state.withLock { state -> Int in
            state.nextID += 1
            return state.nextID
        }
        send(id, method, parameters, session)
    }

    private func send(_ id: Int, _ method: String, _ parameters: DevToolsValue, _ session: String?) {
        var message: [String: DevToolsValue] = [
            "id": .number(Double(id)), "method": .string(method), "params": parameters,
        ]
        if let session { message["sessionId"] = .string(session) }
        let send = state.withLock { $0.send }
        send?(DevToolsValue.object(message).json)
    }

    /// Events of a session go to `sink` from now on; nil for none.
    func listen(session: String, _ sink: Sink?) { state.withLock { $0.sinks[session] = sink } }

    func receive(_ bytes: ArraySlice<UInt8>) {
        guard let message = DevToolsValue(json: bytes) else { return }
        if let id = message["id"]?.int {
            if let error = message["error"] {
                let text = error["message"]?.text ?? "an error without a message"
                settle(id, .failure(BrowserError(.badAnswer, String(text.prefix(200)))))
            } else {
                settle(id, .success(message["result"] ?? .null))
            }
        } else if let method = message["method"]?.text {
            let sink = state.withLock { $0.sinks[message["sessionId"]?.text ?? ""] }
            sink?(method, message["params"] ?? .null)
        }
    }

    private func settle(_ id: Int, _ answer: Answer) {
        state.withLock { $0.pending.removeValue(forKey: id) }?.resume(returning: answer)
    }

    /// Answers everyone who waits, and all who call from now on.
    func end(_ fault: BrowserError) {
        let waiting = state.withLock { state in
            state.fault = state.fault ?? fault
            state.send = nil
            state.sinks = [:]
            defer { state.pending = [:] }
            return Array(state.pending.values)
        }
        for continuation in waiting { continuation.resume(returning: .failure(fault)) }
    }

    /// Why there will be no more answers; nil while there are.
    var fault: BrowserError? { state.withLock { $0.fault } }
}
