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

    /// Checks every bundle, in the order of their identifiers, and hands each result to `body`. Memory: the names of the bundles,
    /// whatever the size of their parts; the cost is reading them.
    ///
    /// A bundle that was removed as a whole leaves no trace here: what should be there is for the list of findings to say.
    /// - Parameter key: what the bundles must be signed with. Nil takes the key that each names: this shows damage, but not a
    ///   forger who signed anew with a key of their own.
    /// - Throws: `ioFailed` when the folder itself cannot be read, and what `body` throws.
    package func verify(key: NodePublicKey?, _ body: (BundleReport) throws -> Void) throws {
        for place in try places() { try body(report(place, key: key)) }
    }

    /// What lies where bundles lie.
    enum Place: Sendable {
        case bundle(BundleID)
        /// What is no bundle, or a shelf that cannot be read, and why.
        case other(name: String, reason: String)
    }

    /// Every place, in order. Memory: their names. A shelf that cannot be read does not hide the others.
    func places() throws(EvidenceError) -> [Place] {
        var places: [Place] = []
        for shelf in try shelves() {
            do throws(EvidenceError) {
                places += try root.folder(shelf).names(max: Self.maxEntries).map { place($0, on: shelf) }
            } catch {
                places.append(.other(name: shelf, reason: error.message))
            }
        }
        return places
    }

    private func place(_ name: String, on shelf: String) -> Place {
        guard let id = BundleID(name), id.shelf == shelf else {
            return .other(name: "\(shelf)/\(name)", reason: "this is no name of a bundle")
        }
        return .bundle(id)
    }

    func report(_ place: Place, key: NodePublicKey?) -> BundleReport {
        switch place {
        case .other(let name, let reason): return BundleReport(name: name, state: .unreadable(reason: reason))
        case .bundle(let id):
            do throws(EvidenceError) {
                return try report(id, key: key)
            } catch {
                return BundleReport(name: id.text, state: .unreadable(reason: error.message))
            }
        }
    }

    /// All bundles, in the order of their identifiers. Memory: their manifests. What cannot be a bundle is passed over.
    /// - Throws: `ioFailed`.
    package func list() throws(EvidenceError) -> [EvidenceEntry] { try list(after: nil, limit: .max) }

    /// The bundles behind one, in the order of their identifiers. Shelves that cannot be read are passed over.
    /// - Throws: `ioFailed`.
    package func list(after last: BundleID?, limit: Int) throws(EvidenceError) -> [EvidenceEntry] {
        var entries: [EvidenceEntry] = []
        for shelf in try shelves() where shelf >= last?.shelf ?? "" {
            for name in (try? root.folder(shelf).names(max: Self.maxEntries)) ?? [] {
                guard entries.count < limit else { return entries }
                guard let id = BundleID(name), id.shelf == shelf, last.map({ $0 < id }) ?? true,
                    let folder = try? folder(of: id)
                else { continue }
                entries.append(try entry(id, folder))
            }
        }
        return entries
    }

    private func entry(_ id: BundleID, _ folder: FolderHandle) throws(EvidenceError) -> EvidenceEntry {
        let file = try? folder.file(PartName.manifest).read(maxBytes: limits.maxManifestBytes)
        return EvidenceEntry(
            id: id, manifest: file.flatMap { EvidenceManifest($0, limits: limits) },
            bytes: try DiskSpace.used(by: folder), isHeld: isHeld(id))
    }

    func isHeld(_ id: BundleID) -> Bool {
        guard let held = try? root.folder(Self.heldFolder) else { return false }
        return held.has(id.text)
    }

    func folder(of id: BundleID) throws(EvidenceError) -> FolderHandle {
        try root.folder(id.shelf).folder(id.text)
    }

    private func shelves() throws(EvidenceError) -> [String] {
        try root.names(max: Self.maxEntries).filter { $0.utf8.count == 2 && Hexadecimal.bytes(of: $0) != nil }
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
