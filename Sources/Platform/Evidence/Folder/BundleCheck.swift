import Cryptography
import Unpack

/// What became of a stored bundle.
package enum BundleState: Sendable, Equatable {
    /// Signature, sizes and digests hold, and nothing was added. - Parameter warcRecords: in all of its WARC files.
    case ok(warcRecords: Int)
    /// This file is not what was signed.
    case altered(part: String, reason: String)
    /// There is no signature.
    case unsigned
    /// Signed with another key than was asked for.
    case wrongKey(fingerprint: String)
    case unreadable(reason: String)
}

/// The result for one bundle.
package struct BundleReport: Sendable, Equatable {
    /// Name of the bundle's folder; of a stray entry its path below the evidence folder. May be hostile.
    package var name: String
    package var state: BundleState
    /// What the bundle says of itself, as far as it could be read.
    package var manifest: EvidenceManifest?
}

/// Holds one bundle against its manifest, its name and its signature. Everything in it is hostile: reading is bounded in
/// size, follows no link and waits for no pipe. Memory is flat in the size of the parts.
struct BundleCheck {
    private struct Fault: Error {
        var state: BundleState
    }

    /// Entries looked at in one bundle.
    private static let maxEntries = 1_024
    /// Deflate gives at most 1,032 bytes a byte: a stored bomb is evidence, and only its count of records is asked for.
    private static let warcLimits = UnpackLimits(maxOutputBytes: 16 << 30, maxRatio: 1_100, maxMembers: 1_000_000)

    let id: BundleID
    let folder: FolderHandle
    let limits: EvidenceLimits

    /// - Parameter key: what the bundle must be signed with; nil takes the key that it names, which shows damage but no forger.
    func report(key: NodePublicKey?) -> BundleReport {
        var report = BundleReport(name: id.text, state: .unsigned)
        do throws(Fault) {
            let manifest = try readManifest()
            report.manifest = manifest.value
            try checkSignature(manifest.bytes, manifest.value, key)
            try checkNames(manifest.value)
            var records = 0
            for part in manifest.value.parts { records += try check(part) }
            report.state = .ok(warcRecords: records)
        } catch {
            report.state = error.state
        }
        return report
    }

    private func readManifest() throws(Fault) -> (bytes: [UInt8], value: EvidenceManifest) {
        let bytes: [UInt8]
        do {
            bytes = try folder.file(PartName.manifest).read(maxBytes: limits.maxManifestBytes)
        } catch {
            throw Fault(state: .unreadable(reason: error.message))
        }
        guard BundleID(ofManifest: bytes) == id else {
            throw altered(PartName.manifest, "is not the one that the bundle is named after")
        }
        guard let value = EvidenceManifest(bytes, limits: limits) else {
            throw Fault(state: .unreadable(reason: "manifest.json is no manifest of this program"))
        }
        return (bytes, value)
    }

    private func checkSignature(
        _ bytes: [UInt8], _ manifest: EvidenceManifest, _ key: NodePublicKey?
    ) throws(Fault) {
        guard folder.has(PartName.signature) else { throw Fault(state: .unsigned) }
        if let key, key != manifest.publicKey {
            throw Fault(state: .wrongKey(fingerprint: manifest.publicKey.fingerprint))
        }
        let signature: [UInt8]
        do {
            signature = try folder.file(PartName.signature).read(maxBytes: Ed25519.signatureByteCount)
        } catch {
            throw altered(PartName.signature, "is no signature")
        }
        guard manifest.publicKey.isValid(signature, over: bytes) else {
            throw altered(PartName.signature, "does not fit the manifest")
        }
    }

    private func checkNames(_ manifest: EvidenceManifest) throws(Fault) {
        let known = Set(manifest.parts.map(\.name) + [PartName.manifest, PartName.signature])
        do {
            let names = try folder.names(max: Self.maxEntries)
            if let extra = names.first(where: { !known.contains($0) }) {
                throw altered(extra, "is not in the manifest")
            }
            let missing = manifest.parts.first { !names.contains($0.name) }
            if let missing { throw altered(missing.name, "is missing") }
        } catch let fault as Fault {
            throw fault
        } catch {
            throw Fault(state: .unreadable(reason: "\(error)"))
        }
    }

    /// - Returns: WARC records in this part.
    private func check(_ part: EvidenceManifest.Part) throws(Fault) -> Int {
        let file: EvidenceFile
        let digest: String
        do {
            file = try folder.file(part.name)
            guard file.byteCount == part.bytes else {
                throw altered(part.name, "has \(file.byteCount) bytes, not \(part.bytes)")
            }
            digest = try file.sha256()
        } catch let fault as Fault {
            throw fault
        } catch {
            throw altered(part.name, "cannot be read: \(error)")
        }
        guard digest == part.sha256 else { throw altered(part.name, "has another SHA-256") }
        guard part.name.hasSuffix(".warc.gz") || part.name.hasSuffix(".warc") else { return 0 }
        return try countRecords(file, part.name)
    }

    private func countRecords(_ file: EvidenceFile, _ name: String) throws(Fault) -> Int {
        do {
            var reader = try WARCReader(file.source(), maxBlockBytes: 0, limits: Self.warcLimits)
            var count = 0
            while let record = try reader.next() {
                if let fault = record.fault { throw fault }
                count += 1
            }
            return count
        } catch {
            throw Fault(state: .unreadable(reason: "\(name): \(error)"))
        }
    }

    private func altered(_ part: String, _ reason: String) -> Fault {
        Fault(state: .altered(part: part, reason: reason))
    }
}
