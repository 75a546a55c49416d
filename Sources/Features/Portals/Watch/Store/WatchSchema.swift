import SQLStore

/// Tables of the watch.
enum WatchSchema {
    static let statements: [Migration.Statement] = [
        .table(
            "portal_sweeps",
            """
            id id
            portal int NOT NULL REFERENCES portals(id)
            job int NOT NULL UNIQUE
            state text NOT NULL CHECK (state IN ('running', 'done', 'interrupted', 'failed'))
            begun time NOT NULL
            ended time
            resumed int NOT NULL DEFAULT 0
            ending text
            verdict text
            pages int NOT NULL DEFAULT 0
            requests int NOT NULL DEFAULT 0
            received_bytes int NOT NULL DEFAULT 0
            findings int NOT NULL DEFAULT 0
            new_findings int NOT NULL DEFAULT 0
            back_findings int NOT NULL DEFAULT 0
            gone_findings int NOT NULL DEFAULT 0
            unseen int NOT NULL DEFAULT 0
            left_pages int NOT NULL DEFAULT 0
            summary text
            CHECK ((state = 'running') = (ended IS NULL))
            CHECK ((state = 'done') = (verdict IS NOT NULL))
            """),
        .plain("CREATE UNIQUE INDEX portal_sweeps_running ON portal_sweeps (portal) WHERE state = 'running'"),
        .plain("CREATE INDEX portal_sweeps_portal ON portal_sweeps (portal, id)"),
        .plain("CREATE INDEX portal_sweeps_ended ON portal_sweeps (ended)"),
        // Lines of a journal, a batch a row, for as long as the sweep runs.
        .table(
            "sweep_journal",
            """
            sweep int NOT NULL REFERENCES portal_sweeps(id)
            sequence int NOT NULL
            lines bytes NOT NULL
            PRIMARY KEY (sweep, sequence)
            """),
        // What defacement is told by: the front pages as they were last when nothing spoke against them.
        .table(
            "portal_good_states",
            """
            portal int PRIMARY KEY REFERENCES portals(id)
            sweep int NOT NULL
            at time NOT NULL
            state bytes NOT NULL
            """),
        .table(
            "portal_certificates",
            """
            portal int NOT NULL REFERENCES portals(id)
            origin text NOT NULL
            subject text NOT NULL
            issuer text NOT NULL
            names text NOT NULL
            tls_version text NOT NULL
            not_before time NOT NULL
            not_after time NOT NULL
            fingerprint text NOT NULL
            fault text
            seen time NOT NULL
            PRIMARY KEY (portal, origin)
            """),
        .plain("CREATE INDEX portal_certificates_end ON portal_certificates (not_after)"),
    ]
}
