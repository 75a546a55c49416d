package import Access
package import Agencies
package import Console
package import Evidence
package import SQLStore

/// What the room adds to the console.
package struct PortalRooms: Sendable {
    private let store: SQLStore
    private let units: UnitBook
    private let accounts: Accounts
    private let evidence: any EvidenceSource
    private let check: ContentCheck
    private let time: any TimeSource

    package init(
        _ store: SQLStore, agencies: AgencyDirectory, accounts: Accounts, evidence: any EvidenceSource,
        check: ContentCheck,
        time: any TimeSource = SystemTime()
    ) {
        self.store = store
        self.accounts = accounts
        self.evidence = evidence
        self.check = check
        self.time = time
        units = UnitBook(agencies)
    }

    package var rooms: [ConsoleRoom] {
        let register = PortalRegister(store, time: time)
        let desk = WatchDesk(store, time: time)
        return [
            PortalPages(register: register, units: units).room, PortalForms(register: register, units: units).room,
            PortalImportPages(register: register, units: units).room,
            PortalDetail(desk: desk, units: units).room, WatchTiles(desk: desk, units: units).room,
            CheckRoute(check: check).room,
            PortalRoutes(register: register, desk: FindingDesk(store, time: time), units: units).room,
            FindingPages(
                desk: FindingDesk(store, time: time), judgement: FindingJudgement(store, time: time), units: units,
                accounts: accounts, evidence: FindingEvidence(evidence)
            ).room,
        ]
    }
}
