import Evidence
import Fetching
import Markup
import Patterns
import PlantedContent
import Unpack

/// Puts what proves a finding into a bundle: every look's requests and responses as they went over the wire, the block,
/// and the finding in words.
struct EvidenceKeeper: Sendable {
    private let store: any EvidenceKeeping
    private let packs: [String]
    private let about: [(name: String, value: String)]

    static let program = "vonggac \(ProgramVersion.text)"

    /// - Parameter robots: how robots.txt was treated, for the archive's own description.
    init(_ store: any EvidenceKeeping, packs: [String], robots: String) {
        self.store = store
        self.packs = packs
        about = [("software", Self.program), ("robots", robots)]
    }

    /// The findings with the identifier of their bundle, or with the reason why there is none: a full disk must not end a
    /// sweep.
    func keep(_ findings: [SweepFinding], looks: [Look], created: Int64) async -> [SweepFinding] {
        var findings = findings
        for index in findings.indices {
            do throws(EvidenceError) {
                findings[index].evidence = try await store.keep(try bundle(findings[index], looks, created)).text
            } catch {
                findings[index].evidenceNote = error.message
            }
        }
        return findings
    }

    private func bundle(
        _ finding: SweepFinding, _ looks: [Look], _ created: Int64
    ) throws(EvidenceError) -> EvidenceBundle {
        var parts = [
            try ExchangeArchive.part(looks.flatMap(recorded), created: created, about: about),
            EvidencePart(name: "finding.json", type: "application/json", bytes: described(finding)),
        ]
        if let block = finding.block, let look = source(of: block, in: looks), block.end <= look.body.count,
            block.start < block.end
        {
            parts.append(
                EvidencePart(
                    name: "block.bin", type: "application/octet-stream",
                    bytes: Array(look.body[block.start..<block.end])))
        }
        parts += try renderedParts(looks, created)
        return EvidenceBundle(
            created: created, program: Self.program, packs: packs,
            subject: ["url": finding.url, "rule": finding.rule, "tier": finding.tierWord], parts: parts)
    }

    /// The document after its scripts, its picture, and the answers as the browser had them.
    private func renderedParts(_ looks: [Look], _ created: Int64) throws(EvidenceError) -> [EvidencePart] {
        guard let look = looks.last(where: { $0.rendered != nil }), let rendered = look.rendered else { return [] }
        var parts = [EvidencePart(name: "rendered.html", type: "text/html; charset=utf-8", bytes: look.body)]
        if let picture = rendered.screenshot {
            parts.append(EvidencePart(name: "screenshot.png", type: "image/png", bytes: picture))
        }
        let recorded = rendered.responses.map { RenderedAnswer.recorded($0, at: look.startedAt) }
        guard !recorded.isEmpty else { return parts }
        var archive = try ExchangeArchive.part(
            recorded, created: created, about: about + [("source", RenderedAnswer.source)])
        archive.name = "rendered.warc.gz"
        return parts + [archive]
    }

    private func described(_ finding: SweepFinding) -> [UInt8] {
        var out = ByteWriter()
        SweepJSON.finding(finding, &out)
        return out.bytes
    }

    /// The look whose body the block's offsets are of.
    private func source(of block: Observation.Block, in looks: [Look]) -> Look? {
        looks.first { $0.observation.blocks.contains(block) }
    }

    private func recorded(_ look: Look) -> [RecordedExchange] {
        let view = look.observation.view.rawValue + (look.observation.pass > 0 ? " again" : "")
        return look.exchanges.enumerated().map { hop, exchange in
            var notes: [(name: String, value: String)] = [
                ("view", view), ("hop", "\(hop + 1)"), ("attempts", "\(exchange.attempts)"),
                ("first-byte-ms", "\(milliseconds(exchange.firstByteAfter))"),
                ("ended-ms", "\(milliseconds(exchange.endedAfter))"),
            ]
            notes += exchange.aliases.map { ("alias", $0) }
            if let tls = exchange.tls {
                notes.append(("tls-version", tls.version))
                if let fault = tls.fault { notes.append(("tls-fault", fault)) }
                for certificate in tls.chain {
                    notes.append(("tls-certificate", CertificateNote.line(certificate)))
                }
            }
            return RecordedExchange(
                url: exchange.url.text, address: exchange.address.map(\.text), startedAt: exchange.startedAt,
                request: exchange.requestBytes, response: exchange.responseBytes,
                truncation: exchange.isCut ? .length : nil, notes: notes)
        }
    }

    private func milliseconds(_ duration: Duration) -> Int { Int(duration / .milliseconds(1)) }
}
