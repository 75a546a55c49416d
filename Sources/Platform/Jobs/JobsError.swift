/// Why the queue, a schedule or the event log refused something. Holds no payload and no key.
package struct JobsError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// A text is longer than its place.
        case tooLarge
        /// A payload or an event's data is not JSON, or a name or number is outside of what is allowed.
        case invalid
        /// There is no such job or schedule.
        case notFound
        /// The job is in a state that does not allow this, such as the retry of one that has not failed.
        case wrongState
        /// The lease of the attempt has ended: another worker may have the job. Nothing was changed.
        case leaseLost
        /// Two handlers of a runner are for the same kind.
        case twoHandlers
    }

    package let code: Code
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
