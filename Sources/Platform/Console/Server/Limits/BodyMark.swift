import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// Whether the body of a request was read to its end.
final class BodyMark: Sendable {
    private let isRead = Atomic(false)

    func setRead() { isRead.store(true, ordering: .relaxed) }
    var isWhole: Bool { isRead.load(ordering: .relaxed) }
}

extension ConsoleContext {
    /// Has a connection end soon over which a body still comes that nobody reads: the framework would read it to its end, however
    /// slowly it comes. Whoever sends in earnest has the answer by then.
    func endAfterUnread(_ request: Request, _ response: inout Response, in time: Duration) {
        guard !body.isWhole, Self.hasBody(request.headers) else { return }
        response.headers[.connection] = "close"
        let channel = channel
        channel.eventLoop.scheduleTask(in: TimeAmount(time)) { channel.close(promise: nil) }
    }

    private static func hasBody(_ headers: HTTPFields) -> Bool {
        if headers[.transferEncoding] != nil { return true }
        return headers[.contentLength].map { $0 != "0" } ?? false
    }
}
