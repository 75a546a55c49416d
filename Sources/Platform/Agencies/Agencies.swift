package import SQLStore

/// The face of the room: the dated register of organisations.
package enum Agencies {
    package static let migrations = MigrationPlan(
        room: "agencies",
        [
            Migration(
                1, "organisations, what is said of them, and what became of them",
                [
                    // `last_row` is the last number given to an organisation, a fact or a link.
                    .table(
                        "agency_register",
                        """
                        single int PRIMARY KEY CHECK (single = 1)
                        revision int NOT NULL
                        last_row int NOT NULL
                        """),
                    .plain("INSERT INTO agency_register (single, revision, last_row) VALUES (1, 0, 0)"),
                    .table(
                        "agencies",
                        """
                        id int PRIMARY KEY
                        register_key text NOT NULL UNIQUE
                        version int NOT NULL CHECK (version >= 1)
                        created time NOT NULL
                        changed time NOT NULL
                        CHECK (length(register_key) BETWEEN 1 AND 100)
                        """),
                    // `added` and `withdrawn` are revisions of the register.
                    .table(
                        "agency_facts",
                        """
                        id int PRIMARY KEY
                        agency int NOT NULL REFERENCES agencies(id)
                        field text NOT NULL
                        value text NOT NULL
                        variety text
                        parent int REFERENCES agencies(id)
                        folded text
                        sort_key text
                        from_day text CHECK (length(from_day) = 10)
                        until_day text CHECK (length(until_day) = 10)
                        source text NOT NULL
                        added int NOT NULL
                        withdrawn int
                        CHECK (field IN ('name', 'kind', 'placement', 'code', 'contact', 'function'))
                        CHECK (from_day < until_day)
                        CHECK (withdrawn > added)
                        CHECK ((field = 'name') = (folded IS NOT NULL))
                        CHECK ((field = 'name') = (sort_key IS NOT NULL))
                        CHECK ((field IN ('code', 'contact')) = (variety IS NOT NULL))
                        CHECK ((field = 'placement') = (value = ''))
                        CHECK (parent IS NULL OR field = 'placement')
                        CHECK (parent <> agency)
                        """),
                    .plain("CREATE INDEX agency_facts_agency ON agency_facts (agency, id)"),
                    .plain("CREATE INDEX agency_facts_in_force ON agency_facts (id) WHERE withdrawn IS NULL"),
                    .plain(
                        """
                        CREATE UNIQUE INDEX agency_facts_begin ON agency_facts (agency, field, coalesce(from_day, ''))
                        WHERE withdrawn IS NULL AND field IN ('name', 'kind', 'placement')
                        """),
                    .table(
                        "agency_links",
                        """
                        id int PRIMARY KEY
                        predecessor int NOT NULL REFERENCES agencies(id)
                        successor int REFERENCES agencies(id)
                        kind text NOT NULL CHECK (kind IN ('merge', 'split', 'rename', 'abolish', 'transfer'))
                        begins text NOT NULL CHECK (length(begins) = 10)
                        transferred text
                        source text NOT NULL
                        added int NOT NULL
                        withdrawn int
                        CHECK (withdrawn > added)
                        CHECK ((kind = 'abolish') = (successor IS NULL))
                        CHECK ((kind = 'transfer') = (transferred IS NOT NULL))
                        CHECK (predecessor <> successor)
                        """),
                    .plain("CREATE INDEX agency_links_in_force ON agency_links (id) WHERE withdrawn IS NULL"),
                ])
        ])

    /// Wakes whoever holds a copy of the register.
    package static let channel = NoticeChannel("agencies")
}
