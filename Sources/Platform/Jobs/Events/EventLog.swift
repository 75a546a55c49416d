package import SQLStore

/// Something that happened, for pages that are open: which topic, about what, and what is new, in JSON.
package struct NewEvent: Sendable {
    package let topic: String
    /// `kind:id`, such as `job:12`; empty when there is none.
    package let subject: String
    /// JSON, at most 4 KB.
    package let data: String

    package init(_ topic: StaticString, subject: String = "", data: String = "{}") {
        self.topic = topic.description
        self.subject = subject
        self.data = data
    }
}

package struct Event: Sendable, Equatable, Identifiable {
    /// Grows: who has read one has seen, or can see, all before it.
    package let id: Int64
    package let at: Moment
    package let topic: String
    package let subject: String
    package let data: String

    init(_ row: SQLRow) throws {
        id = try row.int64("id")
        at = try row.moment("at")
        topic = try row.text("topic")
        subject = try row.text("subject")
        data = try row.text("data")
    }
}

/// The one table that live pages stream from. An event is written in the transaction of the change that it tells of.
///
///     let (state, position) = try await store.read { (try load($0), try EventLog.position(in: $0)) }
///     for try await event in EventLog(store).stream(after: position, topics: ["jobs"]) { … }
package struct EventLog: Sendable {
    package static let maxRead = 1_000
    static let channel = NoticeChannel("events")

    let store: SQLStore

    package init(_ store: SQLStore) { self.store = store }

    // MARK: writing

    /// Writes an event in the caller's transaction, best as the last thing in it.
    ///
    /// A reader goes on from the last number that it saw, so numbers must appear in their order. PostgreSQL gives a number when
    /// a row is inserted and shows the row when its transaction is committed: without more, 8 could be seen before 7, and 7
    /// never. So whoever writes an event first takes a lock that all machines know and that ends with the transaction: from
    /// then to its commit no other transaction is given a number. Writers of events are one after another for that time, which
    /// is why it should be short. SQLite has one writer at a time anyway, so the back end is asked.
    /// - Returns: the event's number.
    /// - Throws: `tooLarge`, `invalid`.
    @discardableResult
    package static func append(_ event: NewEvent, at moment: Moment, in db: WriteConnection) throws -> Int64 {
        try JobText.check(event.topic, 1...60, "the topic of an event")
        try JobText.check(event.subject, 0...200, "the subject of an event")
        try JobText.checkJSON(event.data, maxBytes: JobText.maxEventBytes, "the data of an event")
        if db.backend == .postgres { try db.execute("SELECT pg_advisory_xact_lock(7286531)") }
        let id = try db.insert(
            "INSERT INTO events (at, topic, subject, data) VALUES (?, ?, ?, ?)", moment, event.topic, event.subject,
            event.data)
        try db.notify(channel)
        return id
    }

    /// Deletes events from before, in transactions of some thousand. Their numbers are not given again.
    /// - Returns: events deleted.
    @discardableResult
    package func prune(before moment: Moment) async throws -> Int {
        var total = 0
        while true {
            let count = try await store.write { db in
                try db.execute(
                    "DELETE FROM events WHERE id IN (SELECT id FROM events WHERE at < ? ORDER BY id LIMIT 5000)", moment
                )
            }
            total += count
            if count == 0 { return total }
        }
    }

    // MARK: reading

    /// The number of the last event; 0 when there is none. Read in the transaction that reads what a page shows, it is where
    /// that page goes on.
    package static func position(in db: ReadConnection) throws -> Int64 {
        Int64(try db.count("SELECT coalesce(max(id), 0) FROM events"))
    }

    /// The number of the last event now.
    package func position() async throws -> Int64 { try await store.read { try Self.position(in: $0) } }

    /// Events after a number, in order. Cost: looks at every event after the number, whatever its topic.
    /// - Parameters:
    ///   - topics: empty for all.
    ///   - limit: at most `maxRead`.
    package static func read(
        after id: Int64, topics: [String] = [], limit: Int = maxRead, in db: ReadConnection
    ) throws -> [Event] {
        var sql = SQL("SELECT * FROM events WHERE id > ?", id)
        if !topics.isEmpty { sql.append(SQL(" AND topic IN ") + SQL.list(topics)) }
        sql.append(" ORDER BY id LIMIT ?", min(max(limit, 0), maxRead))
        return try db.rows(sql).map(Event.init)
    }

    package func read(after id: Int64, topics: [String] = [], limit: Int = maxRead) async throws -> [Event] {
        try await store.read { try Self.read(after: id, topics: topics, limit: limit, in: $0) }
    }

    /// Events after a number as they come, without end. Who was cut off goes on with the last number that it has.
    /// - Parameter poll: looks anew after this long, should a notice have been missed.
    package func stream(after id: Int64, topics: [String] = [], poll: Duration = .seconds(10)) -> EventStream {
        EventStream(log: self, after: id, topics: topics, poll: poll)
    }
}
