import SQLStore

/// What a worker asks for.
struct JobRequest: Sendable {
    /// The worker: `workers.instance`.
    var owner: String
    /// Slots that are free.
    var free: Int
    /// The kinds it has handlers for, each with how many more of it the worker may run.
    var kinds: [(kind: JobKind, room: Int)]
    var lease: Duration
}

/// A job that a worker holds.
struct ClaimedJob: Sendable {
    let record: JobRecord
    let payload: String
    let lease: JobLease
}

/// The right to run a job and to write what came of it, until another lease is given.
struct JobLease: Sendable, Hashable {
    let job: Int64
    /// Grows with every lease of the job.
    let number: Int64
    let kind: String
    /// Others may wait for the end of this one.
    let isWaitedFor: Bool

    init(_ row: SQLRow) throws {
        job = try row.int64("id")
        number = try row.int64("lease")
        kind = try row.text("kind")
        let group = try row.isNull("group_name")
        let schedule = try row.isNull("schedule")
        let slot = try row.isNull("slot")
        isWaitedFor = !(group && schedule && slot)
    }
}

extension JobQueue {
    /// A job that may be run now as far as others go: none of its group runs, it is the first of its kind in the group, and
    /// all that its schedule made before it have ended.
    ///
    /// What waits for its schedule's turn is not counted as the first of a group: it would keep the one that it waits for.
    private static func isFree(_ now: Moment) -> SQL {
        SQL(
            """
            (group_name IS NULL OR (
                NOT EXISTS (SELECT 1 FROM jobs AS other WHERE other.group_name = jobs.group_name AND other.state = 'running')
                AND NOT EXISTS (SELECT 1 FROM jobs AS ahead WHERE ahead.group_name = jobs.group_name
                    AND ahead.kind = jobs.kind AND ahead.state = 'waiting' AND ahead.due <= ?
                    AND (ahead.priority, ahead.due, ahead.id) < (jobs.priority, jobs.due, jobs.id)
                    AND NOT EXISTS (SELECT 1 FROM jobs AS first WHERE first.schedule = ahead.schedule
                        AND first.ended IS NULL AND first.id < ahead.id))))
            AND NOT EXISTS (SELECT 1 FROM jobs AS earlier WHERE earlier.schedule = jobs.schedule
                AND earlier.ended IS NULL AND earlier.id < jobs.id)
            """, now)
    }

    /// Takes jobs that are due: those of the highest priority first, among equals those due for longest.
    ///
    /// The choice is made in a read, so that limits of kinds and groups are kept without a lock; the claim then takes of the
    /// chosen what no other worker was quicker to take. Groups and places of a kind are unique in the schema: of two claims
    /// that would break a limit together, one fails and takes nothing.
    ///
    /// Cost: one read with a few short index look-ups for each kind, one transaction for all jobs of kinds without a limit in the
    /// cluster, one for each job of a kind with one.
    func claim(_ request: JobRequest) async throws -> [ClaimedJob] {
        guard request.free > 0, !request.kinds.isEmpty else { return [] }
        let now = time.now()
        let picks = try await store.read { try Self.choose(request, now, in: $0) }
        let plain = picks.filter { $0.slot == nil }.map(\.id)
        var rows: [SQLRow] = []
        do {
            rows = try await take(plain, slot: nil, request, now)
        } catch let error as StoreError where error.code == .unique {
            // One of them met another of its group: the others need not wait for that.
            for id in plain { rows += try await takeOne(id, slot: nil, request, now) }
        }
        for pick in picks where pick.slot != nil { rows += try await takeOne(pick.id, slot: pick.slot, request, now) }
        return try rows.map {
            ClaimedJob(record: try JobRecord($0), payload: try $0.text("payload"), lease: try JobLease($0))
        }.sorted { ($0.record.priority.rawValue, $0.record.due) < ($1.record.priority.rawValue, $1.record.due) }
    }

