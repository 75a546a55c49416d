package import Jobs
package import SQLStore

extension PortalWatch {
    /// A sweep that runs, and how far it is.
    package struct Running: Sendable, Equatable {
        package let sweep: PortalSweep
        package let portalName: String
        /// Numbers `done`, `left`, `findings`.
        package let progress: JobProgress
        /// The worker that has it; nil while it waits for another to go on with it.
        package let worker: String?
        /// Of the job that somebody asked to end.
        package let isCancelRequested: Bool
    }

    /// The oldest first.
    /// - Parameter units: that may be seen; nil: all.
    package static func running(
        units: Set<Int64>? = nil, limit: Int = 50, in db: ReadConnection
    ) throws -> [Running] {
        let rows = try db.rows(
            SQL("SELECT * FROM portal_sweeps WHERE state = 'running' AND portal IN (SELECT id FROM portals WHERE ")
                + PortalLists.units(units) + SQL(") ORDER BY id LIMIT ?", min(max(limit, 1), maxPageSize)))
        let sweeps = try rows.map(PortalSweep.init)
        let names = try PortalLists.names(sweeps.map(\.portal), in: db)
        return try sweeps.compactMap { sweep in
            // Its job may be at an end: such a one is told as running no longer.
            guard let job = try JobList.job(sweep.job, in: db), job.ended == nil else { return nil }
            return Running(
                sweep: sweep, portalName: names[sweep.portal] ?? "", progress: job.progress, worker: job.leaseOwner,
                isCancelRequested: job.isCancelRequested)
        }
    }
}
