package import AuditLog
package import Patterns
package import SQLStore

/// Who changes something, and from where: what every change is recorded with.
package struct Author: Sendable, Equatable {
    package var actor: AuditActor
    /// Nil for what the machine itself does.
    package var address: IPAddress?

    package init(_ actor: AuditActor, from address: IPAddress? = nil) {
        self.actor = actor
        self.address = address
    }

    package static func account(_ id: Int64, from address: IPAddress) -> Author { Author(.account(id), from: address) }

    /// For what strangers try: a part of the program turned them away.
    package static func program(_ part: String, from address: IPAddress) -> Author {
        Author(.program(part), from: address)
    }

    /// As rows name whoever it was.
    var text: String { actor.text }

    /// The address as rows hold it; empty where there is none.
    package var addressText: String { address?.text ?? "" }

    /// Writes the audit row of a change into its transaction.
    package func record(
        _ action: StaticString, _ subject: String, _ detail: [String: String] = [:], at now: Moment,
        in db: WriteConnection
    ) throws {
        let entry = AuditEntry(actor, action, subject: subject, detail: detail, address: addressText)
        try AuditLog.record(entry, at: now, in: db)
    }
}
