import ArgumentParser
import Knowledge
import Portals

/// What the features add to the program: the list that the composition root is made of.
enum Features {
    static let commands: [any ParsableCommand.Type] = Portals.commands
    static let knowledgeCommands: [any ParsableCommand.Type] = Portals.knowledgeCommands
    static let packDecoders: [any PackDecoder.Type] = Portals.packDecoders
}
