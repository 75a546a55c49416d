package import Documents

/// Inspects everything that was named and writes it in one format, in the order of the inputs.
///
/// Memory is flat: each worker holds one item; a worker that is far ahead of the output waits.
package struct InspectionRun: Sendable {
    private let options: InspectionOptions
    private let factory: any PageInspectorFactory
    private let format: any InspectionFormat
    private let documents: DocumentReader

    /// - Parameter documents: reads PDF, DOCX, e-mail and archives.
    package init(
        options: InspectionOptions, factory: any PageInspectorFactory, format: any InspectionFormat,
        documents: DocumentReader = DocumentReader()
    ) {
        self.documents = documents
        self.options = options
        self.factory = factory
        self.format = format
    }

    /// - Throws: `OutputClosed` when the reader of the output went away, `FileError` when it cannot be written.
    package func run(output: any OutputTarget, progress: sending ProgressLine? = nil) async throws -> RunSummary {
        let clock = ContinuousClock()
        let start = clock.now
        let jobs = max(1, options.jobs)
        let feed = SharedFeed(options)
        let sink = OrderedSink(
            format: format, output: output, progress: progress, pack: factory.pack, window: jobs * 4)
        try await sink.begin()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<jobs {
                group.addTask {
                    var worker = InspectionWorker(
                        factory: factory, format: format, options: options, documents: documents)
                    while let (index, item) = await feed.next(), !Task.isCancelled {
                        try await sink.deliver(await worker.process(item), at: index)
                    }
                }
            }
            do {
                try await group.waitForAll()
            } catch {
                await sink.stop()
                throw error
            }
        }
        let elapsed = start.duration(to: clock.now)
        return try await sink.end(
            skippedCount: await feed.skippedCount,
            elapsedSeconds: Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18)
    }
}

/// The feed that the workers take turns at, numbering the items. An actor rather than a lock, so that the thread sanitizer
/// can follow it.
private actor SharedFeed {
    private var feed: InputFeed
    private var count = 0

    init(_ options: InspectionOptions) { feed = InputFeed(options) }

    func next() -> (index: Int, item: WorkItem)? {
        guard let item = feed.next() else { return nil }
        defer { count += 1 }
        return (count, item)
    }

    var skippedCount: Int { feed.skippedCount }
}
