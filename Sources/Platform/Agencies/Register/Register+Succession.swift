/// One step away from an organisation, along the links.
package struct SuccessionStep: Sendable, Equatable {
    package let agency: AgencyID
    /// The link that led here.
    package let link: SuccessorLink
    /// Links from where it began.
    package let distance: Int
}

/// What became of whom. Links of one function alone (`transfer`) are told by `links`, and do not make a successor.
extension Register {
    /// The links that lead away from it, by day.
    package func links(from id: AgencyID) -> [SuccessorLink] {
        linksFrom[id, default: []].map { links[$0] }.sorted { ($0.day, $0.row) < ($1.day, $1.row) }
    }

    /// The links that lead to it, by day.
    package func links(to id: AgencyID) -> [SuccessorLink] {
        linksTo[id, default: []].map { links[$0] }.sorted { ($0.day, $0.row) < ($1.day, $1.row) }
    }

    /// All that it led to up to and with the day, nearest first, each once. Links are followed in the order of time: what a
    /// successor had given away before is not followed.
    package func successors(of id: AgencyID, through day: Day? = nil) -> [SuccessionStep] {
        walk(from: id, .onward, to: day?.number ?? .max) { _ in true }
    }

    /// All that it came from since the day, nearest first, each once; in the order of time, backwards.
    package func predecessors(of id: AgencyID, since day: Day? = nil) -> [SuccessionStep] {
        walk(from: id, .back, to: day?.number ?? .min) { _ in true }
    }

    /// Who it is, or what it has become, on the day: itself while it is there, else those there on the day to whom the links
    /// lead. Empty when nobody took over, and on days before it began. By name.
    package func heirs(of id: AgencyID, on day: Day) -> [Agency] {
        present(around: id, .onward, to: day.number, on: day)
    }

    /// Who it is, or what it was, on the day: itself while it is there, else those there on the day from whom the links lead
    /// to it. For figures of earlier years. By name.
    package func forebears(of id: AgencyID, on day: Day) -> [Agency] {
        present(around: id, .back, to: day.next.number, on: day)
    }

    private func present(around id: AgencyID, _ direction: Direction, to limit: Int32, on day: Day) -> [Agency] {
        let isGone: (AgencyID) -> Bool = { self.agencies[$0]?.isPresent(on: day) != true }
        let steps = walk(from: id, direction, to: limit, isGone)
        let found = ([id] + steps.map(\.agency)).filter { !isGone($0) }
        return sorted(found.compactMap { agencies[$0] }, on: day)
    }

    private enum Direction {
        case onward, back

        /// Whether a link goes on from what was reached by a link of the day `arrival`, and not beyond the limit.
        func follows(_ day: Int32, _ arrival: Int32?, _ limit: Int32) -> Bool {
            switch self {
            case .onward: day >= arrival ?? .min && day <= limit
            case .back: day <= arrival ?? .max && day >= limit
            }
        }

        /// Whether more can be reached from there: from an earlier arrival onward, from a later one back.
        func isBetter(_ arrival: Int32, than known: Int32) -> Bool {
            self == .onward ? arrival < known : arrival > known
        }
    }

    /// - Parameter goesOn: whether the links of what was reached are followed too.
    private func walk(
        from id: AgencyID, _ direction: Direction, to limit: Int32, _ goesOn: (AgencyID) -> Bool
    ) -> [SuccessionStep] {
        var steps: [SuccessionStep] = []
        var waiting: [(id: AgencyID, arrival: Int32?, distance: Int)] = [(id, nil, 0)]
        // By the best arrival: one that is reached anew by a better way is walked from again.
        var arrivals: [AgencyID: Int32] = [:]
        var next = 0
        while next < waiting.count {
            let place = waiting[next]
            next += 1
            guard goesOn(place.id) else { continue }
            for link in direction == .onward ? links(from: place.id) : links(to: place.id) {
                let (day, target) = (link.day.number, direction == .onward ? link.successor : link.predecessor)
                guard link.kind != .transfer, let target, target != id,
                    direction.follows(day, place.arrival, limit)
                else { continue }
                if let known = arrivals[target] {
                    guard direction.isBetter(day, than: known) else { continue }
                } else {
                    steps.append(SuccessionStep(agency: target, link: link, distance: place.distance + 1))
                }
                arrivals[target] = day
                waiting.append((target, day, place.distance + 1))
            }
        }
        return steps
    }
}
