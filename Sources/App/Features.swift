import Agencies
import ArgumentParser
import Console
import Jobs
import Knowledge
import Portals
import SQLStore

/// What features and rooms add to the program: the list that the composition root is made of.
enum Features {
    static let commands: [any ParsableCommand.Type] = Portals.commands
    static let knowledgeCommands: [any ParsableCommand.Type] = Portals.knowledgeCommands
    static let packDecoders: [any PackDecoder.Type] =
        Portals.packDecoders + [AgenciesPack.self, CommonPasswordsPack.self]
    /// Tables of the features, behind those of the platform.
    static let migrations: [MigrationPlan] = []
    /// Files of `texts/` that the console speaks with.
    static let textRooms = ["console"]

    /// What each room adds to the console.
    static func rooms(_ house: House) async throws -> [ConsoleRoom] { [] }

    /// Jobs that a worker can do.
    static func handlers(_ house: House) async throws -> [any JobHandler] {
        HouseKeeping(house: house).handlers
    }
}
