import SQLStore

/// Events as they come. Reads only when asked for the next one, at most some hundred at a time, so a slow reader holds nothing
/// up. Ends when its task is cancelled; throws what the database throws.
package struct EventStream: AsyncSequence, Sendable {
    package typealias Element = Event

    private static let batch = 200

    let log: EventLog
    let after: Int64
    let topics: [String]
    let poll: Duration

    package func makeAsyncIterator() -> Iterator { Iterator(stream: self, last: after) }

    package struct Iterator: AsyncIteratorProtocol {
        let stream: EventStream
        /// The last event that was read, or that was passed over as of another topic.
        var last: Int64
        private var waiting: ArraySlice<Event> = []

        init(stream: EventStream, last: Int64) {
            self.stream = stream
            self.last = last
        }

        package mutating func next() async throws -> Event? {
            while !Task.isCancelled {
                if let event = waiting.popFirst() { return event }
                // Listens before it looks: what comes in between is not missed.
                let notices = stream.log.store.notices(EventLog.channel)
                try await look()
                if waiting.isEmpty { await EventStream.wait(for: notices, atMost: stream.poll) }
            }
            return nil
        }

        private mutating func look() async throws {
            let (topics, last) = (stream.topics, last)
            do {
                let (found, position) = try await stream.log.store.read { db in
                    (
                        try EventLog.read(after: last, topics: topics, limit: EventStream.batch, in: db),
                        try EventLog.position(in: db)
                    )
                }
                waiting = found[...]
                // What was passed over is not looked at again.
                self.last = found.count < EventStream.batch ? Swift.max(last, position) : found[found.count - 1].id
            } catch  where Task.isCancelled {
                return
            }
        }
    }

    /// Returns after a notice or the time, whichever is first.
    private static func wait(for notices: AsyncStream<Void>, atMost time: Duration) async {
        await withTaskGroup { group in
            group.addTask {
                for await _ in notices { return }
                // The store was closed: the next look says so.
                try? await Task.sleep(for: time)
            }
            group.addTask { try? await Task.sleep(for: time) }
            await group.next()
            group.cancelAll()
        }
    }
}
