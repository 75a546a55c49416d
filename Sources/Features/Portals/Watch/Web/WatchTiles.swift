import Access
import Console

/// What the first page says of portals and findings, and the grid of all units.
struct WatchTiles: Sendable {
    let desk: WatchDesk
    let units: UnitBook

    var room: ConsoleRoom {
        ConsoleRoom(
            tiles: [
                BoardTile("findings", label: "menu.findings", verb: .findingsView, load: findings),
                BoardTile("portals", label: "menu.portals", verb: .portalsView, load: portals),
                BoardTile("running", label: "portal.sweeping", verb: .portalsView, load: running),
            ])
    }

    private func seen(_ request: ConsoleRequest, _ verb: Verb = .portalsView) async throws -> Set<Int64>? {
        try await units.units(within: request.reach(verb), on: request.today)
    }

    @Sendable private func findings(_ request: ConsoleRequest) async throws -> BoardState? {
        let board = try await desk.findings(units: try await seen(request, .findingsView))
        let counts = board.counts
        var state = FindingPages.state(counts, request)
        // Green is earned: nothing was found where nothing was looked at.
        let swept = board.portals.active - (board.portals.byVerdict[.notSwept] ?? 0)
        if state.tone == .good, swept <= 0 { state = StateLine(.unknown, request.say("finding.line.unknown")) }
        var tile = BoardState(state)
        tile.figures = [
            .init(
                request.number(counts.openPlanted), request.say("finding.tier.planted"),
                tone: counts.openPlanted > 0 ? .bad : nil, path: "/findings?tier=planted&weak=0"),
            .init(
                request.number(counts.openReview), request.say("finding.tier.review"),
                tone: counts.openReview > 0 ? .watch : nil, path: "/findings?tier=review&weak=0"),
            .init(request.number(counts.openWeaknesses), request.say("finding.weakness"), path: "/findings?weak=1"),
            .init(
                request.number(counts.unjudged), request.say("finding.decision.unjudged"),
                path: "/findings?decision=unjudged&weak=0"),
        ]
        tile.urgent = board.urgent.findings.map { finding in
            (
                PortalWords.headline(finding, request), "/findings/\(finding.id)",
                "\(board.names[finding.portal] ?? "") · \(request.clock(finding.lastSeen))"
            )
        }
        return tile
    }

    @Sendable private func portals(_ request: ConsoleRequest) async throws -> BoardState? {
        let board = try await desk.portals(units: try await seen(request))
        let counts = board.counts
        var tile = BoardState(PortalPages.state(counts, request))
        tile.figures = PortalVerdict.allCases.compactMap { verdict in
            let count = counts.byVerdict[verdict] ?? 0
            guard count > 0 || verdict == .clean || verdict == .planted else { return nil }
            return .init(
                request.number(count), request.say("portal.verdict.\(verdict.rawValue)"),
                tone: count > 0 ? PortalWords.tone(verdict) : nil, path: "/portals?verdict=\(verdict.rawValue)")
        }
        if counts.overdue > 0 {
            tile.figures.append(
                .init(
                    request.number(counts.overdue), request.say("portal.late.one"), tone: .watch,
                    path: "/portals?late=1"))
        }
        tile.urgent =
            board.overdue.map {
                (
                    $0.entry.name, "/portals/\($0.id)",
                    "\(request.say("portal.late.one")) · \(request.relative($0.sweepBy))"
                )
            }
            + board.certificates.map {
                (
                    board.names[$0.portal] ?? $0.origin, "/portals/\($0.portal)",
                    "\(request.say("portal.certificates")): \(request.say("portal.certificate.until", ["time": request.clock($0.notAfter)]))"
                )
            }
        tile.chart = UnitGrid(board.byUnit, units: units, request).svg
        return tile
    }

    @Sendable private func running(_ request: ConsoleRequest) async throws -> BoardState? {
        let running = try await desk.running(units: try await seen(request))
        guard !running.isEmpty else { return nil }
        var tile = BoardState(
            StateLine(.wait, request.say("portal.running", ["n": request.number(running.count)])),
            figures: [.init(request.number(running.count), request.say("portal.sweeping"), path: "/portals?sort=sweep")]
        )
        tile.urgent = running.prefix(3).map { one in
            let numbers = one.numbers.mapValues { request.number($0) }
            let text =
                numbers.isEmpty
                ? request.say("portal.waiting") : request.say("portal.sweeping.text", numbers)
            return (one.portalName, "/portals/\(one.sweep.portal)", text)
        }
        return tile
    }
}
