/// Evidence that can be read, wherever it is kept: in a folder (`EvidenceReader`, `EvidenceFolder`) or in the database
/// (`DatabaseEvidence`). Every node that reaches the place reads every bundle, and no key is needed for it. What asks for content
/// in a shared folder that the node was not given throws `noFolder`.
package protocol EvidenceSource: Sendable {
    /// Bundles as they say of themselves, in the order of their identifiers; nothing of them is checked.
    /// - Parameters:
    ///   - last: the last one of the page before; nil for the first page.
    ///   - limit: 1 to `EvidencePage.maxEntries`. A page shorter than this is the last one.
    /// - Throws: `ioFailed`.
    func entries(after last: BundleID?, limit: Int) async throws(EvidenceError) -> [EvidenceEntry]

    /// A bundle with its parts, all of it checked. Memory: the whole bundle.
    /// - Parameter key: what it must be signed with. Nil takes the key that it names: this shows damage, but no forger.
    /// - Throws: `notFound`; `altered` with the reason; `ioFailed`.
    func bundle(
        _ id: BundleID, key: NodePublicKey?
    ) async throws(EvidenceError) -> (manifest: EvidenceManifest, parts: [EvidencePart])

    /// What became of one bundle. Memory is flat in the size of its parts.
    /// - Throws: `notFound`, `ioFailed`.
    func check(_ id: BundleID, key: NodePublicKey?) async throws(EvidenceError) -> BundleReport

    /// Checks every bundle, in the order of their identifiers; the cost is reading all of them.
    /// - Throws: `ioFailed` when the place itself cannot be read, and what `body` throws.
    func checkAll(key: NodePublicKey?, _ body: (BundleReport) async throws -> Void) async throws

    /// The bytes of a bundle's file, named by its SHA-256, in pieces of at most 1 MB. That they are what was asked for is
    /// known when the call returns, not before.
    /// - Throws: `notFound`, `altered`, `ioFailed`, and what `body` throws.
    func content(_ sha256: String, of id: BundleID, _ body: ([UInt8]) async throws -> Void) async throws

    /// Copies a bundle as it is into a folder of the form that `EvidenceReader` reads; the folder is made if it is not there.
    /// The copy appears whole or not at all.
    /// - Throws: `notFound`; `alreadyThere` when the folder holds the bundle; `ioFailed`.
    func export(_ id: BundleID, to path: String) async throws(EvidenceError)
}

/// Evidence that can be added to and thinned out. Nothing is removed by itself: who runs the program says when.
package protocol EvidenceStore: EvidenceSource {
    /// Stores a bundle and gives its address. The same bundle again is not stored again. It is seen whole or not at all.
    /// - Throws: `badPartName`, `tooLarge`; `budgetExhausted` when the space left is not enough; `altered` when the same
    ///   bundle is there and is not what was put; `badKey` when the store was opened without one; `ioFailed`. After a throw
    ///   nothing of the bundle is left, or what is left is cleared by the next `prune`.
    func keep(_ bundle: EvidenceBundle) async throws(EvidenceError) -> BundleID

    /// Marks a bundle as one that may not be removed, or takes the mark away.
    /// - Throws: `notFound`, `ioFailed`.
    func mark(_ id: BundleID, isHeld: Bool) async throws(EvidenceError)

    /// - Throws: `ioFailed`.
    func usage() async throws(EvidenceError) -> EvidenceUsage

    /// Removes what may go, the oldest first. What is held stays, and counts as used.
    /// - Parameter isDryRun: only says what would go.
    /// - Throws: `ioFailed`, `noFolder`, when nothing was removed; else the removal says why it stopped.
    func prune(_ retention: EvidenceRetention, isDryRun: Bool) async throws(EvidenceError) -> EvidenceRemoval
}

extension EvidenceSource {
    /// The bytes of a bundle's file, checked before they are given. Memory: the file, up to `EvidenceLimits.maxPartBytes`.
    /// - Throws: `notFound`, `altered`, `ioFailed`.
    package func content(_ sha256: String, of id: BundleID) async throws(EvidenceError) -> [UInt8] {
        var bytes: [UInt8] = []
        do {
            try await content(sha256, of: id) { bytes += $0 }
        } catch {
            throw EvidenceError(error)
        }
        return bytes
    }
}

/// One stored bundle as it says of itself; nothing of it was checked.
package struct EvidenceEntry: Sendable, Equatable {
    package var id: BundleID
    /// Nil when it cannot be read.
    package var manifest: EvidenceManifest?
    /// Space that it takes: in a folder as the budget counts it; in the database with the files that it shares with others.
    package var bytes: Int
    package var isHeld: Bool
}

package enum EvidencePage {
    /// Entries of one page; each holds a manifest in memory.
    package static let maxEntries = 500
}

/// Space in bytes.
package struct EvidenceUsage: Sendable, Equatable {
    package var usedBytes: Int
    package var budget: Int
}

/// Which bundles may go. Without a rule none does.
package struct EvidenceRetention: Sendable, Equatable {
    /// Those of findings made before this time: microseconds since 1970, UTC.
    package var before: Int64?
    /// The oldest, until what is left takes no more than so many bytes.
    package var maxBytes: Int?

    package init(before: Int64? = nil, maxBytes: Int? = nil) {
        self.before = before
        self.maxBytes = maxBytes
    }
}

/// What a removal did, or would do.
package struct EvidenceRemoval: Sendable, Equatable {
    package var removed: [BundleID] = []
    package var freedBytes = 0
    /// Bundles that would have gone but are held.
    package var heldCount = 0
    /// Bundles whose age cannot be read; they stay, for a person to look at.
    package var unreadableCount = 0
    /// Why it ended early; what `removed` names is gone all the same.
    package var stopped: EvidenceError?

    package init() {}
}
