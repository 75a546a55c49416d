package import ArgumentParser
package import Knowledge
package import SQLStore

/// The face of the room: what it adds to the program.
package enum Portals {
    /// Commands under `vonggac`.
    package static let commands: [any ParsableCommand.Type] = [InspectCommand.self, SweepCommand.self]
    /// Commands under `vonggac knowledge`.
    package static let knowledgeCommands: [any ParsableCommand.Type] = [
        ImportDomainsCommand.self, KnowledgeTrainCommand.self,
    ]
    /// Kinds of packs that the room reads.
    package static let packDecoders: [any PackDecoder.Type] = [
        PlantedContentPack.self, SweepingPack.self, SignsPack.self, HardeningPack.self,
    ]
    /// Tables of the register, the ledger of findings, and the watch.
    package static let migrations = MigrationPlan(
        room: "portals",
        [
            Migration(1, "the register of portals", RegisterSchema.statements),
            Migration(2, "the ledger of findings", FindingsSchema.statements),
            Migration(3, "sweeps, their journals, and what they leave", WatchSchema.statements),
        ])
}
