package import Knowledge
import PlantedContent

/// Makes inspectors that ask the engine `PlantedContent`, all with the same compiled pack.
package struct EngineInspectorFactory: PageInspectorFactory {
    private let rules: RuleSet
    private let maxBlocks: Int
    package var pack: String { rules.pack }

    /// nil (with every fault recorded) when the knowledge cannot be used.
    /// - Parameter maxBlocks: blocks reported of one page at most.
    package init?(resources: String, overlay: String?, maxBlocks: Int = 16, _ diagnostics: inout Diagnostics) {
        let base = KnowledgeBase(resources: resources, overlay: overlay, &diagnostics)
        guard let pack = base.load(PlantedContentPack.self, &diagnostics)?.content else { return nil }
        rules = pack.compile()
        self.maxBlocks = maxBlocks
    }

    package func makeInspector() -> any PageInspecting { EngineInspector(rules: rules, maxBlocks: maxBlocks) }
}

private struct EngineInspector: PageInspecting {
    private let inspector: Inspector

    init(rules: RuleSet, maxBlocks: Int) {
        inspector = Inspector(rules: rules)
        inspector.maxFindings = maxBlocks
    }

    func inspect(_ bytes: UnsafeBufferPointer<UInt8>, kind: InputKind, baseURL: String?) -> InspectionResult {
        let verdict = inspector.inspect(
            bytes, form: kind == .html ? .html : .text, baseHost: baseURL.flatMap(Self.host))
        return InspectionResult(verdict, pack: inspector.rules.pack, byteCount: bytes.count)
    }

    /// The host of an absolute URL, lower case, without user, port and trailing dot.
    static func host(of url: String) -> [UInt8]? {
        guard let scheme = url.firstRange(of: "://") else { return nil }
        let authority = url[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let host = authority.split(separator: "@").last.map { $0.prefix { $0 != ":" } } ?? ""
        let bytes = Array(host.lowercased().utf8)
        return bytes.last == UInt8(ascii: ".") ? Array(bytes.dropLast()) : bytes.isEmpty ? nil : bytes
    }
}

extension InspectionResult {
    /// What the engine said, as the outputs write it.
    init(_ verdict: Verdict, pack: String, byteCount: Int) {
        self.init(
            tier: Tier(rawValue: verdict.tier.rawValue) ?? .unreadable, score: verdict.score,
            categories: verdict.categories.map(\.rawValue), blocks: verdict.findings.map(Block.init),
            links: verdict.links.map(Link.init), pack: pack, byteCount: byteCount, reason: verdict.unreadableReason,
            encoding: verdict.encoding, replacements: verdict.replacements)
    }
}

extension InspectionResult.Block {
    init(_ finding: Finding) {
        self.init(
            zone: finding.zone, hidden: finding.hidden, start: finding.start, end: finding.end, text: finding.text,
            score: finding.score, category: finding.category.rawValue,
            terms: finding.terms.map {
                .init(
                    rule: $0.rule, text: $0.text, start: $0.start, end: $0.end, weight: $0.weight,
                    isDecoded: $0.isDecoded)
            })
    }
}

extension InspectionResult.Link {
    init(_ link: LinkFinding) {
        self.init(
            url: link.url, host: link.host, reason: link.reason, hidden: link.hidden, start: link.start, end: link.end)
    }
}
