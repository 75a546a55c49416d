package import Access
package import Evidence
package import Jobs
package import SQLStore

extension Portals {
    /// What a worker runs for the room.
    /// - Parameters:
    ///   - overlay: a folder of the site's own knowledge; nil for none.
    ///   - evidence: where bundles go; nil keeps none.
    /// - Throws: `CommandFailure` when the knowledge cannot be used.
    package static func jobHandlers(
        _ store: SQLStore, resources: String, overlay: String? = nil, evidence: (any EvidenceStore)?,
        options: PortalSweepOptions = PortalSweepOptions(), retention: WatchRetention = WatchRetention(),
        time: any TimeSource = SystemTime()
    ) throws -> [any JobHandler] {
        let knowledge = try SweepKnowledge(resources: resources, overlay: overlay)
        return [
            PortalSweepJob(store, knowledge: knowledge, evidence: evidence, options: options, time: time),
            WatchPruning(store, retention: retention, time: time),
        ]
    }

    /// Saves the room's own schedules; to be called whenever the server starts.
    package static func saveSchedules(
        by author: Author, time: any TimeSource = SystemTime(), in db: WriteConnection
    ) throws {
        try WatchPruning.schedule(by: author, time: time, in: db)
    }
}
