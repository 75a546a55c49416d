import Foundation
import Synchronization

/// Hears what other machines tell (LISTEN), on a thread and a connection of its own, and wakes those who wait here.
final class NoticeListener: Sendable {
    private struct State {
        var channels: Set<NoticeChannel> = []
        var isStopped = false
        var isRunning = false
        var stoppers: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    private let uri: String
    private let hub: NoticeHub

    /// Connects when the first channel is asked for.
    init(uri: String, _ hub: NoticeHub) {
        self.uri = uri
        self.hub = hub
    }

    func listen(to channel: NoticeChannel) {
        let isFirst = state.withLock { state in
            state.channels.insert(channel)
            guard !state.isRunning, !state.isStopped else { return false }
            state.isRunning = true
            return true
        }
        guard isFirst else { return }
        let thread = Thread { [self] in run() }
        thread.name = "postgres-listen"
        thread.start()
    }

    /// Takes up to a second.
    func stop() async {
        await withCheckedContinuation { stopper in
            let isOver = state.withLock { state in
                state.isStopped = true
                if state.isRunning { state.stoppers.append(stopper) }
                return !state.isRunning
            }
            if isOver { stopper.resume() }
        }
    }

    private func run() {
        while !state.withLock({ $0.isStopped }) {
            try? hear()
            // Notices that came while there was no connection are lost: everybody looks for himself.
            hub.tellAll()
            Thread.sleep(forTimeInterval: 0.2)
        }
        let stoppers = state.withLock { state in
            state.isRunning = false
            return state.stoppers
        }
        for stopper in stoppers { stopper.resume() }
    }

    private func hear() throws {
        let connection = PostgresConnection(uri: uri, statementDeadline: .seconds(30))
        try connection.connect()
        var heard: Set<NoticeChannel> = []
        while true {
            let (wanted, isStopped) = state.withLock { ($0.channels, $0.isStopped) }
            guard !isStopped else { return }
            for channel in wanted.subtracting(heard) {
                try connection.command("LISTEN vonggac_\(channel.name)")
                heard.insert(channel)
                hub.tell(channel)
            }
            let told = try connection.waitForNotices()
            for channel in heard where told.contains("vonggac_" + channel.name) { hub.tell(channel) }
        }
    }
}
