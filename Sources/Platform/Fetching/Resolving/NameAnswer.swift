/// What name servers say of a name, for those who ask about the name itself.
package struct NameAnswer: Sendable, Equatable {
    package enum Outcome: String, Sendable {
        /// It has an address.
        case found
        /// It exists and has no address.
        case noAddress
        /// There is no such name: of the name itself, or of the last alias (NXDOMAIN).
        case missing
        /// No server answered, or the name is none.
        case unknown
    }

    package var outcome: Outcome
    /// Targets of its aliases (CNAME), in order; hostile text, a host name each.
    package var aliases: [String] = []
}

extension NameResolver {
    /// Asks for the address of a name, and says by which aliases it went. Never kept: each call asks.
    func report(_ host: String) async -> NameAnswer {
        let name = host.lowercased()
        guard DNSMessage.isHostName(name) else { return NameAnswer(outcome: .unknown) }
        switch await answer(name, .a) {
        case .failure: return NameAnswer(outcome: .unknown)
        case .success(let answer):
            if !answer.addresses.isEmpty { return NameAnswer(outcome: .found, aliases: answer.aliases) }
            return NameAnswer(outcome: answer.code == 3 ? .missing : .noAddress, aliases: answer.aliases)
        }
    }
}

extension HostileDoor {
    /// What name servers say of a name. Nothing is sent to the name's own addresses.
    package func report(ofName host: String) async -> NameAnswer { await attempts.report(ofName: host) }
}

extension HopRunner {
    func report(ofName host: String) async -> NameAnswer { await resolver.report(host) }
}
