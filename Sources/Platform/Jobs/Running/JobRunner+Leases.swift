import SQLStore

extension JobRunner {
    /// Renews leases and the worker's sign of life, writes what handlers report, and tells those to stop that have to.
    func keepLeases() async {
        var renewed: ContinuousClock.Instant?
        while !Task.isCancelled {
            let isAsked = renewed == nil ? true : await beat.wait(atMost: options.reportEvery)
            guard !Task.isCancelled else { return }
            let now = ContinuousClock.now
            let isTime = renewed.map { now - $0 >= options.renewEvery } ?? true
            if isAsked || isTime || hasOverdueLease() {
                await renewLeases()
                renewed = now
            }
            await writeProgress()
        }
    }

    /// By the clock on the wall, which others go by, too: it may have been set, or the machine may have slept.
    private func hasOverdueLease() -> Bool {
        let now = queue.time.now()
        return running.all.contains { $0.leaseUntil <= now }
    }

    private func renewLeases() async {
        let jobs = running.all.filter { !$0.isFinished }
        let (queue, worker, options) = (queue, worker, options)
        let now = queue.time.now()
        let until = now + options.lease
        let leases = jobs.map(\.lease)
        do {
            let renewals = try await queue.store.writeGrouped { db in
                try WorkerList.renew(worker, running: leases.count, at: now, in: db)
                return try queue.renew(leases, owner: worker.instance, until: until, in: db)
            }
            for job in jobs { apply(renewals[job.lease.job], to: job, until) }
        } catch {
            // Nobody knows whether the leases are still ours; when they have run out, they are not.
            let now = queue.time.now()
            for job in jobs where job.leaseUntil <= now { job.stop(.leaseLost) }
        }
    }

    private func apply(_ renewal: JobRenewal?, to job: RunningJob, _ until: Moment) {
        guard let renewal, renewal.number == job.lease.number else {
            // It may have ended itself in between.
            if !job.isFinished { job.stop(.leaseLost) }
            return
        }
        job.renew(until: until)
        if renewal.isCancelRequested { job.stop(.cancelled) }
    }

    private func writeProgress() async {
        let reports = running.all.compactMap { job in job.takeProgress().map { (job.lease, $0) } }
        guard !reports.isEmpty else { return }
        let queue = queue
        _ = try? await queue.store.writeGrouped { db in
            for (lease, progress) in reports { try queue.write(progress, of: lease, in: db) }
        }
    }
}
