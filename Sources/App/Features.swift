import Access
import Administration
import Agencies
import ArgumentParser
import AuditLog
import Console
import Evidence
import Fetching
import Jobs
import Knowledge
import Portals
import SQLStore

/// What features and rooms add to the program: the list that the composition root is made of.
enum Features {
    static let commands: [any ParsableCommand.Type] = Portals.commands
    static let knowledgeCommands: [any ParsableCommand.Type] = Portals.knowledgeCommands
    static let packDecoders: [any PackDecoder.Type] =
        Portals.packDecoders + [AgenciesPack.self, CommonPasswordsPack.self]
    /// Tables of the features, behind those of the platform.
    static let migrations: [MigrationPlan] = [Administration.migrations, Portals.migrations]
    /// Files of `texts/` that the console speaks with.
    static let textRooms = ["console", "administration", "portals"]

    /// What each room adds to the console, in the order of the menu.
    static func rooms(_ house: House, listening: String) async throws -> [ConsoleRoom] {
        let portals = PortalRooms(
            house.store, agencies: house.agencies.directory, accounts: house.access.accounts, evidence: house.evidence,
            check: try ContentCheck(resources: house.resources, overlay: house.overlay), time: house.time)
        let administration = Administration(
            .init(
                store: house.store, access: house.access, agencies: house.agencies, queue: house.jobs,
                schedules: JobSchedules(time: house.time), facts: facts(house, listening), time: house.time))
        return portals.rooms + [administration.room]
    }

    private static func facts(_ house: House, _ listening: String) -> InstallationFacts {
        InstallationFacts(
            version: ProgramVersion.text, database: house.databaseName, listening: listening,
            packs: house.packs.map { .init(kind: $0.header.kind, name: $0.header.title, version: $0.version) },
            folders: [house.stateFolder, house.resources] + [house.evidence.folder?.path].compactMap { $0 })
    }

    /// Jobs that a worker can do.
    /// - Parameters:
    ///   - door: how requests of sweeps leave this machine.
    ///   - evidenceDays: how long evidence is kept that nothing refers to; 0 for ever.
    ///   - openings: internal addresses that sweeps may ask beside, for the portals of the sample.
    static func handlers(
        _ house: House, door: SweepDoorOptions, evidenceDays: Int, openings: [AddressOpening] = []
    ) async throws -> [any JobHandler] {
        var options = door.jobOptions
        options.allowedAddresses += openings
        let portals = try Portals.jobHandlers(
            house.store, resources: house.resources, overlay: house.overlay, evidence: house.evidence, options: options,
            time: house.time)
        return HouseKeeping(house: house, evidenceDays: evidenceDays).handlers + Administration.jobHandlers(house.store)
            + portals
    }

    /// What comes again by itself. A server saves it whenever it starts.
    static func saveSchedules(time: any TimeSource, in db: WriteConnection) throws {
        try HouseKeeping.saveSchedules(in: db, time: time)
        try Portals.saveSchedules(by: Author(.program("server")), time: time, in: db)
    }
}
