import Cryptography
import Patterns
import SQLStore

/// The buckets that an attempt falls into.
struct AttemptKeys: Sendable {
    struct Key: Sendable {
        var bucket: String
        var kind: AttemptBucket.Kind
    }

    /// An address that a name was signed in from so lately is known to it.
    private static let knownFor = Duration.seconds(30 * 86_400)

    let keys: [Key]
    /// The account of that name, for the administrators' list.
    let account: Int64?
    let address: String

    /// - Parameter typed: as it was typed; stored as a digest, since people type passwords into the wrong field.
    init(_ typed: String, _ name: LoginName?, _ address: IPAddress, at now: Moment, in db: ReadConnection) throws {
        let block = AddressBlock(address).text
        // What is no name is counted, too, so that nothing tells that it is none.
        let counted = name.map { "n:" + $0.text } ?? "t:" + String(decoding: typed.utf8.prefix(256), as: UTF8.self)
        let digest = SHA256.hex(of: Array(counted.utf8))
        let row = try db.first(
            """
            SELECT id, CASE WHEN EXISTS
              (SELECT 1 FROM sessions WHERE account = accounts.id AND block = ? AND created > ?) THEN 1 ELSE 0 END AS known
            FROM accounts WHERE login = ?
            """, block, now - Self.knownFor, name?.text ?? "")
        let isKnown = try row?.flag("known") ?? false
        account = try row?.int64("id")
        self.address = block
        let user = Key(bucket: isKnown ? "user:\(digest)@\(block)" : "user:\(digest)", kind: .user)
        let place = Key(bucket: "address:\(block)", kind: .address)
        keys = isKnown ? [user, place] : [user, place, Key(bucket: "all", kind: .everyone)]
    }

    /// For attempts at something that has no name: the first administrator's code.
    init(code address: IPAddress) {
        account = nil
        self.address = AddressBlock(address).text
        keys = [Key(bucket: "address:\(self.address)", kind: .address), Key(bucket: "all", kind: .everyone)]
    }
}
