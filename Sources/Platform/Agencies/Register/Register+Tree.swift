/// Who is counted under whom, as of a day.
extension Register {
    /// Those that are under nobody, by name.
    package func roots(on day: Day) -> [Agency] {
        sorted(agencies.values.filter { $0.placements.on(day) == .top }, on: day)
    }

    /// Those directly under it, by name.
    package func children(of id: AgencyID, on day: Day) -> [Agency] {
        let found = below[id, default: []].filter { $0.period.contains(day) }.compactMap { agencies[$0.value] }
        return sorted(found, on: day)
    }

    /// Those that it is under: its parent first, the root last. Empty for one that is not there on the day.
    package func ancestors(of id: AgencyID, on day: Day) -> [Agency] {
        var path: [Agency] = []
        var next = agencies[id]?.parent(on: day)
        // A register that was checked has no circle; the limit holds for one that was not.
        while let id = next, let agency = agencies[id], path.count < RegisterCheck.maxDepth {
            path.append(agency)
            next = agency.parent(on: day)
        }
        return path
    }

    /// It and all that are under it, at any depth. Empty for one that is not there on the day.
    package func subtree(of id: AgencyID, on day: Day) -> Set<AgencyID> {
        guard agencies[id]?.isPresent(on: day) == true else { return [] }
        var found: Set<AgencyID> = [id]
        var waiting = [id]
        while let next = waiting.popLast() {
            for child in below[next, default: []] where child.period.contains(day) {
                if found.insert(child.value).inserted { waiting.append(child.value) }
            }
        }
        return found
    }
}

/// Who is charged with what, as of a day.
extension Register {
    /// Everybody who holds the function, by name.
    package func holders(of function: AgencyFunction, on day: Day) -> [Agency] {
        let found = agencies.values.filter { agency in
            agency.functions.contains { $0.value == function && $0.period.contains(day) }
        }
        return sorted(found, on: day)
    }

    /// Who holds the function for an organisation: itself, or the holders nearest to it, which are those under the first of
    /// its ancestors that has any. Empty when there is none in its tree.
    package func holders(of function: AgencyFunction, for id: AgencyID, on day: Day) -> [Agency] {
        let all = holders(of: function, on: day)
        if all.isEmpty { return [] }
        let reach = all.map { holder in Set([holder.id] + ancestors(of: holder.id, on: day).map(\.id)) }
        for place in [id] + ancestors(of: id, on: day).map(\.id) {
            let near = zip(all, reach).filter { $0.1.contains(place) }.map(\.0)
            if !near.isEmpty { return near }
        }
        return []
    }
}
