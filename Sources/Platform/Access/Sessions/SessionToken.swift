import Cryptography

/// What a browser holds of a session: 256 random bits. The database holds their SHA-256 alone, so that who reads it can be
/// nobody.
package struct SessionToken: Sendable, Equatable {
    static let byteCount = 32

    private let bytes: [UInt8]

    /// - Throws: `noRandomness`.
    init() throws(CryptoError) { bytes = try Secret.random(Self.byteCount) }

    /// The value of the cookie; nil for anything that `text` did not write. Hostile texts cost their length up to 43 letters.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.count == 43, let bytes = Base64URL.bytes(of: text), bytes.count == Self.byteCount else {
            return nil
        }
        self.bytes = bytes
    }

    /// For the cookie: 43 letters.
    package var text: String { Base64URL.text(of: bytes) }

    var digest: [UInt8] { SHA256.digest(of: bytes) }

    /// What forms of this session carry, and no page elsewhere can know. Follows from the token, and changes with it; the token
    /// does not follow from it.
    package var formSecret: String { Base64URL.text(of: SHA256.hmac(of: Array("form".utf8), key: bytes)) }

    /// Whether a form came from a page of this session. Tells nothing by its time but the length.
    package func isFormSecret(_ text: String) -> Bool {
        text.utf8.count <= 64 && Secret.areEqual(Array(text.utf8), Array(formSecret.utf8))
    }
}
