package import Patterns
package import SQLStore

/// Slows down and locks out who guesses passwords: by name, by address, and all together. Attempts are counted before the
/// password is looked at, so that many at once are many; what is right is taken off again. Rows, so a restart forgets nothing,
/// and the machines of a cluster count together.
package struct LockOut: Sendable {
    private let store: SQLStore
    private let rules: LockRules
    private let time: any TimeSource

    package init(_ store: SQLStore, _ settings: AccessSettings, time: any TimeSource) {
        self.store = store
        rules = settings.lockRules
        self.time = time
    }

    /// An attempt that was counted.
    struct Ticket: Sendable {
        struct Entry: Sendable {
            var key: AttemptKeys.Key
            var freeAt: Moment
        }
        var entries: [Entry]
        /// Kinds of bucket that this attempt locked, unless it is right.
        var locked: [AttemptBucket.Kind]
        var account: Int64?
    }

    /// Counts an attempt of a name.
    /// - Throws: `wait`, for known and unknown names alike.
    func admit(_ typed: String, _ name: LoginName?, _ address: IPAddress) async throws -> Ticket {
        try await admit { now, db in try AttemptKeys(typed, name, address, at: now, in: db) }
    }

    /// Counts an attempt at the first administrator's code.
    /// - Throws: `wait`.
    func admitCode(from address: IPAddress) async throws -> Ticket {
        try await admit { _, _ in AttemptKeys(code: address) }
    }

    private func admit(
        _ keys: @escaping @Sendable (Moment, ReadConnection) throws -> AttemptKeys
    ) async throws -> Ticket {
        let now = time.now()
        // Who is locked out costs a read, no write.
        let wait = try await store.read { db in try buckets(keys(now, db), at: now, in: db).wait }
        if let wait { throw AccessError.wait(until: wait) }
        return try await store.write { db in
            let keys = try keys(now, db)
            let (buckets, wait) = try buckets(keys, at: now, in: db)
            if let wait { throw AccessError.wait(until: wait) }
            var ticket = Ticket(entries: [], locked: [], account: keys.account)
            for (key, var bucket) in zip(keys.keys, buckets) {
                if bucket.count(at: now, rules[key.kind]) { ticket.locked.append(key.kind) }
                try Self.save(bucket, key, keys, in: db)
                ticket.entries.append(.init(key: key, freeAt: bucket.freeAt))
            }
            return ticket
        }
    }

    private func buckets(
        _ keys: AttemptKeys, at now: Moment, in db: ReadConnection
    ) throws -> (buckets: [AttemptBucket], wait: Moment?) {
        var buckets: [AttemptBucket] = []
        var wait: Moment?
        for key in keys.keys {
            let row = try db.first("SELECT tries, last, free_at FROM sign_in_attempts WHERE bucket = ?", key.bucket)
            var bucket = AttemptBucket()
            if let row {
                bucket.tries = try row.int("tries")
                bucket.last = try row.moment("last")
                bucket.freeAt = try row.moment("free_at")
            }
            if let until = bucket.wait(at: now, rules[key.kind]) { wait = max(wait ?? until, until) }
            buckets.append(bucket)
        }
        return (buckets, wait)
    }

    private static func save(
        _ bucket: AttemptBucket, _ key: AttemptKeys.Key, _ keys: AttemptKeys, in db: WriteConnection
    ) throws {
        let account = key.kind == .user ? keys.account : nil
        try db.execute(
            """
            INSERT INTO sign_in_attempts (bucket, kind, account, address, tries, last, free_at) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (bucket) DO UPDATE SET account = excluded.account, address = excluded.address,
              tries = excluded.tries, last = excluded.last, free_at = excluded.free_at
            """, key.bucket, key.kind, account, key.kind == .everyone ? "" : keys.address, bucket.tries, bucket.last,
            bucket.freeAt)
    }

    /// The attempt was right: the name's bucket is emptied, the others get theirs back. An address does not become innocent by
    /// one right password: who guesses may have an account, too.
    static func settle(_ ticket: Ticket, in db: WriteConnection) throws {
        for entry in ticket.entries where entry.key.kind == .user {
            try db.execute("DELETE FROM sign_in_attempts WHERE bucket = ?", entry.key.bucket)
        }
        try giveBack(ticket.entries.filter { $0.key.kind != .user }, in: db)
    }

    /// The attempt was not looked at.
    func giveBack(_ ticket: Ticket) async throws {
        try await store.write { db in try Self.giveBack(ticket.entries, in: db) }
    }

    private static func giveBack(_ entries: [Ticket.Entry], in db: WriteConnection) throws {
        for entry in entries {
            // The wait goes with the attempt that brought it, if none came after.
            try db.execute(
                """
                UPDATE sign_in_attempts SET tries = tries - 1, free_at = CASE WHEN free_at = ? THEN 0 ELSE free_at END
                WHERE bucket = ? AND tries > 0
                """, entry.freeAt, entry.key.bucket)
        }
    }

    // MARK: for administrators

    /// Names and addresses that have to wait now, those that wait longest first; at most 200.
    package func list() async throws -> [LockSummary] {
        let now = time.now()
        return try await store.read { db in
            try db.rows(
                """
                SELECT kind, account, address, tries, free_at, bucket FROM sign_in_attempts WHERE free_at > ?
                ORDER BY free_at DESC LIMIT 200
                """, now
            ).map(LockSummary.init)
        }
    }

    /// Lets an account's name in again, from everywhere.
    package func clear(account: Int64, seen: SeenAccount? = nil, by author: Author) async throws {
        let now = time.now()
        try await store.write { db in
            try seen?.check(in: db)
            let count = try db.execute("DELETE FROM sign_in_attempts WHERE account = ?", account)
            try author.record("lockouts.clear", "account:\(account)", ["buckets": "\(count)"], at: now, in: db)
        }
    }

    /// Lets an address in again; for IPv6 its whole /64.
    package func clear(address: IPAddress, by author: Author) async throws {
        let now = time.now()
        let block = AddressBlock(address).text
        try await store.write { db in
            try db.execute("DELETE FROM sign_in_attempts WHERE bucket = ?", "address:\(block)")
            try author.record("lockouts.clear", "address:\(block)", at: now, in: db)
        }
    }

    /// Forgets what is old. For a job, once an hour.
    /// - Returns: rows taken away.
    package func purge() async throws -> Int {
        let now = time.now()
        let memory = max(rules.user.memory, rules.address.memory, rules.everyone.memory)
        return try await store.write { db in
            try db.execute("DELETE FROM sign_in_attempts WHERE last < ? AND free_at < ?", now - memory, now)
        }
    }
}

/// Who has to wait.
package struct LockSummary: Sendable, Equatable {
    package enum Kind: String, Sendable { case user, address, all }

    package var kind: Kind
    /// The account that the name belongs to; nil for addresses, and for names that nobody has.
    package var account: Int64?
    /// Where the last attempt came from; for IPv6 its /64.
    package var address: String
    package var tries: Int
    package var until: Moment

    init(_ row: SQLRow) throws {
        kind = try row.word("kind")
        account = try row.optional("account") { row, column throws(StoreError) in try row.int64(column) }
        address = try row.text("address")
        tries = try row.int("tries")
        until = try row.moment("free_at")
    }
}
