import HTTPTypes
import Hummingbird
import NIOCore

/// A stream of events as an answer. A line without meaning is sent now and then, so that a browser that went away is noticed.
enum EventResponse {
    private static let beat = Duration.seconds(15)

    static func response(_ events: AsyncStream<ServerEvent>, _ security: SecurityFields) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = "text/event-stream"
        headers[.cacheControl] = "no-store"
        // Some proxies hold small answers back.
        if let name = HTTPField.Name("x-accel-buffering") { headers[name] = "no" }
        security.add(to: &headers)
        let lines = merged(events)
        return Response(
            status: .ok, headers: headers,
            body: .init { writer in
                try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
                for await line in lines { try await writer.write(ByteBuffer(string: line)) }
                try await writer.finish(nil)
            })
    }

    /// Events and beats. Both tasks end with the stream that is read.
    private static func merged(_ events: AsyncStream<ServerEvent>) -> AsyncStream<String> {
        AsyncStream(bufferingPolicy: .bufferingOldest(256)) { continuation in
            let task = Task {
                await withTaskGroup { group in
                    group.addTask {
                        for await event in events { continuation.yield(event.text) }
                    }
                    group.addTask {
                        while !Task.isCancelled {
                            try? await Task.sleep(for: beat)
                            continuation.yield(": \n\n")
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
