package import SQLStore

/// The tables of accounts and of what they hold.
package enum AccessSchema {
    /// Needs the plan of `AuditLog` before it.
    package static let migrations = MigrationPlan(
        room: "access",
        [
            Migration(
                1, "accounts, grants, sessions, tokens, attempts",
                [
                    .table(
                        "accounts",
                        """
                        id id
                        login text NOT NULL UNIQUE
                        skeleton text NOT NULL UNIQUE
                        name text NOT NULL
                        name_folded text NOT NULL
                        name_sort text NOT NULL
                        mail text NOT NULL
                        state text NOT NULL CHECK (state IN ('active', 'disabled'))
                        password text NOT NULL
                        must_change flag NOT NULL
                        password_changed time NOT NULL
                        created time NOT NULL
                        changed time NOT NULL
                        last_sign_in time
                        CHECK (length(login) BETWEEN 2 AND 64)
                        CHECK (length(name) BETWEEN 1 AND 100)
                        CHECK (length(mail) <= 254)
                        """),
                    .plain("CREATE INDEX accounts_sort ON accounts (name_sort, id)"),
                    .table(
                        "role_grants",
                        """
                        id id
                        account int NOT NULL REFERENCES accounts (id)
                        role text NOT NULL CHECK (length(role) BETWEEN 1 AND 40)
                        unit int
                        valid_from time NOT NULL
                        valid_until time
                        reason text NOT NULL
                        source int REFERENCES role_grants (id)
                        granted_by text NOT NULL
                        granted_at time NOT NULL
                        revoked_at time
                        revoked_by text
                        CHECK (valid_until IS NULL OR valid_until > valid_from)
                        CHECK (source IS NULL OR (valid_until IS NOT NULL AND length(reason) > 0))
                        CHECK ((revoked_at IS NULL) = (revoked_by IS NULL))
                        """),
                    .plain("CREATE INDEX role_grants_account ON role_grants (account)"),
                    .plain("CREATE INDEX role_grants_source ON role_grants (source)"),
                    .plain("CREATE INDEX role_grants_role ON role_grants (role, unit)"),
                    .table(
                        "sessions",
                        """
                        id id
                        digest bytes NOT NULL UNIQUE CHECK (length(digest) = 32)
                        account int NOT NULL REFERENCES accounts (id)
                        created time NOT NULL
                        seen time NOT NULL
                        authenticated time NOT NULL
                        address text NOT NULL
                        block text NOT NULL
                        agent text NOT NULL CHECK (length(agent) <= 80)
                        ended time
                        ended_why text
                        CHECK ((ended IS NULL) = (ended_why IS NULL))
                        CHECK (seen >= created AND authenticated >= created)
                        """),
                    .plain("CREATE INDEX sessions_account ON sessions (account, block, created)"),
                    .plain("CREATE INDEX sessions_open ON sessions (account, id) WHERE ended IS NULL"),
                    .plain("CREATE INDEX sessions_created ON sessions (created)"),
                    .table(
                        "api_tokens",
                        """
                        id id
                        digest bytes NOT NULL CHECK (length(digest) = 32)
                        account int NOT NULL REFERENCES accounts (id)
                        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100)
                        scopes text NOT NULL CHECK (length(scopes) > 0)
                        unit int
                        ranges text NOT NULL
                        created time NOT NULL
                        created_by text NOT NULL
                        expires time NOT NULL
                        used time
                        used_from text NOT NULL
                        revoked_at time
                        revoked_by text
                        CHECK (expires > created AND expires <= created + 31622400000000)
                        CHECK ((revoked_at IS NULL) = (revoked_by IS NULL))
                        """),
                    .plain("CREATE INDEX api_tokens_account ON api_tokens (account, id)"),
                    .table(
                        "sign_in_attempts",
                        """
                        bucket text PRIMARY KEY
                        kind text NOT NULL CHECK (kind IN ('user', 'address', 'all'))
                        account int REFERENCES accounts (id)
                        address text NOT NULL
                        tries int NOT NULL CHECK (tries >= 0)
                        last time NOT NULL
                        free_at time NOT NULL
                        """),
                    .plain("CREATE INDEX sign_in_attempts_last ON sign_in_attempts (last)"),
                    .plain("CREATE INDEX sign_in_attempts_free ON sign_in_attempts (free_at)"),
                    .plain("CREATE INDEX sign_in_attempts_account ON sign_in_attempts (account)"),
                    .table(
                        "first_code",
                        """
                        single int PRIMARY KEY CHECK (single = 1)
                        digest bytes NOT NULL CHECK (length(digest) = 32)
                        made time NOT NULL
                        """),
                ])
        ])
}
