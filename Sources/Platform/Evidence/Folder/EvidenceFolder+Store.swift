import Cryptography
import Synchronization

extension EvidenceReader: EvidenceSource {
    private static let pieceByteCount = 1 << 20

    package func entries(after last: BundleID?, limit: Int) async throws(EvidenceError) -> [EvidenceEntry] {
        let limit = min(max(1, limit), EvidencePage.maxEntries)
        return try await DiskThread.run { () throws(EvidenceError) in try list(after: last, limit: limit) }
    }

    package func bundle(
        _ id: BundleID, key: NodePublicKey?
    ) async throws(EvidenceError) -> (manifest: EvidenceManifest, parts: [EvidencePart]) {
        try await DiskThread.run { () throws(EvidenceError) in try get(id, key: key) }
    }

    package func check(_ id: BundleID, key: NodePublicKey?) async throws(EvidenceError) -> BundleReport {
        try await DiskThread.run { () throws(EvidenceError) in try report(id, key: key) }
    }

    package func checkAll(key: NodePublicKey?, _ body: (BundleReport) async throws -> Void) async throws {
        for place in try await DiskThread.run({ () throws(EvidenceError) in try places() }) {
            try await body(await DiskThread.run { () throws(EvidenceError) in report(place, key: key) })
        }
    }

    package func content(
        _ sha256: String, of id: BundleID, _ body: ([UInt8]) async throws -> Void
    ) async throws {
        let part = try await DiskThread.run { () throws(EvidenceError) in try self.part(sha256, of: id) }
        var stream = SHA256Stream()
        var offset = 0
        while offset < part.bytes {
            let start = offset
            let piece = try await DiskThread.run { () throws(EvidenceError) in
                try folder(of: id).file(part.name).read(from: start, maxBytes: Self.pieceByteCount)
            }
            guard !piece.isEmpty else { break }
            piece.withUnsafeBytes { stream.update($0) }
            offset += piece.count
            try await body(piece)
        }
        guard stream.finishHex() == sha256 else {
            throw EvidenceError(.altered, "\(id): \(part.name) has another SHA-256")
        }
    }

    package func export(_ id: BundleID, to path: String) async throws(EvidenceError) {
        try await DiskThread.run { () throws(EvidenceError) in
            let source = try folder(of: id)
            let export = try BundleExport(to: path)
            do throws(EvidenceError) {
                for name in try source.names(max: 10_000) { try copy(name, of: source, to: export) }
            } catch {
                export.abandon()
                throw error
            }
            try export.finish(as: id)
        }
    }

    private func copy(_ name: String, of source: FolderHandle, to export: BundleExport) throws(EvidenceError) {
        let file = try source.file(name)
        try export.append(name, [])
        var offset = 0
        while true {
            let piece = try file.read(from: offset, maxBytes: Self.pieceByteCount)
            guard !piece.isEmpty else { return }
            try export.append(name, piece)
            offset += piece.count
        }
    }

    /// The part of this digest, by a manifest that the bundle is named after.
    private func part(_ sha256: String, of id: BundleID) throws(EvidenceError) -> EvidenceManifest.Part {
        let bytes = try folder(of: id).file(PartName.manifest).read(maxBytes: limits.maxManifestBytes)
        guard BundleID(ofManifest: bytes) == id, let manifest = EvidenceManifest(bytes, limits: limits) else {
            throw EvidenceError(.altered, "\(id): \(PartName.manifest) is not the one that the bundle is named after")
        }
        guard let part = manifest.parts.first(where: { $0.sha256 == sha256 }) else {
            throw EvidenceError(.notFound, "\(id) has no file of this SHA-256")
        }
        return part
    }
}

extension EvidenceFolder: EvidenceStore {
    package func keep(_ bundle: EvidenceBundle) async throws(EvidenceError) -> BundleID {
        try await DiskThread.run { () throws(EvidenceError) in try self.put(bundle) }
    }

    package func mark(_ id: BundleID, isHeld: Bool) async throws(EvidenceError) {
        try await DiskThread.run { () throws(EvidenceError) in try self.setHeld(isHeld, id) }
    }

    package func usage() async throws(EvidenceError) -> EvidenceUsage {
        EvidenceUsage(usedBytes: usedBytes, budget: budget)
    }

    package func prune(
        _ retention: EvidenceRetention, isDryRun: Bool
    ) async throws(EvidenceError) -> EvidenceRemoval {
        try await DiskThread.run { () throws(EvidenceError) in try self.remove(retention, isDryRun: isDryRun) }
    }

    package func entries(after last: BundleID?, limit: Int) async throws(EvidenceError) -> [EvidenceEntry] {
        try await reader.entries(after: last, limit: limit)
    }

    package func bundle(
        _ id: BundleID, key: NodePublicKey?
    ) async throws(EvidenceError) -> (manifest: EvidenceManifest, parts: [EvidencePart]) {
        try await reader.bundle(id, key: key)
    }

    package func check(_ id: BundleID, key: NodePublicKey?) async throws(EvidenceError) -> BundleReport {
        try await reader.check(id, key: key)
    }

    package func checkAll(key: NodePublicKey?, _ body: (BundleReport) async throws -> Void) async throws {
        try await reader.checkAll(key: key, body)
    }

    package func content(
        _ sha256: String, of id: BundleID, _ body: ([UInt8]) async throws -> Void
    ) async throws {
        try await reader.content(sha256, of: id, body)
    }

    package func export(_ id: BundleID, to path: String) async throws(EvidenceError) {
        try await reader.export(id, to: path)
    }
}
