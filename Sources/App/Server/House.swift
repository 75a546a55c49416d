import Access
import Agencies
import AuditLog
import Evidence
import Jobs
import Knowledge
import Portals
import SQLStore
import VietText

/// The rooms over one database, joined: what the server, a worker and the commands beside them work with. Made once; ended with
/// `close`.
struct House: Sendable {
    let resources: String
    /// The site's own knowledge; nil for none.
    let overlay: String?
    let stateFolder: String
    let store: SQLStore
    /// For logs: without a password.
    let databaseName: String
    let agencies: AgencyStore
    let access: AccessRoom
    let jobs: JobQueue
    let events: EventLog
    let evidence: DatabaseEvidence
    /// Signs evidence and exports of this machine.
    let key: NodeKey
    let texts: [Texts.Language: Texts]
    let packs: [Pack]
    let time: any TimeSource

    /// Rooms that others refer to come first.
    static let migrator = Migrator(
        [
            AuditLog.migrations, JobQueue.migrations, Agencies.migrations, AccessSchema.migrations,
            DatabaseEvidence.migrations,
        ] + Features.migrations)

    /// Bytes that evidence may take in the database and its folder.
    private static let evidenceBudget = 20 << 30

    /// Opens the database.
    /// - Parameters:
    ///   - migrates: brings its schema to what this program needs. A file that is not there yet is made in any case.
    ///   - patience: how long a call waits for a database that is away.
    /// - Throws: `CommandFailure`; also when the schema is not up to date and may not be changed.
    private static func open(
        _ options: HouseOptions, migrates: Bool = false, patience: Duration = StoreOptions().reconnectDeadline,
        time: any TimeSource = SystemTime()
    ) async throws -> House {
        let resources = try options.knowledge.resources()
        let (stateFolder, address) = (try options.stateFolder(), try options.address())
        let isNew = address.isNew
        let store = try await openStore(address, migrates: migrates || isNew, patience: patience)
        // Whoever gives a running watch a token in another folder's database waits for it in vain.
        if isNew, !migrates {
            Complaint.say(
                "Made a new database, \(address.safeText). A watch that runs on another one does not see it: say its --state or "
                    + "--database.")
        }
        do {
            var diagnostics = Diagnostics()
            let base = KnowledgeBase(
                resources: resources, overlay: options.knowledge.overlayFolder, &diagnostics)
            let passwords = base.load(CommonPasswordsPack.self, &diagnostics)
            let signs = base.load(SignsPack.self, &diagnostics)
            Complaint.say(diagnostics)
            guard let passwords, let signs else {
                throw CommandFailure("The knowledge in \(resources) cannot be used. See 'vonggac knowledge check'.")
            }
            let rules = ContactRules(publicMail: signs.content.publicMailDomains)
            let key = try NodeKey.readOrCreate(stateFolder + "/node.pem")
            let folder = try await options.evidence.open(of: store, isWriter: true)
            return House(
                resources: resources, overlay: options.knowledge.overlayFolder, stateFolder: stateFolder, store: store,
                databaseName: address.safeText,
                agencies: AgencyStore(store, rules: rules, time: time),
                access: try AccessRoom(store, common: passwords.content.passwords, time: time),
                jobs: JobQueue(store, time: time), events: EventLog(store),
                evidence: DatabaseEvidence(store, key: key, budget: evidenceBudget, folder: folder, time: time),
                key: key, texts: try words(resources), packs: base.packs, time: time)
        } catch let error as EvidenceError {
            throw CommandFailure(error.message)
        } catch let error as FileError {
            throw CommandFailure("\(error)")
        }
    }

    /// - Parameter migrates: brings the schema up to date; else one that is not is refused.
    static func openStore(
        _ address: DatabaseAddress, migrates: Bool, patience: Duration = StoreOptions().reconnectDeadline
    ) async throws -> SQLStore {
        do {
            var options = StoreOptions()
            options.reconnectDeadline = patience
            let store = try SQLStore(address, options: options)
            if migrates {
                try await migrator.migrate(store)
            } else if try await !migrator.pendingSteps(store).isEmpty {
                throw CommandFailure(
                    "\(address.safeText) is older than this program. Run 'vonggac database migrate' first.")
            }
            return store
        } catch let error as StoreError {
            throw CommandFailure("\(address.safeText): \(error.message)")
        }
    }

    /// Opens the database, works with it and closes it.
    /// - Throws: what `open` and `body` throw; a fault of the database as a `CommandFailure` that names it.
    static func with(
        _ options: HouseOptions, migrates: Bool = false, patience: Duration = StoreOptions().reconnectDeadline,
        _ body: (House) async throws -> Void
    ) async throws {
        let house = try await open(options, migrates: migrates, patience: patience)
        do {
            try await body(house)
        } catch let error as StoreError {
            await house.close()
            throw CommandFailure("\(house.databaseName): \(error.message)")
        } catch {
            await house.close()
            throw error
        }
        await house.close()
    }

    func close() async {
        await access.close()
        await store.close()
    }

    private static func words(_ resources: String) throws(FileError) -> [Texts.Language: Texts] {
        var texts: [Texts.Language: Texts] = [:]
        for language in Texts.Language.allCases {
            texts[language] = try Texts(resources: resources, rooms: Features.textRooms, language: language)
        }
        return texts
    }
}

extension DatabaseAddress {
    /// An embedded database that nobody has made yet.
    fileprivate var isNew: Bool {
        guard case .sqlite(let path) = self else { return false }
        return !FileBytes.isFile(path)
    }
}
