import Cryptography
import FoundationEssentials
import Unpack

/// What a bundle says of itself: the file that is signed. One part stands on one line, so that `sed` and `sha256sum` can
/// check it.
package struct EvidenceManifest: Sendable, Equatable {
    package struct Part: Sendable, Equatable, Codable {
        package var name: String
        package var bytes: Int
        /// Lower-case hex.
        package var sha256: String
        package var type: String
    }

    static let form = "vonggac evidence 1"

    /// `2026-01-02T03:04:05.000006Z`: of a fixed width, so that the order of the texts is that of the times.
    package var created: String
    package var program: String
    package var packs: [String]
    package var subject: [String: String]
    package var publicKey: NodePublicKey
    package var parts: [Part]

    /// - Throws: `badPartName`, `tooLarge`.
    init(
        _ bundle: EvidenceBundle, publicKey: NodePublicKey, limits: EvidenceLimits
    ) throws(EvidenceError) {
        if let name = PartName.firstFault(of: bundle.parts.map(\.name)) {
            throw EvidenceError(.badPartName, "'\(name.prefix(64))' cannot be the name of a part")
        }
        guard bundle.parts.count <= limits.maxParts,
            bundle.parts.allSatisfy({ $0.bytes.count <= limits.maxPartBytes }),
            bundle.parts.reduce(0, { $0 + $1.bytes.count }) <= limits.maxBundleBytes
        else {
            throw EvidenceError(.tooLarge, "the parts are more or larger than a bundle may hold")
        }
        created = WARCTime.text(bundle.created)
        program = bundle.program
        packs = bundle.packs
        subject = bundle.subject
        self.publicKey = publicKey
        parts = bundle.parts.map {
            Part(name: $0.name, bytes: $0.bytes.count, sha256: SHA256.hex(of: $0.bytes), type: $0.type)
        }
    }

    /// The file's bytes: the same for the same values.
    func encoded() -> [UInt8] {
        var out = JSONText()
        out.raw("{\n\"form\":")
        out.string(Self.form)
        out.raw(",\n\"created\":")
        out.string(created)
        out.raw(",\n\"program\":")
        out.string(program)
        out.raw(",\n\"packs\":")
        out.list(packs) { $1.string($0) }
        out.raw(",\n\"subject\":")
        out.object(subject)
        out.raw(",\n\"publicKey\":")
        out.string(publicKey.base64)
        out.raw(",\n\"parts\":[")
        for (index, part) in parts.enumerated() {
            out.raw(index == 0 ? "\n{\"name\":" : ",\n{\"name\":")
            out.string(part.name)
            out.raw(",\"bytes\":\(part.bytes),\"sha256\":")
            out.string(part.sha256)
            out.raw(",\"type\":")
            out.string(part.type)
            out.raw("}")
        }
        out.raw("\n]\n}\n")
        return out.bytes
    }
}

extension EvidenceManifest {
    private struct File: Decodable {
        var form: String
        var created: String
        var program: String
        var packs: [String]
        var subject: [String: String]
        var publicKey: String
        var parts: [Part]
    }

    /// Reads a manifest; nil for anything that `encoded` would not have written in kind. Hostile input: the caller has
    /// bounded its size, the decoder bounds its depth.
    init?(_ bytes: [UInt8], limits: EvidenceLimits) {
        guard let file = try? JSONDecoder().decode(File.self, from: Data(bytes)), file.form == Self.form,
            Self.isTime(file.created), let publicKey = NodePublicKey(base64: file.publicKey),
            file.parts.count <= limits.maxParts, PartName.firstFault(of: file.parts.map(\.name)) == nil,
            file.parts.allSatisfy({ 0...limits.maxPartBytes ~= $0.bytes && BundleID($0.sha256) != nil })
        else { return nil }
        created = file.created
        program = file.program
        packs = file.packs
        subject = file.subject
        self.publicKey = publicKey
        parts = file.parts
    }

    private static func isTime(_ text: String) -> Bool {
        let shape = "0000-00-00T00:00:00.000000Z"
        return text.utf8.count == shape.utf8.count
            && zip(text.utf8, shape.utf8).allSatisfy { $1 == 0x30 ? 0x30...0x39 ~= $0 : $0 == $1 }
    }
}
