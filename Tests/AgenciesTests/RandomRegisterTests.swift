import Testing

@testable import Agencies

/// Random changes in random order: whatever is taken keeps the register true, and what it answers hangs together.
@Suite struct RandomRegisterTests {
    private struct Play {
        var bench = Bench()
        var dice: Dice
        var taken = 0
        var refused: [RegisterFault.Code: Int] = [:]

        init(seed: Int) { dice = Dice(seed) }

        mutating func roll(_ count: Int) -> Int { Int.random(in: 0..<count, using: &dice) }

        mutating func anyone() -> AgencyID? {
            bench.register.agencies.keys.sorted().randomElement(using: &dice)
        }

        mutating func day() -> Day {
            // Few days, so that changes meet; later ones more often, so that most are taken.
            Day(year: 2000 + roll(40), month: 1 + roll(2), day: 1) ?? "2000-01-01"
        }

        mutating func step() throws {
            let (day, choice) = (day(), roll(20))
            let name = "Đơn vị \(roll(1000))"
            guard let one = anyone().map(bench.seen), let other = anyone().map(bench.seen), choice > 3 else {
                let parent = roll(4) == 0 ? nil : anyone()
                let isOld = roll(2) == 0
                return try attempt { draft in
                    _ = try draft.create(
                        NewAgency(name, .department, under: parent), from: isOld ? nil : day, source: "")
                }
            }
            let heir = roll(2) == 0 ? Heir.existing(other) : .new(NewAgency(name, .commune, under: nil))
            let function = AgencyFunction.incidentResponse
            let (third, ends) = (anyone().map(bench.seen) ?? one, roll(2) == 0)
            try attempt { draft in
                switch choice {
                case 4...6: try draft.rename(one, to: name, from: day, source: "")
                case 7...11: try draft.move(one, under: other.id, from: day, source: "")
                case 12: try draft.move(one, under: nil, from: day, source: "")
                case 13: _ = try draft.split(one, into: [heir], on: day, ends: ends, source: "")
                case 14...16: _ = try draft.merge([one, third], into: heir, on: day, source: "")
                case 17: try draft.abolish(one, on: day, source: "")
                case 18: try draft.assignFunction(one, function, from: day, source: "")
                default: try draft.transfer(function, from: one, to: other, on: day, source: "")
                }
            }
        }

        private mutating func attempt(_ body: (inout RegisterDraft) throws -> Void) throws {
            let before = bench.register.revision
            do {
                try bench.edit(body)
                taken += 1
                #expect(bench.register.revision == before + 1)
            } catch let error as AgencyError {
                #expect(error.code == .refused && !error.faults.isEmpty)
                for fault in error.faults { refused[fault.code, default: 0] += 1 }
                #expect(bench.register.revision == before)
            }
        }
    }

    @Test(arguments: 0..<12) func whateverIsTakenKeepsTheRegisterTrue(seed: Int) throws {
        var play = Play(seed: seed)
        for step in 0..<500 {
            try play.step()
            if step % 50 == 49 { try check(play.bench.register) }
        }
        // The play is no idle one.
        #expect(play.taken > 80)
        #expect(play.bench.register.links.count > 5)
        #expect(play.refused.count > 4)
    }

    private func check(_ register: Register) throws {
        #expect(RegisterCheck.faults(register.agencies, register.links).isEmpty)
        for year in stride(from: 1999, through: 2041, by: 3) {
            let day = try #require(Day(year: year, month: 1, day: 15))
            try checkTree(register, day)
            checkHeirs(register, day)
        }
    }

    /// Each one present stands in exactly one tree, under who says to be above it.
    private func checkTree(_ register: Register, _ day: Day) throws {
        let present = Set(register.present(on: day).map(\.id))
        var covered: Set<AgencyID> = []
        for root in register.roots(on: day) {
            let tree = register.subtree(of: root.id, on: day)
            #expect(covered.isDisjoint(with: tree))
            covered.formUnion(tree)
        }
        #expect(covered == present)
        for id in present {
            let agency = try #require(register[id])
            #expect(agency.names.count { $0.period.contains(day) } == 1)
            #expect(agency.kinds.count { $0.period.contains(day) } == 1)
            #expect(agency.placements.count { $0.period.contains(day) } == 1)
            let above = register.ancestors(of: id, on: day).map(\.id)
            #expect(!above.contains(id) && Set(above).isSubset(of: present) && Set(above).count == above.count)
            for child in register.children(of: id, on: day) { #expect(child.parent(on: day) == id) }
            if let parent = above.first {
                #expect(register.children(of: parent, on: day).contains { $0.id == id })
            }
        }
    }

    /// Heirs are there on the day; who ended leads to some, unless somebody on the way was abolished.
    private func checkHeirs(_ register: Register, _ day: Day) {
        for agency in register.all {
            let heirs = register.heirs(of: agency.id, on: day)
            #expect(heirs.allSatisfy { $0.isPresent(on: day) })
            if agency.isPresent(on: day) {
                #expect(heirs.map(\.id) == [agency.id])
                continue
            }
            guard let until = agency.record.span?.until, until <= day else { continue }
            let reached = [agency.id] + register.successors(of: agency.id, through: day).map(\.agency)
            let isAbolished = reached.contains { id in register.links(from: id).contains { $0.kind == .abolish } }
            #expect(!heirs.isEmpty || isAbolished, "\(agency.key) leads nowhere on \(day)")
        }
    }
}
