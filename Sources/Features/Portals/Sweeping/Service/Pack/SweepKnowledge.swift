import Knowledge
import PlantedContent

/// The packs that a sweep rests on, ready for use.
struct SweepKnowledge: Sendable {
    let planted: RuleSet
    let sweeping: SweepingPack
    let signs: SignKnowledge
    let hardening: HardeningList
    /// `id@version` of each.
    let versions: [String]

    /// - Throws: `CommandFailure` when one cannot be used; faults of an overlay are told and do not stop a sweep.
    init(resources: String, overlay: String?) throws {
        var diagnostics = Diagnostics()
        let base = KnowledgeBase(resources: resources, overlay: overlay, &diagnostics)
        let planted = base.load(PlantedContentPack.self, &diagnostics)
        let sweeping = base.load(SweepingPack.self, &diagnostics)
        let signs = base.load(SignsPack.self, &diagnostics)
        let hardening = base.load(HardeningPack.self, &diagnostics)
        Complaint.say(diagnostics)
        guard let planted, let sweeping, let signs, let hardening else {
            throw CommandFailure("The knowledge in \(resources) cannot be used. See 'vonggac knowledge check'.")
        }
        self.planted = planted.content.compile()
        self.sweeping = sweeping.content
        self.signs = signs.content.knowledge
        self.hardening = hardening.content.list
        versions = [planted.version, sweeping.version, signs.version, hardening.version]
    }
}
