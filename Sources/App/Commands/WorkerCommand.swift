import ArgumentParser
import Portals

/// `vonggac worker`
struct WorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker",
        abstract: "Run sweeps and other jobs for a server that is elsewhere.",
        discussion: """
            Any number of machines may run workers on one PostgreSQL. 'vonggac serve' has one built in. The schema must be \
            there: the server, or 'vonggac database migrate', brings it up to date. Ctrl-C ends in good order: what is under \
            way goes back to the queue.

            EXAMPLES
              vonggac worker --database postgres://vonggac@db.example/vonggac?sslmode=verify-full
              VONGGAC_DATABASE=postgres://… vonggac worker --state /var/lib/vonggac
              vonggac worker --proxy http://10.0.0.8:3128 --resolver 10.0.0.2:53

            EXIT CODES
              0  ended by a signal   2  wrong use, or the database cannot be had
            """)

    @OptionGroup(title: "Sweeps")
    var door: SweepDoorOptions

    @OptionGroup(title: "Evidence")
    var keeping: EvidenceKeepingOption

    @OptionGroup var options: HouseOptions

    func run() async throws {
        let stop = StopSignal()
        let evidenceDays = try keeping.days()
        try await House.with(options) { house in
            let handlers = try await Features.handlers(house, door: door, evidenceDays: evidenceDays)
            let log = ServerLog()
            log.say("worker ready", ["database": house.databaseName, "name": Worker.name])
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await Worker(house: house, handlers: handlers).run() }
                group.addTask { await stop.wait() }
                try await group.next()
                group.cancelAll()
            }
            log.say("worker ended")
        }
    }
}
