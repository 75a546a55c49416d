package import Access
package import Agencies
package import Console
package import Jobs
package import SQLStore

/// The face of the room: the pages of the platform's own rooms (accounts, agencies, jobs, the record of changes, settings), and
/// the smallest example of how a room is made.
package struct Administration: Sendable {
    /// Of this room's own tables.
    package static let migrations = UploadStore.migrations

    /// Jobs of the room that a worker can do.
    package static func jobHandlers(_ store: SQLStore) -> [any JobHandler] { [AuditCheckJob(store: store)] }

    /// Forgets files that were looked at and never taken in. For a job, once an hour.
    /// - Returns: files taken away.
    package static func purgeUploads(_ store: SQLStore, time: any TimeSource) async throws -> Int {
        try await UploadStore(store, time: time).purge()
    }

    /// What the room is made of.
    package struct Parts: Sendable {
        package var store: SQLStore
        package var access: AccessRoom
        package var agencies: AgencyStore
        package var queue: JobQueue
        package var schedules: JobSchedules
        package var facts: InstallationFacts
        package var time: any TimeSource

        package init(
            store: SQLStore, access: AccessRoom, agencies: AgencyStore, queue: JobQueue, schedules: JobSchedules,
            facts: InstallationFacts, time: any TimeSource = SystemTime()
        ) {
            (self.store, self.access, self.agencies, self.queue) = (store, access, agencies, queue)
            (self.schedules, self.facts, self.time) = (schedules, facts, time)
        }
    }

    private let parts: Parts

    package init(_ parts: Parts) { self.parts = parts }

    /// What the room adds to the console.
    package var room: ConsoleRoom {
        let people = AccountDesk(access: parts.access, agencies: parts.agencies, time: parts.time)
        let jobs = JobDesk(store: parts.store, queue: parts.queue, schedules: parts.schedules)
        let watch = WatchDesk(store: parts.store, facts: parts.facts)
        let rooms = [
            EntryPages(access: parts.access).room, OwnAccountPages(access: parts.access, desk: people).room,
            AccountPages(access: parts.access, desk: people).room,
            AgencyPages(desk: AgencyDesk(store: parts.agencies)).room,
            AgencyChangePages(desk: AgencyDesk(store: parts.agencies)).room,
            AgencyImportPages(
                desk: AgencyImport(store: parts.agencies, uploads: UploadStore(parts.store, time: parts.time))
            ).room,
            JobPages(desk: jobs).room,
            AuditPages(desk: AuditDesk(store: parts.store, access: parts.access, queue: parts.queue)).room,
            SettingsPages(watch: watch, facts: parts.facts).room,
        ]
        return rooms.reduce(into: ConsoleRoom()) { whole, part in
            whole.menu += part.menu
            whole.pages += part.pages
            whole.actions += part.actions
            whole.streams += part.streams
            whole.tiles += part.tiles
            whole.search += part.search
        }
    }
}

/// What an installation says of itself on the page of settings. No secret stands in it: no password of a database, no key.
package struct InstallationFacts: Sendable {
    /// A data pack that is in use.
    package struct Pack: Sendable {
        package var kind: String
        package var name: String
        package var version: String

        package init(kind: String, name: String, version: String) {
            (self.kind, self.name, self.version) = (kind, name, version)
        }
    }

    package var version: String
    /// `SQLite: /var/lib/vonggac/vonggac.db`, `PostgreSQL: db.example:5432/vonggac`.
    package var database: String
    /// `https://127.0.0.1:8443`
    package var listening: String
    package var packs: [Pack]
    /// Where data lies. The first is the one whose disk is watched.
    package var folders: [String]

    package init(version: String, database: String, listening: String, packs: [Pack], folders: [String]) {
        (self.version, self.database, self.listening, self.packs, self.folders) =
            (version, database, listening, packs, folders)
    }
}
