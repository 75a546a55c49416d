package import SQLStore

extension JobQueue {
    /// Wakes runners: there is work, or room for it.
    static let channel = NoticeChannel("jobs")
    /// Tells runners to look whether one of their jobs is to stop.
    static let cancelChannel = NoticeChannel("job_cancels")
    /// Topic of the events that tell of jobs; their subject is `job:ID`.
    package static let topic: StaticString = "jobs"

    package static let migrations = MigrationPlan(
        room: "jobs",
        [
            Migration(
                1, "schedules and jobs", [schedules, .plain(dueSchedules), jobs] + jobIndexes.map { .plain($0) }),
            Migration(2, "workers", [workers]),
            Migration(3, "events", [events, .plain("CREATE INDEX events_at ON events (at)")]),
        ])

    private static let schedules = Migration.Statement.table(
        "schedules",
        """
        id id
        kind text NOT NULL
        key text NOT NULL
        payload text NOT NULL
        group_name text
        priority int NOT NULL
        max_attempts int NOT NULL
        recurrence text NOT NULL
        period int NOT NULL
        phase int NOT NULL
        missed text NOT NULL
        enabled flag NOT NULL DEFAULT 1
        next_due time NOT NULL
        last_due time
        skipped int NOT NULL DEFAULT 0
        created time NOT NULL
        UNIQUE (kind, key)
        CHECK (length(kind) BETWEEN 1 AND 80 AND length(key) BETWEEN 1 AND 160)
        CHECK (length(payload) BETWEEN 1 AND 65536)
        CHECK (priority BETWEEN 0 AND 3)
        CHECK (max_attempts BETWEEN 1 AND 100)
        CHECK (recurrence = 'every' OR (recurrence = 'daily' AND period = 86400))
        CHECK (period BETWEEN 1 AND 31622400 AND phase >= 0 AND phase < period)
        CHECK (missed IN ('once', 'each'))
        """)
    private static let dueSchedules: StaticString =
        "CREATE INDEX schedules_due ON schedules (next_due, id) WHERE enabled = 1"

    /// `lease` counts the leases that were ever given for the job, and is the number that fences; `attempt` counts those that
    /// were used. `slot` is one of the places that a kind has in the whole cluster.
    private static let jobs = Migration.Statement.table(
        "jobs",
        """
        id id
        kind text NOT NULL
        key text
        group_name text
        schedule int REFERENCES schedules(id) ON DELETE SET NULL
        occurrence time
        is_late flag NOT NULL DEFAULT 0
        payload text NOT NULL
        priority int NOT NULL
        state text NOT NULL DEFAULT 'waiting'
        due time NOT NULL
        attempt int NOT NULL DEFAULT 0
        max_attempts int NOT NULL
        lease int NOT NULL DEFAULT 0
        lease_owner text
        lease_until time
        slot int
        cancel_requested flag NOT NULL DEFAULT 0
        progress real NOT NULL DEFAULT 0
        note text NOT NULL DEFAULT ''
        note_numbers text NOT NULL DEFAULT '{}'
        result text
        error text
        search text NOT NULL
        created time NOT NULL
        started time
        ended time
        CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled'))
        CHECK ((ended IS NULL) = (state IN ('waiting', 'running')))
        CHECK ((lease_owner IS NOT NULL) = (state = 'running'))
        CHECK ((lease_until IS NOT NULL) = (state = 'running'))
        CHECK (slot IS NULL OR (state = 'running' AND slot >= 1))
        CHECK (length(kind) BETWEEN 1 AND 80)
        CHECK (length(key) BETWEEN 1 AND 200)
        CHECK (length(group_name) BETWEEN 1 AND 200)
        CHECK (length(payload) BETWEEN 1 AND 65536)
        CHECK (length(result) <= 4096)
        CHECK (length(error) <= 2048)
        CHECK (length(note) <= 100 AND length(note_numbers) <= 1000)
        CHECK (priority BETWEEN 0 AND 3)
        CHECK (max_attempts BETWEEN 1 AND 100)
        CHECK (attempt >= 0 AND attempt <= max_attempts AND lease >= attempt)
        CHECK (progress >= 0 AND progress <= 1)
        """)

    private static let jobIndexes: [StaticString] = [
        // What must never be there twice.
        "CREATE UNIQUE INDEX jobs_live ON jobs (kind, key) WHERE ended IS NULL",
        "CREATE UNIQUE INDEX jobs_group_running ON jobs (group_name) WHERE state = 'running'",
        "CREATE UNIQUE INDEX jobs_slot ON jobs (kind, slot) WHERE slot IS NOT NULL",
        // What workers ask for.
        "CREATE INDEX jobs_waiting ON jobs (kind, priority, due, id) WHERE state = 'waiting'",
        "CREATE INDEX jobs_group_waiting ON jobs (group_name, kind, priority, due, id) WHERE state = 'waiting'",
        "CREATE INDEX jobs_schedule_live ON jobs (schedule, id) WHERE ended IS NULL",
        "CREATE INDEX jobs_leases ON jobs (lease_until) WHERE state = 'running'",
        // What pages, retention and foreign keys ask for.
        "CREATE INDEX jobs_counts ON jobs (kind, state, due)",
        "CREATE INDEX jobs_ended ON jobs (ended) WHERE ended IS NOT NULL",
        "CREATE INDEX jobs_schedule ON jobs (schedule)",
    ]

    private static let workers = Migration.Statement.table(
        "workers",
        """
        instance text PRIMARY KEY
        name text NOT NULL
        version text NOT NULL
        started time NOT NULL
        last_seen time NOT NULL
        running int NOT NULL
        CHECK (length(name) BETWEEN 1 AND 200 AND length(version) <= 100 AND running >= 0)
        """)

    private static let events = Migration.Statement.table(
        "events",
        """
        id id
        at time NOT NULL
        topic text NOT NULL
        subject text NOT NULL
        data text NOT NULL
        CHECK (length(topic) BETWEEN 1 AND 60 AND length(subject) <= 200 AND length(data) BETWEEN 1 AND 4096)
        """)
}
