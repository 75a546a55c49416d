package import AuditLog
package import SQLStore

/// Who makes a change, as the audit log names it.
package struct AgencyAuthor: Sendable {
    package var actor: AuditActor
    /// The address that the request came from; empty for what the program does by itself.
    package var address: String

    package init(_ actor: AuditActor, address: String = "") { (self.actor, self.address) = (actor, address) }
}

/// Changes the register: each change in one transaction with its audit rows, checked against the whole register, refused when
/// the organisation is not as it was seen. Nothing is ever deleted.
package final class AgencyStore: Sendable {
    package let directory: AgencyDirectory
    package let rules: ContactRules
    let store: SQLStore
    let time: any TimeSource

    package init(_ store: SQLStore, rules: ContactRules, time: any TimeSource = SystemTime()) {
        (self.store, self.rules, self.time) = (store, rules, time)
        directory = AgencyDirectory(store)
    }

    /// What an edit gives back, and what the log says of it.
    struct Outcome<Value: Sendable>: Sendable {
        var value: Value
        var subjects: [AgencyID]
        var detail: [String: String]
    }

    /// Edits the register. An edit that changes nothing writes nothing.
    /// - Parameter edit: pure; may run more than once.
    /// - Throws: `AgencyError`, what the database throws.
    func change<Value: Sendable>(
        _ author: AgencyAuthor, _ action: StaticString,
        _ edit: @escaping @Sendable (inout RegisterDraft) throws -> Outcome<Value>
    ) async throws -> Value {
        let (known, rules, now) = (directory.latest, rules, time.now())
        let (value, register) = try await store.write { connection in
            var draft = RegisterDraft(try RegisterReader.read(connection, known: known), rules: rules)
            let outcome = try edit(&draft)
            let change = try draft.finished()
            if change.isEmpty { return (outcome.value, change.register) }
            try RegisterWriter.write(change, at: now, in: connection)
            for subject in outcome.subjects {
                try AuditLog.record(
                    AuditEntry(
                        author.actor, action, subject: "agency:\(subject.number)", detail: outcome.detail,
                        address: author.address), at: now, in: connection)
            }
            return (outcome.value, change.register)
        }
        directory.keep(register)
        return value
    }
}
