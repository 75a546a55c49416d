package import SQLStore

extension DatabaseEvidence {
    /// Bytes of one piece of a file.
    static let pieceByteCount = 1 << 20

    package static let migrations = MigrationPlan(
        room: "evidence",
        [
            Migration(
                1, "bundles, and files by their digest in pieces",
                [
                    space, files, pieces, bundles,
                    .plain("CREATE INDEX evidence_bundles_created ON evidence_bundles (created, digest)"),
                    parts, .plain("CREATE INDEX evidence_parts_file ON evidence_parts (file)"),
                    holds,
                ]),
            Migration(
                2, "content in a shared folder",
                [
                    .column(
                        "place text NOT NULL DEFAULT 'database' CHECK (place IN ('database', 'folder'))",
                        of: "evidence_files"),
                    sharedFolder,
                ]),
        ])

    /// Bytes of all files and of the bundles' manifests and signatures, counted when they come and go.
    private static let space = Migration.Statement.table(
        "evidence_space",
        """
        single int PRIMARY KEY CHECK (single = 1)
        byte_count int NOT NULL CHECK (byte_count >= 0)
        """)

    /// A file is stored once, however many bundles have it. `wanted` counts the puts that asked for it: who removes a file
    /// lets it stand when the number moved meanwhile.
    private static let files = Migration.Statement.table(
        "evidence_files",
        """
        id id
        sha256 text NOT NULL UNIQUE CHECK (length(sha256) = 64)
        byte_count int NOT NULL CHECK (byte_count >= 0)
        wanted int NOT NULL
        wanted_at time NOT NULL
        """)

    /// The word that the shared folder has, too, once there is one.
    private static let sharedFolder = Migration.Statement.table(
        "evidence_folder",
        """
        single int PRIMARY KEY CHECK (single = 1)
        mark text NOT NULL CHECK (length(mark) = 32)
        """)

    private static let pieces = Migration.Statement.table(
        "evidence_pieces",
        """
        file int NOT NULL REFERENCES evidence_files (id)
        number int NOT NULL CHECK (number >= 0)
        content bytes NOT NULL CHECK (length(content) BETWEEN 1 AND 1048576)
        PRIMARY KEY (file, number)
        """)

    /// A bundle is here once all of its files are. `byte_count` is that of its files, manifest and signature.
    /// One that is removed and put again has another `id`.
    private static let bundles = Migration.Statement.table(
        "evidence_bundles",
        """
        id id
        digest text NOT NULL UNIQUE CHECK (length(digest) = 64)
        created time NOT NULL
        stored time NOT NULL
        manifest bytes NOT NULL CHECK (length(manifest) BETWEEN 1 AND 1048576)
        signature bytes NOT NULL CHECK (length(signature) = 64)
        byte_count int NOT NULL CHECK (byte_count > 0)
        """)

    private static let parts = Migration.Statement.table(
        "evidence_parts",
        """
        bundle text NOT NULL REFERENCES evidence_bundles (digest)
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 64)
        file int NOT NULL REFERENCES evidence_files (id)
        PRIMARY KEY (bundle, name)
        """)

    /// Who needs a bundle to stay; while there is a row, the schema lets nobody remove it.
    private static let holds = Migration.Statement.table(
        "evidence_holds",
        """
        bundle text NOT NULL REFERENCES evidence_bundles (digest)
        holder text NOT NULL CHECK (length(holder) BETWEEN 1 AND 200)
        since time NOT NULL
        PRIMARY KEY (bundle, holder)
        """)
}
