/// Puts the workers' parts in order and writes them.
actor OrderedSink {
    private let format: any InspectionFormat
    private let output: any OutputTarget
    private let progress: ProgressLine?
    private let window: Int

    private var summary = RunSummary()
    private var nextIndex = 0
    private var waitingParts: [Int: OutputPart] = [:]
    private var waitingWorkers: [CheckedContinuation<Void, Never>] = []
    private var hasWritten = false
    private var isStopped = false

    /// - Parameter window: how many items may be finished ahead of the one that is due.
    init(
        format: any InspectionFormat, output: any OutputTarget, progress: sending ProgressLine?, pack: String,
        window: Int
    ) {
        self.format = format
        self.output = output
        self.progress = progress
        self.window = window
        summary.tally.pack = pack
    }

    func begin() throws {
        var writer = ByteWriter()
        format.begin(&writer)
        try output.write(writer.bytes)
    }

    /// Takes the part of one item; returns when the caller may go on.
    func deliver(_ part: OutputPart, at index: Int) async throws {
        waitingParts[index] = part
        while let part = waitingParts.removeValue(forKey: nextIndex) {
            nextIndex += 1
            try write(part)
        }
        wake()
        // The worker that holds the due item never waits here, so the others are always woken.
        while index >= nextIndex + window, !isStopped {
            await withCheckedContinuation { waitingWorkers.append($0) }
        }
    }

    /// Lets every waiting worker go: the run has failed.
    func stop() {
        isStopped = true
        wake()
    }

    func end(skippedCount: Int, elapsedSeconds: Double) throws -> RunSummary {
        summary.tally.skippedCount = skippedCount
        summary.elapsedSeconds = elapsedSeconds
        progress?.clear()
        var writer = ByteWriter()
        try format.end(summary, &writer)
        try output.write(writer.bytes)
        try output.finish()
        return summary
    }

    private func write(_ part: OutputPart) throws {
        summary.tally.add(part.tally)
        let room = format.maxKeptReports - summary.kept.count
        if room > 0 { summary.kept.append(contentsOf: part.kept.prefix(room)) }
        if !part.writer.isEmpty {
            progress?.clear()
            if hasWritten, format.separatesByComma { try output.write([UInt8(ascii: ","), 10]) }
            try output.write(part.writer.bytes)
            hasWritten = true
        }
        progress?.show(summary.tally)
    }

    private func wake() {
        let woken = waitingWorkers
        waitingWorkers = []
        for worker in woken { worker.resume() }
    }
}
