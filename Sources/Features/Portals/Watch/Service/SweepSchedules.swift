import Access
package import Jobs
import SQLStore

extension JobKind {
    /// A sweep of one portal. Its key is the portal's, so no portal is swept twice at once.
    package static let portalSweep = JobKind("portals.sweep", perWorker: 2)
}

/// What the job of a sweep is told.
struct SweepOrder: Codable, Sendable, Equatable {
    var portal: Int64

    static func key(_ portal: Int64) -> String { "portal:\(portal)" }
}

/// Keeps every active portal on the job queue's schedule, and orders sweeps out of turn.
struct SweepSchedules: Sendable {
    let queue: JobQueue
    let schedules: JobSchedules

    init(_ store: SQLStore, time: any TimeSource) {
        queue = JobQueue(store, time: time)
        schedules = JobSchedules(time: time)
    }

    /// Saves the schedule as risk and last result want it; nothing is written when it is so already.
    func save(_ portal: Portal, by author: Author, in db: WriteConnection) throws {
        try schedules.save(schedule(portal), by: author.actor, address: author.addressText, in: db)
    }

    func remove(_ portal: Portal, by author: Author, in db: WriteConnection) throws {
        // Saving gives the number, and changes nothing when the schedule is there.
        let address = author.addressText
        let id = try schedules.save(schedule(portal), by: author.actor, address: address, in: db)
        try schedules.remove(id, by: author.actor, address: address, in: db)
    }

    /// The first sweep of a portal that is new, or back.
    func orderFirst(_ portal: Portal, at now: Moment, in db: WriteConnection) throws {
        var job = newJob(portal)
        job.due = now + SweepPlan(portal.entry, verdict: portal.verdict).firstWait(of: portal.id)
        try queue.add(job, in: db)
    }

    /// A sweep at once. One that waits is brought forward; one that runs is left alone.
    func orderNow(_ portal: Portal, in db: WriteConnection) throws -> AddedJob {
        var job = newJob(portal)
        job.priority = .high
        job.ifLive = .bringForward
        return try queue.add(job, in: db)
    }

    private func schedule(_ portal: Portal) -> NewSchedule {
        let plan = SweepPlan(portal.entry, verdict: portal.verdict)
        var schedule = NewSchedule(
            .portalSweep, key: SweepOrder.key(portal.id), .every(seconds: plan.intervalSeconds))
        schedule.payload = payload(portal)
        schedule.group = group(portal)
        return schedule
    }

    private func newJob(_ portal: Portal) -> NewJob {
        var job = NewJob(.portalSweep, key: SweepOrder.key(portal.id), payload: payload(portal))
        job.group = group(portal)
        return job
    }

    private func payload(_ portal: Portal) -> String { "{\"portal\":\(portal.id)}" }

    private func group(_ portal: Portal) -> String {
        SweepPlan.group(host: portal.entry.host, address: portal.address)
    }
}
