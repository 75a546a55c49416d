package import Access
package import Jobs
package import SQLStore

/// Changes the register of portals: each change in one transaction with its audit row and with the portal's schedule.
package struct PortalRegister: Sendable {
    let store: SQLStore
    let time: any TimeSource
    let schedules: SweepSchedules

    package init(_ store: SQLStore, time: any TimeSource = SystemTime()) {
        self.store = store
        self.time = time
        schedules = SweepSchedules(store, time: time)
    }

    /// Enters a portal; its first sweep is ordered for within half an hour.
    /// - Throws: `PortalsError.invalid`, `StoreError`.
    @discardableResult
    package func add(_ draft: PortalDraft, by author: Author) async throws -> Portal {
        let entry = try draft.checked()
        return try await changing { db in try add(entry, by: author, in: db) }
    }

    /// Changes what is said of a portal. Nothing is written when nothing changes.
    /// - Parameter version: the one that was seen.
    /// - Throws: `PortalsError`: `invalid`, `notFound`, `changedMeanwhile`; `StoreError`.
    @discardableResult
    package func edit(_ id: Int64, version: Int, _ draft: PortalDraft, by author: Author) async throws -> Portal {
        let entry = try draft.checked()
        return try await changing { db in
            try edit(try seen(id, version, in: db), entry, by: author, in: db)
        }
    }

    /// Takes a portal out of the watch; all that is known of it stays.
    /// - Throws: `PortalsError`: `notFound`, `changedMeanwhile`, `wrongState`; `StoreError`.
    @discardableResult
    package func retire(_ id: Int64, version: Int, by author: Author) async throws -> Portal {
        try await changing { db in
            let portal = try seen(id, version, in: db)
            guard portal.state == .active else { throw PortalsError.wrongState }
            try PortalRows.setState(id, .retired, sweepBy: portal.sweepBy, at: time.now(), in: db)
            try schedules.remove(portal, by: author, in: db)
            try record(author, "portals.retire", portal, in: db)
            return try known(id, in: db)
        }
    }

    /// Takes a retired portal back into the watch.
    /// - Throws: `PortalsError`: `notFound`, `changedMeanwhile`, `wrongState`, `invalid` when its host is taken; `StoreError`.
    @discardableResult
    package func restore(_ id: Int64, version: Int, by author: Author) async throws -> Portal {
        try await changing { db in
            let portal = try seen(id, version, in: db)
            guard portal.state == .retired else { throw PortalsError.wrongState }
            try checkHosts(portal.entry, besides: id, in: db)
            let now = time.now()
            let sweepBy = now + SweepPlan(portal.entry, verdict: portal.verdict).sweepWithin
            try PortalRows.setState(id, .active, sweepBy: sweepBy, at: now, in: db)
            try schedules.save(portal, by: author, in: db)
            try schedules.orderFirst(portal, at: now, in: db)
            try record(author, "portals.restore", portal, in: db)
            return try known(id, in: db)
        }
    }

    /// Orders a sweep at once, before others. A portal that is being swept is not swept a second time.
    /// - Throws: `PortalsError`: `notFound`, `wrongState` when it is retired; `StoreError`.
    @discardableResult
    package func sweepNow(_ id: Int64, by author: Author) async throws -> AddedJob {
        try await store.write { db in
            let portal = try known(id, in: db)
            guard portal.state == .active else { throw PortalsError.wrongState }
            let job = try schedules.orderNow(portal, in: db)
            try record(author, "portals.sweep", portal, ["job": "\(job.id)"], in: db)
            return job
        }
    }

    /// - Returns: nil when there is none.
    package func portal(_ id: Int64) async throws -> Portal? {
        try await store.read { try PortalRows.portal(id, in: $0) }
    }

    package func page(_ filter: PortalFilter) async throws -> PortalPage {
        let now = time.now()
        return try await store.read { try PortalLists.page(filter, at: now, in: $0) }
    }

    package func counts(units: Set<Int64>? = nil) async throws -> PortalCounts {
        let now = time.now()
        return try await store.read { try PortalLists.counts(units: units, at: now, in: $0) }
    }

    // MARK: steps

    func add(_ entry: PortalEntry, by author: Author, in db: WriteConnection) throws -> Portal {
        try checkHosts(entry, besides: nil, in: db)
        let now = time.now()
        let sweepBy = now + SweepPlan(entry, verdict: .notSwept).sweepWithin
        let portal = try known(try PortalRows.insert(entry, sweepBy: sweepBy, at: now, in: db), in: db)
        try schedules.save(portal, by: author, in: db)
        try schedules.orderFirst(portal, at: now, in: db)
        try record(author, "portals.add", portal, ["home": entry.home, "unit": "\(entry.unit)"], in: db)
        return portal
    }

    func edit(_ portal: Portal, _ entry: PortalEntry, by author: Author, in db: WriteConnection) throws -> Portal {
        let fields = portal.entry.differences(from: entry)
        guard !fields.isEmpty else { return portal }
        if portal.state == .active { try checkHosts(entry, besides: portal.id, in: db) }
        let now = time.now()
        let plan = SweepPlan(entry, verdict: portal.verdict)
        let sweepBy = (portal.lastSweep ?? portal.created) + plan.sweepWithin
        try PortalRows.update(portal.id, entry, sweepBy: sweepBy, at: now, in: db)
        if portal.state == .retired {
            try PortalRows.setState(portal.id, .retired, sweepBy: sweepBy, at: now, in: db)
        }
        let edited = try known(portal.id, in: db)
        if edited.state == .active { try schedules.save(edited, by: author, in: db) }
        let names = fields.map(\.rawValue).joined(separator: ", ")
        try record(author, "portals.edit", edited, ["fields": names], in: db)
        return edited
    }

    func seen(_ id: Int64, _ version: Int, in db: WriteConnection) throws -> Portal {
        let portal = try known(id, in: db)
        guard portal.version == version else { throw PortalsError.changedMeanwhile }
        return portal
    }

    private func known(_ id: Int64, in db: WriteConnection) throws -> Portal {
        guard let portal = try PortalRows.portal(id, in: db) else { throw PortalsError.notFound }
        return portal
    }

    private func checkHosts(_ entry: PortalEntry, besides id: Int64?, in db: WriteConnection) throws {
        let taken = try PortalRows.taken([entry.host] + entry.extraHosts, besides: id, in: db)
        guard !taken.isEmpty else { return }
        throw PortalsError.invalid(taken.map { PortalFault($0 == entry.host ? .home : .hosts, .taken, $0) })
    }

    private func record(
        _ author: Author, _ action: StaticString, _ portal: Portal, _ detail: [String: String] = [:],
        in db: WriteConnection
    ) throws {
        var detail = detail
        detail["name"] = portal.entry.name
        try author.record(action, "portal:\(portal.id)", detail, at: time.now(), in: db)
    }

    /// Two who enter one host at the same moment: the schema lets one of them through.
    func changing<Value: Sendable>(
        _ body: @escaping @Sendable (WriteConnection) throws -> Value
    ) async throws -> Value {
        do {
            return try await store.write(body)
        } catch let error as StoreError where error.code == .unique {
            throw PortalsError.invalid([PortalFault(.home, .taken)])
        }
    }
}

extension PortalEntry {
    /// Fields in which two differ.
    func differences(from other: PortalEntry) -> [PortalField] {
        var fields: [PortalField] = []
        func compare<Value: Equatable>(_ field: PortalField, _ path: KeyPath<PortalEntry, Value>) {
            if self[keyPath: path] != other[keyPath: path] { fields.append(field) }
        }
        compare(.unit, \.unit)
        compare(.name, \.name)
        compare(.home, \.home)
        compare(.hosts, \.extraHosts)
        compare(.operatorName, \.operatorName)
        compare(.vendor, \.vendor)
        compare(.platform, \.platform)
        compare(.risk, \.risk)
        compare(.views, \.policy.views)
        compare(.views, \.policy.render)
        compare(.views, \.policy.robots)
        compare(.pages, \.policy.maxPages)
        compare(.rate, \.policy.rate)
        compare(.interval, \.policy.intervalSeconds)
        compare(.domains, \.allowedDomains)
        compare(.authority, \.probeAuthority)
        return fields
    }
}
