import Cryptography

/// One file of a bundle.
package struct EvidencePart: Sendable, Equatable {
    /// A plain file name: `exchanges.warc.gz`, `finding.json`, `block.txt`.
    package var name: String
    /// Media type of the bytes.
    package var type: String
    package var bytes: [UInt8]

    package init(name: String, type: String, bytes: [UInt8]) {
        self.name = name
        self.type = type
        self.bytes = bytes
    }
}

/// What is known of one finding, to be kept as it was seen (hồ sơ chứng cứ). Nothing in it comes from a clock: the same
/// values are the same bundle, stored once.
package struct EvidenceBundle: Sendable, Equatable {
    /// Microseconds since 1970, UTC: when the finding was made.
    package var created: Int64
    /// The program and its version.
    package var program: String
    /// Versions of the packs that the verdict rests on.
    package var packs: [String]
    /// What the evidence is about, in the caller's words: `url`, `rule`, `sweep`, …
    package var subject: [String: String]
    package var parts: [EvidencePart]

    package init(
        created: Int64, program: String, packs: [String], subject: [String: String], parts: [EvidencePart]
    ) {
        self.created = created
        self.program = program
        self.packs = packs
        self.subject = subject
        self.parts = parts
    }
}

/// What a bundle may measure.
package struct EvidenceLimits: Sendable {
    package var maxPartBytes = 256 << 20
    package var maxBundleBytes = 512 << 20
    package var maxParts = 64
    package var maxManifestBytes = 1 << 20

    package init() {}
}

/// The address of a bundle: SHA-256 of its manifest, 64 lower-case hexadecimal digits. Never a path out of the folder.
package struct BundleID: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let text: String

    /// Nil for everything but 64 lower-case hexadecimal digits.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.count == 2 * SHA256.byteCount, Hexadecimal.bytes(of: text) != nil else { return nil }
        self.text = String(text)
    }

    init(ofManifest bytes: [UInt8]) { text = SHA256.hex(of: bytes) }

    /// The folder that the bundle's folder lies in: the first two digits.
    var shelf: String { String(text.prefix(2)) }

    package var description: String { text }

    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

/// Names that a part may have.
enum PartName {
    static let manifest = "manifest.json"
    static let signature = "manifest.sig"
    static let maxBytes = 64

    /// Letters, digits, `.`, `-` and `_`, the first one a letter or digit; not the names of manifest and signature. Such a
    /// name is no path, no hidden file, and the same on every file system.
    static func isValid(_ name: String) -> Bool {
        guard let first = name.utf8.first, isAlphanumeric(first), name.utf8.count <= maxBytes else { return false }
        guard name.utf8.allSatisfy({ isAlphanumeric($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F }) else {
            return false
        }
        let lowered = name.lowercased()
        return lowered != manifest && lowered != signature
    }

    /// The first name that is not valid or stands twice, case apart; nil when all are fine.
    static func firstFault(of names: [String]) -> String? {
        var seen: Set<String> = []
        return names.first { !isValid($0) || !seen.insert($0.lowercased()).inserted }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26
    }
}

/// A bundle with what is written of it.
struct SignedBundle: Sendable {
    let id: BundleID
    let publicKey: NodePublicKey
    let manifest: [UInt8]
    let signature: [UInt8]
    /// Name and digest of the parts, in the order of the bundle's.
    let files: [EvidenceManifest.Part]

    /// - Throws: `badPartName`, `tooLarge`, `badKey`.
    init(_ bundle: EvidenceBundle, key: NodeKey?, limits: EvidenceLimits) throws(EvidenceError) {
        guard let key else {
            throw EvidenceError(.badKey, "the evidence was opened without a key to sign with: nothing can be added")
        }
        let value = try EvidenceManifest(bundle, publicKey: key.publicKey, limits: limits)
        manifest = value.encoded()
        guard manifest.count <= limits.maxManifestBytes else {
            throw EvidenceError(.tooLarge, "the bundle says too much of itself: \(manifest.count) bytes of manifest")
        }
        signature = try key.signature(over: manifest)
        id = BundleID(ofManifest: manifest)
        publicKey = key.publicKey
        files = value.parts
    }
}
