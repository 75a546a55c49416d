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
        guard let id = BundleID(text), let report = try? await source.check(id, key: nil) else { return shown }
        switch report.state {
        case .ok: shown.isIntact = true
        case .unreadable: shown.isIntact = nil
        case .altered, .unsigned, .wrongKey: shown.isIntact = false
        }
        let parts = report.manifest?.parts ?? []
        shown.files = parts.map { .init(name: $0.name, bytes: $0.bytes) }
        shown.picture = parts.first { $0.type == "image/png" }?.name
        return shown
    }

    /// One file of a bundle; nil when there is none of the name. What is no picture is given without a type that a browser would
    /// open. `write` gives it in pieces of a megabyte at most, and waits for each; that it is what was signed shows at its end: one
    /// that is not breaks off there.
    /// - Throws: `EvidenceError` when the evidence cannot be read.
    func file(_ name: String, of text: String) async throws -> (
        name: String, type: String, write: @Sendable (([UInt8]) async throws -> Void) async throws -> Void
    )? {
        guard let id = BundleID(text),
            let part = try await source.check(id, key: nil).manifest?.parts.first(where: { $0.name == name })
        else { return nil }
        let source = source
        // Only the browser's own pictures carry this type, and nobody else's bytes are believed to be one: the page says nosniff.
        let type = part.type == "image/png" ? "image/png" : "application/octet-stream"
        return (part.name, type, { try await source.content(part.sha256, of: id, $0) })
    }
}
