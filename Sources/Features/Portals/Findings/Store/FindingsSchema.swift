import SQLStore

/// Tables of the ledger.
enum FindingsSchema {
    static let statements: [Migration.Statement] = [
        .table(
            "finding_rules",
            """
            id id
            portal int REFERENCES portals(id)
            identity_rule text NOT NULL
            place text NOT NULL
            anchor text NOT NULL
            text_hash int NOT NULL
            likeness int NOT NULL
            excerpt text NOT NULL
            reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500)
            author text NOT NULL
            created time NOT NULL
            expires time NOT NULL
            ended time
            ended_by text
            CHECK (expires > created)
            CHECK (expires <= created + 31622400000000)
            CHECK ((ended IS NULL) = (ended_by IS NULL))
            """),
        .plain("CREATE INDEX finding_rules_live ON finding_rules (expires) WHERE ended IS NULL"),
        .table(
            "portal_findings",
            """
            id id
            version int NOT NULL CHECK (version >= 1)
            portal int NOT NULL REFERENCES portals(id)
            identity_rule text NOT NULL
            place text NOT NULL
            anchor text NOT NULL
            text_hash int NOT NULL
            likeness int NOT NULL
            rule text NOT NULL
            kind text NOT NULL
            tier text NOT NULL CHECK (tier IN ('review', 'planted'))
            category text NOT NULL
            score real NOT NULL
            gravity int NOT NULL
            url text NOT NULL
            excerpt text NOT NULL
            search text NOT NULL
            words text NOT NULL
            views text NOT NULL
            page_count int NOT NULL CHECK (page_count >= 1)
            is_orphan flag NOT NULL
            is_rendered flag NOT NULL
            evidence text
            other_evidence text NOT NULL
            evidence_note text
            state text NOT NULL CHECK (state IN ('open', 'gone', 'set-aside'))
            excuse text CHECK (excuse IN ('rule', 'domain'))
            excuse_rule int REFERENCES finding_rules(id)
            unseen text CHECK (unseen IN ('blocked', 'unreadable', 'not-reached', 'other-view', 'not-judged'))
            decision text NOT NULL CHECK (decision IN ('unjudged', 'confirmed', 'false-alarm'))
            decided_by text
            decided time
            decision_note text NOT NULL
            first_seen time NOT NULL
            last_seen time NOT NULL
            gone_at time
            CHECK ((state = 'gone') = (gone_at IS NOT NULL))
            CHECK (state <> 'set-aside' OR excuse IS NOT NULL)
            CHECK ((excuse_rule IS NOT NULL) = (excuse IS NOT NULL AND excuse = 'rule'))
            CHECK ((decision = 'unjudged') = (decided IS NULL))
            """),
        .plain("CREATE INDEX portal_findings_portal ON portal_findings (portal, state, gravity)"),
        .plain("CREATE INDEX portal_findings_gravity ON portal_findings (state, gravity, score, id)"),
        .plain("CREATE INDEX portal_findings_seen ON portal_findings (last_seen, id)"),
        .plain("CREATE INDEX portal_findings_identity ON portal_findings (identity_rule, place)"),
        .plain("CREATE INDEX portal_findings_excuse ON portal_findings (excuse_rule)"),
        .table(
            "finding_pages",
            """
            finding int NOT NULL REFERENCES portal_findings(id)
            position int NOT NULL CHECK (position BETWEEN 0 AND 49)
            url text NOT NULL
            PRIMARY KEY (finding, position)
            """),
        .table(
            "finding_events",
            """
            id id
            finding int NOT NULL REFERENCES portal_findings(id)
            at time NOT NULL
            kind text NOT NULL
            sweep int
            actor text NOT NULL
            note text NOT NULL
            """),
        .plain("CREATE INDEX finding_events_finding ON finding_events (finding, id)"),
    ]
}
