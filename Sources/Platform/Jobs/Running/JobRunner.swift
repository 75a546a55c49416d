package import SQLStore

/// How a runner works.
package struct JobRunnerOptions: Sendable {
    /// Jobs at once.
    package var slots = 8
    /// How long a job is kept for a worker that says nothing.
    package var lease = Duration.seconds(60)
    package var renewEvery = Duration.seconds(15)
    /// How often what handlers report is written.
    package var reportEvery = Duration.seconds(1)
    /// Looks for work at least this often, should a notice have been missed.
    package var poll = Duration.seconds(3)
    /// Of the program, as pages show it.
    package var version = ""

    package init() {}
}

/// Runs jobs: takes them from the queue as slots become free, keeps their leases, writes what came of them.
///
/// Several may run in one process, and any number on machines that share the database.
package final class JobRunner: Sendable {
    let queue: JobQueue
    let options: JobRunnerOptions
    let worker: WorkerBeat
    let running = RunningJobs()
    /// There may be work, or room for it.
    let work = Wake()
    /// A job may have to stop.
    let beat = Wake()
    private let handlers: [String: any JobHandler]
    private let kinds: [JobKind]

    /// - Parameters:
    ///   - name: the machine and what it does there, as pages show it (1 to 200 bytes).
    ///   - handlers: at most one a kind; jobs of other kinds are left to other workers.
    /// - Throws: `twoHandlers`, `tooLarge`, `invalid`.
    package init(
        _ store: SQLStore, handlers: [any JobHandler], name: String, options: JobRunnerOptions = JobRunnerOptions(),
        time: any TimeSource = SystemTime()
    ) throws(JobsError) {
        var byKind: [String: any JobHandler] = [:]
        for handler in handlers {
            guard byKind.updateValue(handler, forKey: handler.kind.name) == nil else {
                throw JobsError(.twoHandlers, "two handlers are for the kind \(handler.kind.name)")
            }
        }
        try JobText.check(name, 1...200, "the name of a worker")
        try JobText.check(options.version, 0...100, "the version of a worker")
        self.handlers = byKind
        self.options = options
        kinds = handlers.map(\.kind)
        queue = JobQueue(store, time: time)
        worker = WorkerBeat(name: name, version: options.version, started: time.now())
    }

    /// Runs jobs until the task is cancelled. Handlers are cancelled then; when they have returned, what they held is given back
    /// to the queue, and the attempt is not counted. A database that is away is tried again.
    package func run() async {
        let notices = queue.store.notices(JobQueue.channel)
        let cancels = queue.store.notices(JobQueue.cancelChannel)
        await withDiscardingTaskGroup { group in
            group.addTask { for await _ in notices { self.work.set() } }
            group.addTask { for await _ in cancels { self.beat.set() } }
            group.addTask { await self.keepLeases() }
            while !Task.isCancelled {
                let pause = await takeJobs { job in group.addTask { await self.handle(job) } }
                if pause > .zero { await work.wait(atMost: pause) }
            }
        }
        let owner = worker.instance
        let queue = queue
        // Grouped: such a write is not of this task, which is cancelled.
        _ = try? await queue.store.writeGrouped { db in
            try queue.giveBackAll(of: owner, in: db)
            try WorkerList.remove(owner, in: db)
        }
    }

    /// Takes what there are slots for.
    /// - Returns: how long to wait before the next time.
    private func takeJobs(_ start: (RunningJob) -> Void) async -> Duration {
        let counts = running.countByKind()
        let free = options.slots - counts.values.reduce(0, +)
        do {
            try await queue.takeBackLost()
            guard free > 0 else { return options.poll }
            let rooms = kinds.map { kind in
                (kind, min(kind.perWorker ?? .max, options.slots) - (counts[kind.name] ?? 0))
            }
            let claimed = try await queue.claim(
                JobRequest(owner: worker.instance, free: free, kinds: rooms.filter { $0.1 > 0 }, lease: options.lease))
            guard !claimed.isEmpty else { return try await pauseUntilDue() }
            await tellStarted(claimed)
            // What was claimed while the program was told to end is given back with the rest.
            guard !Task.isCancelled else { return options.poll }
            for job in claimed {
                let job = RunningJob(job, leaseUntil: job.record.leaseUntil ?? queue.time.now())
                running.begin(job)
                start(job)
            }
            return .zero
        } catch {
            return options.poll
        }
    }

    private func pauseUntilDue() async throws -> Duration {
        guard let due = try await queue.nextDue(of: kinds) else { return options.poll }
        return max(min(due - queue.time.now(), options.poll), .milliseconds(10))
    }

    /// Pages learn of it; the job runs also when they do not.
    private func tellStarted(_ claimed: [ClaimedJob]) async {
        let queue = queue
        let now = queue.time.now()
        _ = try? await queue.store.writeGrouped { db in
            for job in claimed { try queue.tell(job.record.id, job.record.kind, .running, now, in: db) }
        }
    }

    // MARK: one job

    private enum Outcome: Sendable {
        case returned(String?)
        case threw(any Error)
    }

    private func handle(_ job: RunningJob) async {
        if let handler = handlers[job.lease.kind] {
            let outcome = await attempt(job, handler)
            if let end = end(of: job, outcome, handler.kind) {
                let queue = queue
                // Without an answer the lease runs out, and the job is run again.
                _ = try? await queue.store.writeGrouped { db in
                    try queue.end(job.lease, end, progress: job.lastProgress, in: db)
                }
            }
        }
        running.end(job)
        work.set()
    }

    /// Runs the handler in a task that ends when the job is told to stop.
    private func attempt(_ job: RunningJob, _ handler: any JobHandler) async -> Outcome {
        let context = JobContext(job, queue)
        return await withTaskGroup(of: Outcome?.self) { group in
            group.addTask {
                do {
                    return .returned(try await handler.run(context))
                } catch {
                    return .threw(error)
                }
            }
            group.addTask {
                await job.stopped.wait()
                return nil
            }
            var outcome: Outcome?
            for await end in group {
                if let end { outcome = end }
                group.cancelAll()
            }
            return outcome ?? .threw(CancellationError())
        }
    }

    /// What is to be written; nil when nothing is: the job is no longer this runner's.
    private func end(of job: RunningJob, _ outcome: Outcome, _ kind: JobKind) -> JobEnd? {
        if job.isFinished || job.stop == .leaseLost { return nil }
        switch outcome {
        case .returned(let result): return .done(result)
        case .threw(let error):
            if case JobFailure.permanent(let reason) = error { return .failed(reason) }
            if (error as? JobsError)?.code == .leaseLost { return nil }
            if job.stop == .cancelled { return .cancelled }
            // The program ends: whatever was thrown, it is not the job's fault.
            if Task.isCancelled { return .givenBack }
            let pause = kind.backOff.delay(afterAttempt: job.claimed.record.attempt, share: .random(in: 0...1))
            return .again("\(error)", due: queue.time.now() + pause)
        }
    }
}
