import Access
import Cryptography

/// The value that forms carry: the session's secret under another mask in every page, so that compressed pages tell nothing of
/// it by their length (BREACH).
enum FormSecret {
    /// Empty without a session.
    static func masked(_ token: SessionToken?) -> String {
        guard let token, let pad = try? Secret.random(32) else { return "" }
        let secret = SHA256.digest(of: Array(token.formSecret.utf8))
        return Base64URL.text(of: pad + zip(pad, secret).map { $0 ^ $1 })
    }

    /// Whether a form came from a page of this session.
    static func isRight(_ sent: String?, _ token: SessionToken) -> Bool {
        guard let sent, sent.utf8.count <= 128, let bytes = Base64URL.bytes(of: sent), bytes.count == 64 else {
            return false
        }
        let secret = zip(bytes[..<32], bytes[32...]).map { $0 ^ $1 }
        return Secret.areEqual(secret, SHA256.digest(of: Array(token.formSecret.utf8)))
    }
}
