package import Evidence

/// The evidence of findings, as pages show it. What is in a bundle is hostile: pictures are the browser's own PNG, everything else
/// is only ever saved as a file.
package struct FindingEvidence: Sendable {
    private static let maxShown = 4

    /// A bundle as a page shows it.
    struct Bundle: Sendable {
        struct File: Sendable {
            var name: String
            var bytes: Int
        }

        var id: String
        /// Whether it is as it was signed; nil when it could not be read.
        var isIntact: Bool?
        var files: [File] = []
        /// Name of the picture with the block outlined; nil when there is none.
        var picture: String?
    }

    private let source: any EvidenceSource

    package init(_ source: any EvidenceSource) { self.source = source }

    /// The bundles of a finding, each checked.
    func bundles(of finding: PortalFinding) async -> [Bundle] {
        let ids = [finding.evidence].compactMap { $0 } + finding.otherEvidence
        var bundles: [Bundle] = []
        for text in ids.prefix(Self.maxShown) { bundles.append(await bundle(text)) }
        return bundles
    }

    private func bundle(_ text: String) async -> Bundle {
        var shown = Bundle(id: text)
        guard let id = BundleID(text) else { return shown }
        do {
            let manifest = try await source.bundle(id, key: nil).manifest
            shown.isIntact = true
            shown.files = manifest.parts.map { .init(name: $0.name, bytes: $0.bytes) }
            shown.picture = manifest.parts.first { $0.type == "image/png" }?.name
        } catch {
            shown.isIntact = error.code == .altered ? false : nil
        }
        return shown
    }

    /// One file of a bundle; nil when there is none of the name. What is no picture is given as bytes without a type that a
    /// browser would open.
    func file(_ name: String, of text: String) async -> (name: String, type: String, bytes: [UInt8])? {
        guard let id = BundleID(text), let bundle = try? await source.bundle(id, key: nil),
            let part = bundle.parts.first(where: { $0.name == name })
        else { return nil }
        let isPicture = part.type == "image/png" && part.bytes.starts(with: [0x89, 0x50, 0x4E, 0x47])
        return (part.name, isPicture ? "image/png" : "application/octet-stream", part.bytes)
    }
}
