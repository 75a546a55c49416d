/// What is stored of a password: the cost, a salt and the key that scrypt makes of both. A value: text in, text out.
///
/// Passwords are bytes here. The same password typed on two machines may come as different code points, so the caller brings
/// the text into one form first (`Normalizer.nfkc` of VietText, then UTF-8), on making and on verifying alike, and bounds its
/// length; this room lies below the one that knows how.
package struct PasswordHash: Sendable, Equatable {
    /// What a hash costs.
    package struct Parameters: Sendable, Equatable {
        /// log2 N.
        package var ln: Int
        package var r: Int
        package var p: Int

        package init(ln: Int, r: Int, p: Int) {
            self.ln = ln
            self.r = r
            self.p = p
        }

        /// 32 MiB a hash, and about a third of a second of one core.
        /// - SeeAlso: OWASP Password Storage Cheat Sheet, the row of 32 MiB.
        package static let standard = Parameters(ln: 15, r: 8, p: 3)

        /// Nil outside what this program spends on a password: at most 128 MiB of rows and five times the time of `standard`, so
        /// that a stored record that somebody else wrote cannot ask for more.
        var cost: Scrypt.Cost? {
            guard (1...20).contains(ln), (1...32).contains(r), (1...32).contains(p) else { return nil }
            let cost = Scrypt.Cost(n: 1 << ln, r: r, p: p)
            // No overflow: at most 2^20 * 2^5 * 2^5.
            guard cost.isAllowed, cost.n * r <= Self.maxRowUnits, cost.n * r * p <= Self.maxTimeUnits else {
                return nil
            }
            return cost
        }

        /// Of 128 bytes: 128 MiB.
        private static let maxRowUnits = 1 << 20
        private static let maxTimeUnits = 1 << 22
    }

    package static let saltByteCount = 16
    static let keyByteCount = 32

    package let parameters: Parameters
    let salt: [UInt8]
    let key: [UInt8]

    init(parameters: Parameters, salt: [UInt8], key: [UInt8]) {
        self.parameters = parameters
        self.salt = salt
        self.key = key
    }

    /// A new hash with a salt of its own. Costs what `parameters` say, on the calling thread.
    /// - Throws: `badParameters` beyond the bounds of `Parameters.cost`, `noRandomness`, `refused`.
    package static func make(_ password: [UInt8], _ parameters: Parameters) throws(CryptoError) -> PasswordHash {
        try make(password, parameters, salt: try Secret.random(saltByteCount))
    }

    static func make(
        _ password: [UInt8], _ parameters: Parameters, salt: [UInt8]
    ) throws(CryptoError) -> PasswordHash {
        let key = try key(password, parameters, salt: salt)
        return PasswordHash(parameters: parameters, salt: salt, key: key)
    }

    /// Whether this is the hash of that password. Costs what making it did, whatever the answer, on the calling thread.
    /// - Throws: `refused` when it could not be found out.
    package func verify(_ password: [UInt8]) throws(CryptoError) -> Bool {
        Secret.areEqual(try Self.key(password, parameters, salt: salt), key)
    }

    /// True when the password should be hashed anew at the next chance: it was hashed at another cost, or with a shorter salt.
    package func needsRehash(_ wanted: Parameters) -> Bool {
        parameters != wanted || salt.count < Self.saltByteCount
    }

    private static func key(
        _ password: [UInt8], _ parameters: Parameters, salt: [UInt8]
    ) throws(CryptoError) -> [UInt8] {
        guard let cost = parameters.cost, let needed = cost.memoryByteCount else { throw .badParameters }
        return try Scrypt.key(
            from: password, salt: salt, cost: cost, maxMemoryByteCount: needed, byteCount: keyByteCount)
    }
}
