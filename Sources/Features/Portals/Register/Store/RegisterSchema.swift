import SQLStore

/// Tables of the register.
enum RegisterSchema {
    static let statements: [Migration.Statement] = [
        .table(
            "portals",
            """
            id id
            version int NOT NULL CHECK (version >= 1)
            unit int NOT NULL
            name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200)
            search text NOT NULL
            sort_key text NOT NULL
            home text NOT NULL CHECK (length(home) BETWEEN 1 AND 500)
            operator_name text NOT NULL
            vendor text NOT NULL
            platform text NOT NULL
            risk int NOT NULL CHECK (risk BETWEEN 1 AND 3)
            views text NOT NULL
            max_pages int NOT NULL CHECK (max_pages BETWEEN 1 AND 1000000)
            rate real NOT NULL CHECK (rate BETWEEN 0 AND 1000)
            render text NOT NULL
            robots text NOT NULL
            interval_seconds int CHECK (interval_seconds >= 3600)
            authority text NOT NULL
            state text NOT NULL CHECK (state IN ('active', 'retired'))
            verdict text NOT NULL CHECK (verdict IN ('planted', 'review', 'blocked', 'unreadable', 'not-swept', 'clean'))
            sight text NOT NULL CHECK (sight IN ('blocked', 'unreadable', 'not-swept', 'clean'))
            last_sweep time
            last_good time
            sweep_by time NOT NULL
            address text
            created time NOT NULL
            changed time NOT NULL
            CHECK ((verdict = 'not-swept') = (last_sweep IS NULL))
            CHECK ((sight = 'not-swept') = (last_sweep IS NULL))
            """),
        // `sight` is what the last sweep saw of the pages, findings apart.
        .plain("CREATE INDEX portals_name ON portals (sort_key, id)"),
        .plain("CREATE INDEX portals_unit ON portals (unit, state, verdict)"),
        .plain("CREATE INDEX portals_due ON portals (sweep_by) WHERE state = 'active'"),
        // The first page's host is one of them. Of active portals no two have one.
        .table(
            "portal_hosts",
            """
            portal int NOT NULL REFERENCES portals(id)
            host text NOT NULL
            is_home flag NOT NULL
            active flag NOT NULL
            PRIMARY KEY (portal, host)
            """),
        .plain("CREATE UNIQUE INDEX portal_hosts_active ON portal_hosts (host) WHERE active = 1"),
        .table(
            "portal_domains",
            """
            portal int NOT NULL REFERENCES portals(id)
            domain text NOT NULL
            PRIMARY KEY (portal, domain)
            """),
    ]
}
