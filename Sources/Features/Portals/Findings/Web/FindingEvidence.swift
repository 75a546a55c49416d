import Console

/// A bundle of evidence as a page shows it.
struct ShownBundle: Sendable {
    var id: String
    /// Whether it is as it was signed.
    var state: StateLine
    var files: [(name: String, size: String)]
    /// Address of the picture with the block outlined; nil when there is none.
    var picture: String?
}

/// The evidence of findings, for pages.
struct FindingEvidence: Sendable {
    func shown(of finding: PortalFinding) async -> [ShownBundle] { [] }
    func file(_ name: String, of bundle: String) async -> (name: String, type: String, bytes: [UInt8])? { nil }
}
