import Cryptography

/// The SHA-256 of what goes over the wire, fed piece by piece.
struct PayloadHash: ~Copyable {
    private var stream = SHA256Stream()

    mutating func update(_ piece: [UInt8]) { stream.update(piece) }

    /// 64 lower-case hexadecimal digits.
    consuming func finishHex() -> String { stream.finishHex() }
}
