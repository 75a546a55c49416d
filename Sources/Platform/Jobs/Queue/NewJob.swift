package import SQLStore

/// A job to be added to the queue.
package struct NewJob: Sendable {
    package var kind: JobKind
    /// What it is about: of one kind and key at most one job is live. Nil: any number.
    package var key: String?
    /// JSON, at most 64 KB. Large things are stored elsewhere, and named here.
    package var payload: String
    /// What must not be pressed by many, such as the address of a host: at most one job of a group runs at a time, on whatever
    /// machine. Nil: no such limit.
    package var group: String?
    package var priority: JobPriority
    /// Not before; nil: now.
    package var due: Moment?
    package var maxAttempts: Int
    package var ifLive = LiveRule.keep

    // Set by schedules.
    var schedule: Int64?
    var occurrence: Moment?
    var isLate = false

    /// What becomes of a live job of the same kind and key.
    package enum LiveRule: Sendable {
        /// It stays as it is.
        case keep
        /// One that waits is due no later than the one that was to be added.
        case bringForward
    }

    package init(_ kind: JobKind, key: String? = nil, payload: String = "{}") {
        self.kind = kind
        self.key = key
        self.payload = payload
        priority = kind.priority
        maxAttempts = kind.maxAttempts
    }

    /// - Throws: what the encoder throws.
    package init(_ kind: JobKind, key: String? = nil, encoding payload: some Encodable) throws {
        self.init(kind, key: key, payload: try JobText.json(payload))
    }

    func check() throws(JobsError) {
        try JobText.check(kind.name, 1...80, "a kind of job")
        if let key { try JobText.check(key, 1...JobText.maxKeyBytes, "the key of a job") }
        if let group { try JobText.check(group, 1...JobText.maxKeyBytes, "the group of a job") }
        try JobText.checkJSON(payload, maxBytes: JobText.maxPayloadBytes, "the payload of a job")
        guard 1...100 ~= maxAttempts else { throw JobsError(.invalid, "a job has 1 to 100 attempts") }
    }
}

/// What adding came to.
package struct AddedJob: Sendable, Equatable {
    package let id: Int64
    /// False when a live job of the same kind and key was there already: `id` is that one.
    package let isNew: Bool
}
