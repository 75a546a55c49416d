/// Does the work of one kind of job.
package protocol JobHandler: Sendable {
    var kind: JobKind { get }

    /// Runs one attempt. It may run again after it has run to its end (a machine may stop before that is written), so it either
    /// does no harm twice or writes what it changes by `JobContext.finish`.
    ///
    /// The task is cancelled when the job is cancelled, its lease is lost, or the program ends: it should return soon then.
    /// - Returns: a short text that is kept with the job (4 KB), such as what was found.
    /// - Throws: `JobFailure.permanent` to give the job up at once; any other error has it tried again.
    func run(_ job: JobContext) async throws -> String?
}

/// How a handler says that an attempt failed in a way that matters to the queue.
package enum JobFailure: Error, Sendable, Equatable {
    /// Another attempt would fail likewise. The reason is for operators: no content, no personal data.
    case permanent(String)
}
