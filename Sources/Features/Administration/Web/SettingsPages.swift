import Access
import Console
import VietText

/// What this installation is, and how the watch itself stands: the page of settings, and the tile on the first page.
struct SettingsPages: Sendable {
    private static let path = "/settings"

    let watch: WatchDesk
    let facts: InstallationFacts

    var room: ConsoleRoom {
        ConsoleRoom(
            menu: [
                MenuItem(
                    Self.path, label: "settings.title", icon: "setting", group: "menu.keep", shortcut: "s",
                    verb: .settingsView),
                MenuItem("/api", label: "api.title", icon: "book", group: "menu.keep"),
            ], pages: [PageRoute(Self.path, .verb(.settingsView), show)],
            tiles: [BoardTile("watch", label: "watch.title", verb: .jobsView, load: tile)])
    }

    // MARK: settings

    @Sendable private func show(_ request: ConsoleRequest) async throws -> Page {
        let look = try await watch.look(at: request.now)
        let packs = facts.packs.map { [ListCell.text($0.kind), .text($0.name), .text($0.version)] }
        let folders = facts.folders.map { folder -> [ListCell] in
            let disk = WatchDesk.disk(folder)
            return [
                .text(folder), disk.map { Self.disk($0, request) } ?? .state(.unknown, request.say("watch.unknown")),
            ]
        }
        let sections: [DetailPage.Section] = [
            .init(
                "",
                .facts([
                    (request.say("settings.version"), .text(facts.version)),
                    (request.say("settings.database"), .text(facts.database)),
                    (request.say("settings.listening"), .text(facts.listening)),
                ])),
            .init(
                request.say("settings.packs"),
                .table(columns: ["settings.kind", "settings.pack", "settings.version"].map(request.say), rows: packs),
                empty: request.say("settings.packs.none")),
            .init(
                request.say("settings.folders"),
                .table(columns: ["settings.folder", "watch.disk"].map(request.say), rows: folders),
                empty: request.say("word.none")),
        ]
        let state = worst(look, request)
        return .shell(
            DetailPage(sections).page(
                request, title: request.say("settings.title"), state: state,
                crumbs: [Crumb(request.say("settings.title"))]))
    }

    private static func disk(_ disk: WatchDesk.Disk, _ request: ConsoleRequest) -> ListCell {
        let gigabytes = request.texts.decimal(Double(disk.freeBytes) / 1e9)
        return .state(
            tone(disk), request.say("watch.disk.free", ["percent": "\(disk.percent)", "size": gigabytes]))
    }

    private static func tone(_ disk: WatchDesk.Disk) -> Tone {
        disk.percent < 5 ? .bad : disk.percent < 10 ? .watch : .good
    }

    // MARK: the watch itself

    /// Everything that is wrong with the watch, the worst first.
    private func faults(_ look: WatchDesk.Look, _ request: ConsoleRequest) -> [(tone: Tone, text: String, path: String)]
    {
        var faults: [(tone: Tone, text: String, path: String)] = []
        func add(_ tone: Tone, _ key: String, _ n: Int, _ path: String) {
            faults.append((tone, request.say(key, ["n": request.number(n)]), path))
        }
        if look.workers == 0 { add(.bad, "watch.noWorkers", 0, "/jobs/workers") }
        if look.deadWorkers > 0 { add(.bad, "watch.deadWorkers", look.deadWorkers, "/jobs/workers") }
        if look.failedJobs > 0 { add(.bad, "watch.failedJobs", look.failedJobs, "/jobs?state=failed") }
        if look.lateJobs > 0 { add(.watch, "watch.lateJobs", look.lateJobs, "/jobs?state=waiting&sort=due") }
        if look.sealLagSeconds > 60 { add(.bad, "watch.sealLag", look.sealLagSeconds, "/audit/check") }
        if let disk = look.diskFree, Self.tone(disk) != .good {
            add(Self.tone(disk), "watch.diskLow", disk.percent, Self.path)
        }
        if look.clockSeconds >= 2 {
            add(look.clockSeconds >= 30 ? .bad : .watch, "watch.clock", look.clockSeconds, Self.path)
        }
        return faults.filter { $0.tone == .bad } + faults.filter { $0.tone != .bad }
    }

    private func worst(_ look: WatchDesk.Look, _ request: ConsoleRequest) -> StateLine {
        let faults = faults(look, request)
        guard let first = faults.first else {
            return StateLine(.good, request.say("watch.good", ["time": request.clock(request.now)]))
        }
        return StateLine(first.tone, first.text)
    }

    @Sendable private func tile(_ request: ConsoleRequest) async throws -> BoardState? {
        let look = try await watch.look(at: request.now)
        let alive = look.workers - look.deadWorkers
        return BoardState(
            worst(look, request),
            figures: [
                .init(
                    request.number(alive), request.say("watch.workers"), tone: alive == 0 ? .bad : nil,
                    path: "/jobs/workers"),
                .init(
                    request.number(look.failedJobs), request.say("watch.failed"),
                    tone: look.failedJobs > 0 ? .bad : nil, path: "/jobs?state=failed"),
                .init(
                    request.number(look.lateJobs), request.say("watch.late"), tone: look.lateJobs > 0 ? .watch : nil,
                    path: "/jobs?state=waiting&sort=due"),
            ], urgent: faults(look, request).map { (text: $0.text, path: $0.path, soft: "") })
    }
}
