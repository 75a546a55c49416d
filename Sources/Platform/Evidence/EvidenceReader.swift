import Cryptography

/// A folder of bundles, to be read: any number of readers, at any time, without a key.
///
/// Layout: `DIR/<first two digits>/<id>/{manifest.json, manifest.sig, …}`; `DIR/held/<id>` marks what may not be removed.
/// What else stands in the folder is not evidence and is passed over.
package struct EvidenceReader: Sendable {
    /// Entries of one shelf that are looked at.
    private static let maxEntries = 1 << 20
    static let heldFolder = "held"

    let root: FolderHandle
    let limits: EvidenceLimits

    /// - Throws: `notFound`, `ioFailed`.
    package init(_ path: String, limits: EvidenceLimits = EvidenceLimits()) throws(EvidenceError) {
        self.init(try FolderHandle.open(path), limits: limits)
    }

    init(_ root: FolderHandle, limits: EvidenceLimits) {
        self.root = root
        self.limits = limits
    }

    /// A bundle with its parts, all of it checked.
    /// - Parameter key: as in `verify`.
    /// - Throws: `notFound`; `altered` with the reason; `ioFailed`.
    package func get(
        _ id: BundleID, key: NodePublicKey? = nil
    ) throws(EvidenceError) -> (manifest: EvidenceManifest, parts: [EvidencePart]) {
        let report = try report(id, key: key)
        guard case .ok = report.state, let manifest = report.manifest else {
            throw EvidenceError(.altered, "\(id): \(report.state)")
        }
        let folder = try folder(of: id)
        var parts: [EvidencePart] = []
        for part in manifest.parts {
            let bytes = try folder.file(part.name).read(maxBytes: part.bytes)
            // The file could have been changed since it was checked.
            guard SHA256.hex(of: bytes) == part.sha256 else {
                throw EvidenceError(.altered, "\(id): \(part.name) has another SHA-256")
            }
            parts.append(EvidencePart(name: part.name, type: part.type, bytes: bytes))
        }
        return (manifest, parts)
    }

    /// What became of one bundle.
    /// - Throws: `notFound`, `ioFailed`.
    package func report(_ id: BundleID, key: NodePublicKey?) throws(EvidenceError) -> BundleReport {
        BundleCheck(id: id, folder: try folder(of: id), limits: limits).report(key: key)
    }

    /// Checks every bundle, in the order of their identifiers, and hands each result to `body`. Memory is flat in the number
    /// and size of the bundles' parts; the cost is reading them.
    ///
    /// A bundle that was removed as a whole leaves no trace here: what should be there is for the list of findings to say.
    /// - Parameter key: what the bundles must be signed with. Nil takes the key that each names: this shows damage, but not a
    ///   forger who signed anew with a key of their own.
    /// - Throws: `ioFailed` when the folder itself cannot be read, and what `body` throws.
    package func verify(key: NodePublicKey?, _ body: (BundleReport) throws -> Void) throws {
        try forEachEntry { shelf, fault in
            try body(BundleReport(name: shelf, state: .unreadable(reason: fault.message)))
        } body: { shelf, name in
            guard let id = BundleID(name), id.shelf == shelf else {
                let stray = BundleReport(
                    name: "\(shelf)/\(name)", state: .unreadable(reason: "this is no name of a bundle"))
                return try body(stray)
            }
            do {
                try body(report(id, key: key))
            } catch let error as EvidenceError {
                try body(BundleReport(name: name, state: .unreadable(reason: error.message)))
            }
        }
    }

    /// One stored bundle as it says of itself; nothing of it was checked.
    package struct Entry: Sendable, Equatable {
        package var id: BundleID
        /// Nil when it cannot be read.
        package var manifest: EvidenceManifest?
        /// Disk space, as the budget counts it.
        package var bytes: Int
        package var isHeld: Bool
    }

    /// All bundles, in the order of their identifiers. Memory: their manifests. What cannot be a bundle is passed over.
    /// - Throws: `ioFailed`.
    package func list() throws(EvidenceError) -> [Entry] {
        var entries: [Entry] = []
        do {
            try forEachEntry { _, _ in
            } body: { shelf, name in
                guard let id = BundleID(name), id.shelf == shelf, let folder = try? folder(of: id) else { return }
                let file = try? folder.file(PartName.manifest).read(maxBytes: limits.maxManifestBytes)
                entries.append(
                    Entry(
                        id: id, manifest: file.flatMap { EvidenceManifest($0, limits: limits) },
                        bytes: try DiskSpace.used(by: folder), isHeld: isHeld(id)))
            }
        } catch let error as EvidenceError {
            throw error
        } catch {
            throw EvidenceError(.ioFailed, "\(error)")
        }
        return entries
    }

    func isHeld(_ id: BundleID) -> Bool {
        guard let held = try? root.folder(Self.heldFolder) else { return false }
        return held.has(id.text)
    }

    func folder(of id: BundleID) throws(EvidenceError) -> FolderHandle {
        try root.folder(id.shelf).folder(id.text)
    }

    /// Goes through the shelves. One that cannot be read does not hide the others.
    private func forEachEntry(
        unreadable: (_ shelf: String, EvidenceError) throws -> Void,
        body: (_ shelf: String, _ name: String) throws -> Void
    ) throws {
        for shelf in try root.names(max: Self.maxEntries)
        where shelf.utf8.count == 2 && Hexadecimal.bytes(of: shelf) != nil {
            let names: [String]
            do {
                names = try root.folder(shelf).names(max: Self.maxEntries)
            } catch {
                try unreadable(shelf, error)
                continue
            }
            for name in names { try body(shelf, name) }
        }
    }
}

/// How the budget counts: every file in whole blocks, and one block for the folder.
enum DiskSpace {
    private static let block = 4_096

    static func rounded(_ bytes: Int) -> Int { (bytes + block - 1) / block * block }

    static func needed(for fileSizes: some Sequence<Int>) -> Int { fileSizes.reduce(block) { $0 + rounded($1) } }

    static func used(by folder: FolderHandle) throws(EvidenceError) -> Int {
        needed(for: try folder.names(max: 10_000).map { folder.byteCount(of: $0) })
    }
}
