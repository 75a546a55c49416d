import Cryptography

/// `vgt_<id>_<secret>`: what a program sends. The prefix lets scanners of source code find what was left there.
struct TokenText: Sendable, Equatable {
    static let prefix = "vgt_"
    static let secretByteCount = 32
    private static let maxByteCount = 80

    let id: Int64
    private let secret: [UInt8]

    init(id: Int64, secret: [UInt8]) {
        self.id = id
        self.secret = secret
    }

    /// Nil for anything that `text` did not write. Hostile.
    init?(_ text: some StringProtocol) {
        guard text.utf8.count <= Self.maxByteCount, text.hasPrefix(Self.prefix) else { return nil }
        let parts = text.dropFirst(Self.prefix.count).split(
            separator: "_", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let id = Int64(parts[0]), id > 0, String(id) == parts[0],
            let secret = Base64URL.bytes(of: parts[1]), secret.count == Self.secretByteCount
        else { return nil }
        (self.id, self.secret) = (id, secret)
    }

    var text: String { "\(Self.prefix)\(id)_\(Base64URL.text(of: secret))" }

    var digest: [UInt8] { SHA256.digest(of: secret) }
}
