import Access
import HTTPTypes
import Hummingbird
import NIOCore
import SQLStore

/// Sends parts of a page again when events come: server-sent events, one for each part.
///
/// A stream lives for some minutes. Then the browser asks anew, with its session looked at again, and goes on behind the last
/// event that it has.
struct LiveStream: Sendable {
    /// How long parts stand before they are made anew without an event: times and ages go on.
    private static let beat = Duration.seconds(15)
    /// Parts are made at most this often.
    private static let leastPause = Duration.milliseconds(700)
    private static let lifetime = Duration.seconds(600)

    let events: @Sendable (_ topics: [String], _ after: Int64?) -> AsyncStream<Int64>
    let sessions: Sessions
    let renderer: PageRenderer
    let time: any TimeSource
    let seats: StreamSeats

    /// - Parameter seat: kept until the answer has ended.
    func response(
        _ route: StreamRoute, _ request: ConsoleRequest, after: Int64?, _ body: RequestBody, _ seat: StreamSeats.Seat,
        _ security: SecurityFields
    ) -> Response {
        Response(
            status: .ok, headers: Self.headers(security),
            body: .init { writer in
                // When the browser goes, so does its seat: somebody who leafs through live pages does not run out of them.
                defer { seat.leave() }
                try await body.consumeWithCancellationOnInboundClose { _ in
                    try await write(route, request, after, to: &writer)
                }
            })
    }

    /// A stream that is over at once: it is asked for again after some seconds.
    func later(_ security: SecurityFields) -> Response {
        Response(
            status: .ok, headers: Self.headers(security),
            body: .init(byteBuffer: ByteBuffer(string: "retry: 5000\n\n")))
    }

    private static func headers(_ security: SecurityFields) -> HTTPFields {
        var headers = HTTPFields()
        headers[.contentType] = "text/event-stream"
        headers[.cacheControl] = "no-store"
        // Some proxies hold small answers back.
        if let name = HTTPField.Name("x-accel-buffering") { headers[name] = "no" }
        security.add(to: &headers)
        return headers
    }

    private func write(
        _ route: StreamRoute, _ request: ConsoleRequest, _ after: Int64?, to writer: inout any ResponseBodyWriter
    ) async throws {
        try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
        let clock = ContinuousClock()
        let end = clock.now + Self.lifetime
        news: for await event in wakes(route.topics, after) {
            guard let asked = try await current(request, route.gate) else { break }
            let id = event.map { "\($0)" }
            for part in route.parts {
                let pieces = try await part.pieces(asked)
                // What was read after the session's end is not sent: it may have ended while the part was made.
                guard try await current(request, route.gate) != nil else { break news }
                for piece in pieces {
                    let html = try renderer.piece(piece.template, piece.model)
                    try await writer.write(
                        ByteBuffer(string: try ServerEvent(id: id, part: piece.id, html: html).text()))
                }
            }
            if clock.now >= end { break }
            try await clock.sleep(for: Self.leastPause)
        }
        try await writer.finish(nil)
    }

    /// The request as of now; nil when its session is over, or may not see the parts any more.
    private func current(_ request: ConsoleRequest, _ gate: Gate) async throws -> ConsoleRequest? {
        var asked = request
        asked.now = time.now()
        if let token = request.session?.token {
            guard let session = try await sessions.find(token.text, isUsed: false) else { return nil }
            (asked.session, asked.subject) = (session, session.subject)
        }
        do {
            try PageResponder.pass(gate, asked)
            return asked
        } catch {
            return nil
        }
    }

    /// At once, after every event, and with every beat: the number of the last event, nil for none. What comes while parts are
    /// being made is taken together.
    private func wakes(_ topics: [String], _ after: Int64?) -> AsyncStream<Int64?> {
        let events = events(topics, after)
        return AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            continuation.yield(after)
            let task = Task {
                await withTaskGroup { group in
                    group.addTask {
                        for await event in events { continuation.yield(event) }
                    }
                    group.addTask {
                        while !Task.isCancelled {
                            try? await Task.sleep(for: Self.beat)
                            continuation.yield(nil)
                        }
                    }
                    // When the events end, so does the answer.
                    await group.next()
                    group.cancelAll()
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }
}
