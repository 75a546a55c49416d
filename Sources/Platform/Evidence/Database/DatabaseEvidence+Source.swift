import Cryptography
import Glibc
import SQLStore

extension DatabaseEvidence: EvidenceSource {
    /// Times that a bundle is read anew that was replaced meanwhile.
    private static let maxAttempts = 5

    package func entries(after last: BundleID?, limit: Int) async throws(EvidenceError) -> [EvidenceEntry] {
        let limit = min(max(1, limit), EvidencePage.maxEntries)
        let rows = try await read { connection in try connection.rows(Self.page(after: last, limit: limit)) }
        do {
            return try rows.compactMap { row in
                guard let id = BundleID(try row.text("digest")) else { return nil }
                return EvidenceEntry(
                    id: id, manifest: EvidenceManifest(try row.bytes("manifest"), limits: limits),
                    bytes: try row.int("byte_count"), isHeld: try row.int("holds") > 0)
            }
        } catch {
            throw EvidenceError(error)
        }
    }

    static func page(after last: BundleID?, limit: Int) -> SQL {
        SQL(
            """
            SELECT b.digest, b.manifest, b.byte_count,
            (SELECT count(*) FROM evidence_holds h WHERE h.bundle = b.digest) AS holds
            FROM evidence_bundles b WHERE b.digest > ? ORDER BY b.digest LIMIT ?
            """, last?.text ?? "", limit)
    }

    package func bundle(
        _ id: BundleID, key: NodePublicKey?
    ) async throws(EvidenceError) -> (manifest: EvidenceManifest, parts: [EvidencePart]) {
        let report = try await check(id, key: key)
        guard case .ok = report.state, let manifest = report.manifest else {
            throw EvidenceError(.altered, "\(id): \(report.state)")
        }
        var parts: [EvidencePart] = []
        for part in manifest.parts {
            // Read by its digest, which is checked again: it could have been changed meanwhile.
            parts.append(
                EvidencePart(name: part.name, type: part.type, bytes: try await content(part.sha256, of: id)))
        }
        return (manifest, parts)
    }

    /// The bundle is laid out in a temporary folder and goes through the check that a folder of evidence goes through.
    package func check(_ id: BundleID, key: NodePublicKey?) async throws(EvidenceError) -> BundleReport {
        for _ in 0..<Self.maxAttempts {
            let layout = try await read { connection in try BundleLayout(id, connection) }
            let report = try await report(layout, key)
            if case .ok = report.state { return report }
            if try await isThere(layout) { return report }
        }
        throw replaced(id)
    }

    private func report(_ layout: BundleLayout, _ key: NodePublicKey?) async throws(EvidenceError) -> BundleReport {
        if let name = layout.files.map(\.name).first(where: { !PartName.isValid($0) }) {
            return BundleReport(name: layout.bundle.text, state: .altered(part: name, reason: "is no name of a part"))
        }
        let limits = limits
        let place = try await DiskThread.run { () throws(EvidenceError) in try ScratchFolder(in: scratch) }
        let export = try await DiskThread.run { () throws(EvidenceError) in try BundleExport(to: place.path) }
        let report: BundleReport
        do {
            try await copy(layout, to: export)
            report = try await DiskThread.run { () throws(EvidenceError) in
                BundleCheck(id: layout.bundle, folder: export.folder, limits: limits).report(key: key)
            }
        } catch let fault as ContentFault {
            report = BundleReport(
                name: layout.bundle.text, state: .unreadable(reason: fault.reason), manifest: layout.ownManifest(limits)
            )
        } catch {
            export.abandon()
            throw EvidenceError(error)
        }
        export.abandon()
        return report
    }

    /// Whether the bundle is the one that was read: while it is, none of its files goes.
    private func isThere(_ layout: BundleLayout) async throws(EvidenceError) -> Bool {
        try await read { connection in
            try connection.count("SELECT count(*) FROM evidence_bundles WHERE id = ?", layout.row) == 1
        }
    }

    private func replaced(_ id: BundleID) -> EvidenceError {
        EvidenceError(.ioFailed, "\(id) was removed and put again and again while it was read")
    }

    package func checkAll(key: NodePublicKey?, _ body: (BundleReport) async throws -> Void) async throws {
        var last = ""
        while true {
            let start = last
            let names = try await read { connection in
                try connection.rows(
                    "SELECT digest FROM evidence_bundles WHERE digest > ? ORDER BY digest LIMIT ?", start,
                    EvidencePage.maxEntries
                ).map { try $0.text("digest") }
            }
            guard let end = names.last else { return }
            for name in names {
                if let report = try await checked(name, key) { try await body(report) }
            }
            last = end
        }
    }

