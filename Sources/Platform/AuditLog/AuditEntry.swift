/// Who did what to what. Holds no content: names, numbers and words that say what changed.
package struct AuditEntry: Sendable, Equatable {
    package var actor: AuditActor
    /// `room.verb`, such as `agencies.rename`.
    package var action: String
    /// `kind:id`, such as `agency:12`; empty when there is none.
    package var subject: String
    /// What changed, by name.
    package var detail: [String: String]
    /// The address that it came from; empty for what the program did by itself.
    package var address: String

    package init(
        _ actor: AuditActor, _ action: StaticString, subject: String = "", detail: [String: String] = [:],
        address: String = ""
    ) {
        self.actor = actor
        self.action = action.description
        self.subject = subject
        self.detail = detail
        self.address = address
    }
}

/// Who can act.
package enum AuditActor: Sendable, Hashable {
    case account(Int64)
    case token(Int64)
    /// The account of the machine that ran a command.
    case shell(String)
    /// A part of the program, such as `scheduler`.
    case program(String)

    /// `account:12`, as rows hold it.
    package var text: String {
        switch self {
        case .account(let id): "account:\(id)"
        case .token(let id): "token:\(id)"
        case .shell(let name): "shell:\(name)"
        case .program(let name): "program:\(name)"
        }
    }
}
