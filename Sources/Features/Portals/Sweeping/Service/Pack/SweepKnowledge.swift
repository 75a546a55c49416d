import Knowledge
import PlantedContent

/// The two packs that a sweep rests on, ready for use.
struct SweepKnowledge: Sendable {
    let planted: RuleSet
    let sweeping: SweepingPack
    /// `id@version` of both.
    let versions: [String]

    /// - Throws: `CommandFailure` when one cannot be used; faults of an overlay are told and do not stop a sweep.
    init(resources: String, overlay: String?) throws {
        var diagnostics = Diagnostics()
        let base = KnowledgeBase(resources: resources, overlay: overlay, &diagnostics)
        let planted = base.load(PlantedContentPack.self, &diagnostics)
        let sweeping = base.load(SweepingPack.self, &diagnostics)
        Complaint.say(diagnostics)
        guard let planted, let sweeping else {
            throw CommandFailure("The knowledge in \(resources) cannot be used. See 'vonggac knowledge check'.")
        }
        self.planted = planted.content.compile()
        self.sweeping = sweeping.content
        versions = [planted.version, sweeping.version]
    }
}