    /// Nil when it was removed meanwhile.
    private func checked(_ name: String, _ key: NodePublicKey?) async throws(EvidenceError) -> BundleReport? {
        guard let id = BundleID(name) else {
            return BundleReport(name: name, state: .unreadable(reason: "this is no name of a bundle"))
        }
        do {
            return try await check(id, key: key)
        } catch {
            switch error.code {
            case .notFound: return nil
            // Those that lie in the database can be checked all the same.
            case .noFolder: return BundleReport(name: name, state: .unreadable(reason: error.message))
            default: throw error
            }
        }
    }

    package func content(
        _ sha256: String, of id: BundleID, _ body: ([UInt8]) async throws -> Void
    ) async throws {
        let layout = try await read { connection in try BundleLayout(id, connection) }
        guard let file = layout.files.first(where: { $0.stored.sha256 == sha256 }) else {
            throw EvidenceError(.notFound, "\(id) has no file of this SHA-256")
        }
        var stream = SHA256Stream()
        var reason = "has another SHA-256"
        do {
            try await forEachPiece(of: file.stored) { piece in
                stream.update(piece)
                try await body(piece)
            }
        } catch let fault as ContentFault {
            reason = fault.isMissing ? "is missing" : "cannot be read: \(fault.reason)"
        }
        guard stream.finishHex() != sha256 else { return }
        guard try await isThere(layout) else {
            throw EvidenceError(.notFound, "\(id) was removed while it was read")
        }
        throw EvidenceError(.altered, "\(id): \(file.name) \(reason)")
    }

    package func export(_ id: BundleID, to path: String) async throws(EvidenceError) {
        for _ in 0..<Self.maxAttempts {
            let layout = try await read { connection in try BundleLayout(id, connection) }
            let export = try await DiskThread.run { () throws(EvidenceError) in try BundleExport(to: path) }
            var isWhole = false
            do {
                try await copy(layout, to: export)
                isWhole = try await isThere(layout)
            } catch let fault as ContentFault {
                export.abandon()
                throw EvidenceError(.ioFailed, "\(id): \(fault.reason)")
            } catch {
                export.abandon()
                throw EvidenceError(error)
            }
            if isWhole { return try await DiskThread.run { () throws(EvidenceError) in try export.finish(as: id) } }
            export.abandon()
        }
        throw replaced(id)
    }

    /// A file that the folder does not have is missing from the copy, too.
    /// - Throws: `ContentFault` when something in the folder cannot be read; `EvidenceError`.
    private func copy(_ layout: BundleLayout, to export: BundleExport) async throws {
        try await DiskThread.run { () throws(EvidenceError) in
            try export.append(PartName.manifest, layout.manifest)
            try export.append(PartName.signature, layout.signature)
        }
        for file in layout.files {
            do {
                try await forEachPiece(of: file.stored) { piece in
                    try await DiskThread.run { () throws(EvidenceError) in try export.append(file.name, piece) }
                }
            } catch let fault as ContentFault where fault.isMissing {
                continue
            }
            // One that has no bytes came without a piece.
            try await DiskThread.run { () throws(EvidenceError) in try export.append(file.name, []) }
        }
    }
}

/// What the database holds of one bundle, but for the files' content.
struct BundleLayout: Sendable {
    struct File: Sendable {
        var name: String
        var stored: StoredFile
    }

    private static let maxFiles = 1_024

    let bundle: BundleID
    /// Number of the bundle's row: no other bundle ever gets it, nor the same one when it is put again.
    let row: Int64
    var manifest: [UInt8]
    var signature: [UInt8]
    var files: [File]

    /// Nil when it is not the one that the bundle is named after.
    func ownManifest(_ limits: EvidenceLimits) -> EvidenceManifest? {
        guard manifest.count <= limits.maxManifestBytes, BundleID(ofManifest: manifest) == bundle else { return nil }
        return EvidenceManifest(manifest, limits: limits)
    }

    /// - Throws: `notFound`.
    init(_ id: BundleID, _ connection: ReadConnection) throws {
        let row = try connection.first("SELECT id, manifest, signature FROM evidence_bundles WHERE digest = ?", id.text)
        guard let row else { throw EvidenceError(.notFound, "there is no bundle \(id)") }
        bundle = id
        self.row = try row.int64("id")
        manifest = try row.bytes("manifest")
        signature = try row.bytes("signature")
        files = try connection.rows(
            """
            SELECT p.name, f.id, f.sha256, f.place FROM evidence_parts p JOIN evidence_files f ON f.id = p.file
            WHERE p.bundle = ? ORDER BY p.name LIMIT ?
            """, id.text, Self.maxFiles
        ).map { row in
            File(name: try row.text("name"), stored: try StoredFile(row))
        }
    }
}

/// A folder of its own for a moment; it goes with the value once it is empty.
final class ScratchFolder: Sendable {
    let path: String

    /// - Throws: `ioFailed`.
    init(in parent: String) throws(EvidenceError) {
        var name = Array("\(parent)/vonggac-evidence-XXXXXX".utf8CString)
        guard mkdtemp(&name) != nil else { throw EvidenceError(parent, errno: errno) }
        path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { rmdir(path) }
}
