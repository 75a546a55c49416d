import Access
import Agencies
import AuditLog
import Fetching
import Glibc
import Knowledge
import Portals
import SQLStore
import StagedPortal

/// The province to try things on: its agencies from the pack, and portals on this machine that were tampered with on purpose.
/// They listen on the loopback alone, on the same ports whenever they start; only these ports are opened to the sweeper.
struct Sample {
    /// The small ones first: the first finding is there while the large one, with every technique, is still swept.
    private static let seeds: [(seed: UInt64, isFull: Bool, risk: PortalRisk)] = [
        (2, false, .medium), (3, false, .medium), (5, false, .low), (7, false, .medium), (1, true, .high),
    ]

    private let servers: [PortalServer]
    let openings: [AddressOpening]

    /// Enters what is not there yet, starts the portals and orders their first sweeps.
    /// - Throws: `CommandFailure`, `StoreError`, `PortalError`.
    static func start(_ house: House) async throws -> Sample {
        let author = Author(.program("sample"))
        try await enterAgencies(house)
        let communes = try await communes(house)
        let register = PortalRegister(house.store, time: house.time)
        let known = try await register.page(PortalFilter()).portals
        let material = try Material(resources: house.resources)
        var (servers, ports): ([PortalServer], [String]) = ([], [])
        for (index, seed) in seeds.enumerated() {
            let portal = DemoPortal(
                PortalOptions(seed: seed.seed, isFull: seed.isFull, hasBurdens: false), material: material)
            let server = try await serve(portal, onPort: portFile(house, index))
            servers.append(server)
            let authority = String(server.baseURL.drop { $0 != ":" }.dropFirst(3))
            ports.append(authority)
            guard index < communes.count, !known.contains(where: { $0.entry.host == authority }) else { continue }
            var draft = PortalDraft()
            draft.unit = communes[index].unit
            draft.name = "Cổng thông tin \(communes[index].name)"
            draft.home = server.baseURL + "/"
            draft.platform = "mẫu"
            draft.risk = seed.risk.rawValue
            // A portal of one's own need not be spared.
            draft.policy.rate = 0
            let added = try await register.add(draft, by: author)
            try await register.sweepNow(added.id, by: author)
        }
        return Sample(servers: servers, openings: ports.compactMap { AddressOpening($0) })
    }

    func stop() async {
        for server in servers { await server.stop() }
    }

    /// On the port that it had before, so that the register's addresses go on being right; else on any.
    private static func serve(_ portal: DemoPortal, onPort file: String) async throws -> PortalServer {
        let before = (try? FileBytes.read(file, maxBytes: 16)).flatMap { Int(String(decoding: $0, as: UTF8.self)) }
        if let before, let server = try? await PortalServer(portal, host: "127.0.0.1", port: before) { return server }
        let server = try await PortalServer(portal, host: "127.0.0.1", port: 0)
        let port = server.baseURL.split(separator: ":").last.map(String.init) ?? ""
        try FileBytes.writeAtomically(Array(port.utf8), to: file)
        return server
    }

    private static func portFile(_ house: House, _ index: Int) -> String {
        "\(house.stateFolder)/sample-portal-\(index + 1).port"
    }

    /// The agencies of the pack, where there are none yet.
    /// - Returns: how many were entered.
    @discardableResult
    static func enterAgencies(_ house: House) async throws -> Int {
        guard try await house.agencies.directory.current().count == 0 else { return 0 }
        var diagnostics = Diagnostics()
        let base = KnowledgeBase(resources: house.resources, overlay: house.overlay, &diagnostics)
        guard let pack = base.load(AgenciesPack.self, &diagnostics) else {
            throw CommandFailure("The sample's agencies cannot be read. See 'vonggac knowledge check'.")
        }
        let plan = try await house.agencies.plan(pack.content.tables)
        try await house.agencies.apply(plan, from: pack.version, by: AgencyAuthor(.program("sample")))
        return plan.rows.count
    }

    private static func communes(_ house: House) async throws -> [(unit: Int64, name: String)] {
        let day = Day(house.time.now())
        let register = try await house.agencies.directory.current()
        return register.present(on: day).filter { $0.kind(on: day) == .commune }.prefix(seeds.count).map {
            ($0.id.number, $0.knownName(on: day))
        }
    }
}