    private func takeOne(_ id: Int64, slot: Int?, _ request: JobRequest, _ now: Moment) async throws -> [SQLRow] {
        do {
            return try await take([id], slot: slot, request, now)
        } catch let error as StoreError where error.code == .unique {
            return []
        }
    }

    private func take(_ ids: [Int64], slot: Int?, _ request: JobRequest, _ now: Moment) async throws -> [SQLRow] {
        guard !ids.isEmpty else { return [] }
        return try await store.claim(
            Claim(
                from: "jobs",
                where: SQL("state = 'waiting' AND due <= ? AND id IN ", now) + SQL.list(ids) + SQL(" AND ")
                    + Self.isFree(now),
                orderBy: "id", limit: ids.count,
                set: SQL(
                    """
                    state = 'running', attempt = attempt + 1, lease = lease + 1, lease_owner = ?, lease_until = ?,
                    slot = ?, started = ?
                    """, request.owner, now + request.lease, slot, now)))
    }

    // MARK: choosing

    private struct Pick: Sendable {
        let id: Int64
        let priority: Int
        let due: Moment
        let group: String?
        /// The place of its kind in the cluster that it would take.
        var slot: Int?

        var order: (Int, Moment, Int64) { (priority, due, id) }
    }

    private static func choose(_ request: JobRequest, _ now: Moment, in db: ReadConnection) throws -> [Pick] {
        var picks: [Pick] = []
        for (kind, room) in request.kinds {
            var room = min(room, request.free)
            var slots: [Int] = []
            if let limit = kind.perCluster {
                slots = try freeSlots(of: kind, limit, in: db)
                room = min(room, slots.count)
            }
            guard room > 0 else { continue }
            var found = try waiting(kind, room, now, in: db)
            for (index, slot) in slots.prefix(found.count).enumerated() { found[index].slot = slot }
            picks += found
        }
        var groups: Set<String> = []
        return Array(
            picks.sorted { $0.order < $1.order }
                .filter { pick in pick.group.map { groups.insert($0).inserted } ?? true }
                .prefix(request.free))
    }

    /// Priority by priority: within one, what is due stands together in the index, whatever else waits for later.
    private static func waiting(_ kind: JobKind, _ room: Int, _ now: Moment, in db: ReadConnection) throws -> [Pick] {
        var picks: [Pick] = []
        for priority in JobPriority.allCases where picks.count < room {
            let sql =
                SQL(
                    """
                    SELECT id, priority, due, group_name FROM jobs
                    WHERE state = 'waiting' AND kind = ? AND priority = ? AND due <= ?
                    """, kind.name, priority.rawValue, now) + SQL(" AND ") + isFree(now)
                + SQL(" ORDER BY due, id LIMIT ?", room - picks.count)
            picks += try db.rows(sql).map { row in
                Pick(
                    id: try row.int64("id"), priority: try row.int("priority"), due: try row.moment("due"),
                    group: try row.optionalText("group_name"))
            }
        }
        return picks
    }

    private static func freeSlots(of kind: JobKind, _ limit: Int, in db: ReadConnection) throws -> [Int] {
        let taken = try db.rows("SELECT slot FROM jobs WHERE kind = ? AND slot IS NOT NULL", kind.name)
        let numbers = Set(try taken.map { try $0.int("slot") })
        return (0..<max(limit, 0)).map { $0 + 1 }.filter { !numbers.contains($0) }
    }

    /// When the next job that waits for its time is due; nil when none does.
    func nextDue(of kinds: [JobKind]) async throws -> Moment? {
        let now = time.now()
        return try await store.read { db in
            var earliest: Moment?
            for kind in kinds {
                for priority in JobPriority.allCases {
                    let row = try db.first(
                        "SELECT min(due) AS due FROM jobs WHERE state = 'waiting' AND kind = ? AND priority = ? AND due > ?",
                        kind.name, priority.rawValue, now)
                    guard let due = try row?.optionalMoment("due") else { continue }
                    earliest = earliest.map { min($0, due) } ?? due
                }
            }
            return earliest
        }
    }
}
