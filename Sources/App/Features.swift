import Agencies
import ArgumentParser
import Knowledge
import Portals

/// What features and rooms add to the program: the list that the composition root is made of.
enum Features {
    static let commands: [any ParsableCommand.Type] = Portals.commands
    static let knowledgeCommands: [any ParsableCommand.Type] = Portals.knowledgeCommands
    static let packDecoders: [any PackDecoder.Type] =
        Portals.packDecoders + [AgenciesPack.self, CommonPasswordsPack.self]
}
