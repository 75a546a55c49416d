package import Cryptography
import SQLStore

/// Makes and looks at password records, behind the gate.
package struct Passwords: Sendable {
    /// Each hash takes a core and 32 MiB.
    private let gate: WorkGate
    private let policy: PasswordPolicy
    private let cost: PasswordHash.Parameters
    /// Looked at in the place of accounts that do not exist. No password leads to it.
    private let decoy: PasswordHash

    /// - Throws: `CryptoError` without randomness, or for a cost that is too high.
    package init(_ settings: AccessSettings, common: CommonPasswords) throws(CryptoError) {
        gate = WorkGate(atOnce: settings.hashesAtOnce, waiting: settings.hashesWaiting, name: "password")
        policy = PasswordPolicy(common: common)
        cost = settings.passwordCost
        let salt = Base64URL.text(of: try Secret.random(PasswordHash.saltByteCount))
        let key = Base64URL.text(of: try Secret.random(32))
        let record = "scrypt$ln=\(cost.ln),r=\(cost.r),p=\(cost.p)$\(salt)$\(key)"
        guard let decoy = PasswordHash(record: record) else { throw .badParameters }
        self.decoy = decoy
    }

    /// Ends the threads; passwords under way are looked at first.
    package func close() async { await gate.close() }

    /// What is wrong with a new password; nil when nothing is. Cheap: for a form that answers while somebody types.
    package func fault(_ typed: String, personal: [String]) -> PasswordFault? {
        policy.fault(typed, personal: personal)
    }

    /// What to store of a new password.
    /// - Throws: `badPassword`, `busy`, `CryptoError`.
    func record(of typed: String, personal: [String]) async throws -> String {
        if let fault = policy.fault(typed, personal: personal) { throw AccessError.badPassword(fault) }
        guard let password = PasswordText(typed) else { throw AccessError.badPassword(.tooLong) }
        let (bytes, cost) = (password.bytes, cost)
        return try await behindGate { try PasswordHash.make(bytes, cost).record }
    }

    private func behindGate<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        do {
            return try await gate.run(body)
        } catch is WorkGate.Full {
            throw AccessError.busy
        }
    }

    struct Verdict: Sendable, Equatable {
        var isRight: Bool
        /// The same password's record at today's cost, when the stored one has another.
        var newRecord: String?
    }

    /// Whether the password belongs to the record. Without a record, or with a text that is no password, the answer is no and
    /// takes as long. (An
    /// account whose record has an older cost answers in another time until its next sign-in.)
    /// - Throws: `busy`, `CryptoError`.
    func verify(_ typed: String, against record: String?) async throws -> Verdict {
        let password = PasswordText(typed)
        let stored = record.flatMap { PasswordHash(record: $0) }
        let (hash, bytes, cost) = (stored ?? decoy, password?.bytes ?? [], cost)
        let isPossible = stored != nil && password != nil
        return try await behindGate {
            let isRight = try hash.verify(bytes) && isPossible
            let isOld = isRight && hash.needsRehash(cost)
            return Verdict(isRight: isRight, newRecord: isOld ? try PasswordHash.make(bytes, cost).record : nil)
        }
    }
}
