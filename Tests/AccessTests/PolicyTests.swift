import Agencies
import SQLStore
import Testing

@testable import Access

/// Units by their parents, from a day on.
struct TestTree: UnitTree {
    /// unit: (day, parent)…, the last one that has begun counts; parent 0 is none.
    let parents: [Int64: [(from: Int, parent: Int64)]]

    func isInside(_ unit: Int64, subtreeOf top: Int64, on day: Day) -> Bool {
        var unit = unit
        for _ in 0..<100 {
            guard let parent = parents[unit]?.last(where: { $0.from <= day.number })?.parent else { return false }
            if unit == top { return true }
            unit = parent
        }
        return false
    }

    /// 1 province; 2 office with 3 below; 4 its sibling; 6 goes from 2 to 4 on day 100 and ends nowhere known before day 10.
    static let small = TestTree(parents: [
        1: [(0, 0)], 2: [(0, 1)], 3: [(0, 2)], 4: [(0, 1)], 6: [(10, 2), (100, 4)], 9: [(0, 0)],
    ])
}

@Suite struct PolicyTests {
    static let now = Moment(seconds: 1_795_000_000)
    static let day = Self.day(50)

    /// Seven in the morning of the day with that number since 1 January 1970.
    static func day(_ number: Int) -> Day { Day(Moment(seconds: Int64(number) * 86_400)) }

    static let policy = Policy(tree: TestTree.small)

    /// Who may do what, as it was agreed upon: one line a verb; the letter says how far (u: in units, w: only in the whole
    /// province, s: for oneself).
    static let agreed = """
                          administrator head duty-officer operator agency-officer auditor
        portals.view        u x x x x x x
        portals.edit        u x . . x . .
        portals.sweep       u . . x x . .
        findings.view       u x x x x x x
        findings.judge      u . . x x . .
        removals.order      u . x . x . .
        removals.report     u . . . . x .
        evidence.view       u x x x x x x
        evidence.export     u . x . x . x
        check               u x x x x x .
        reports.view        u x x x x x x
        agencies.view       u x x x x x x
        agencies.edit       u x . . . . .
        accounts.view       u x x . . . x
        accounts.manage     u x . . . . .
        accounts.grant      u x . . . . .
        accounts.delegate   u . x . . . .
        tokens.manage       u x . . . . .
        jobs.view           w x x x x . x
        jobs.manage         w x . . x . .
        knowledge.view      w x x x x . x
        knowledge.edit      w x . . . . .
        settings.view       w x . . . . x
        settings.edit       w x . . . . .
        audit.view          w x . . . . x
        audit.export        w . . . . . x
        self.manage         s x x x x x x
        self.tokens         s x x x x x x
        """

    struct Agreement {
        var extent: Character
        var roles: Set<String>
    }

    static let agreement: [String: Agreement] = {
        let lines = agreed.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        var agreement: [String: Agreement] = [:]
        for line in lines.dropFirst() {
            let roles = zip(lines[0], line.dropFirst(2)).filter { $0.1 == "x" }.map(\.0)
            agreement[line[0]] = Agreement(extent: line[1].first ?? "?", roles: Set(roles))
        }
        return agreement
    }()

    static func session(_ grants: [Grant], authenticated: Moment = now, mustChange: Bool = false) -> Subject {
        Subject(
            .session(id: 1, authenticated: authenticated), account: 7, grants: grants, mustChangePassword: mustChange)
    }

    enum Relation: String, CaseIterable {
        case own, below, above, sibling, stranger, unknown, none

        /// Seen from unit 2.
        var unit: Int64? {
            switch self {
            case .own: 2
            case .below: 3
            case .above: 1
            case .sibling: 4
            case .stranger: 9
            case .unknown: 77
            case .none: nil
            }
        }
    }

    @Test func theAgreementNamesEveryVerbAndRole() {
        #expect(Set(Self.agreement.keys) == Set(Verb.allCases.map(\.rawValue)))
        #expect(Set(Self.agreement["self.manage"]?.roles ?? []) == Set(Role.allCases.map(\.rawValue)))
    }

    @Test(arguments: Verb.allCases, Role.allCases) func whoMayWhatWhereIsAsAgreed(verb: Verb, role: Role) throws {
        let agreed = try #require(Self.agreement[verb.rawValue])
        for top in [2, nil] as [Int64?] {
            let subject = Self.session([Grant(role: role, unit: top, from: Self.now)])
            for relation in Relation.allCases {
                let isInside = top == nil || relation == .own || relation == .below
                let expected =
                    switch agreed.extent {
                    case "u": agreed.roles.contains(role.rawValue) && isInside
                    case "w": agreed.roles.contains(role.rawValue) && top == nil
                    default: true
                    }
                let decision = Self.policy.allows(subject, verb, unit: relation.unit, on: Self.day, at: Self.now)
                #expect(decision.isAllowed == expected, "\(role) of \(top ?? 0), \(verb), \(relation)")
                let expectedReason: Decision.Reason = agreed.roles.contains(role.rawValue) ? .unit : .role
                if !expected { #expect(decision == .deny(expectedReason)) }
            }
        }
    }

    @Test(arguments: Verb.allCases) func withoutARoleNothingIsAllowedButWhatIsOnesOwn(verb: Verb) {
        let decision = Self.policy.allows(Self.session([]), verb, unit: 2, on: Self.day, at: Self.now)
        #expect(decision.isAllowed == (verb == .selfManage || verb == .selfTokens))
    }

    @Test(arguments: Verb.allCases) func theShellMayEverything(verb: Verb) {
        let shell = Subject(.shell(name: "root"))
        #expect(Self.policy.allows(shell, verb, unit: nil, on: Self.day, at: Self.now) == .allow)
        #expect(Self.policy.reach(shell, verb, at: Self.now) == .everything)
    }

    @Test(arguments: Verb.allCases, Role.allCases) func aTokenIsNeverMoreThanItsAccountAndItsScopes(
        verb: Verb, role: Role
    ) {
        for top in [2, nil] as [Int64?] {
            let grants = [Grant(role: role, unit: top, from: Self.now)]
            for (scopes, limit) in [([verb], nil), ([verb], 3), ([], nil)] as [(Set<Verb>, Int64?)] {
                let token = Subject(.token(id: 1, scopes: scopes, unit: limit), account: 7, grants: grants)
                for relation in Relation.allCases {
                    let person = Self.policy.allows(
                        Self.session(grants), verb, unit: relation.unit, on: Self.day, at: Self.now)
                    let isInLimit = limit == nil || relation == .below && verb.extent == .unit
                    let expected = person.isAllowed && scopes.contains(verb) && verb.isForTokens && isInLimit
                    let decision = Self.policy.allows(token, verb, unit: relation.unit, on: Self.day, at: Self.now)
                    #expect(decision.isAllowed == expected, "\(role) \(verb) \(relation) \(scopes.count) \(limit ?? 0)")
                }
            }
        }
    }

    @Test(arguments: Verb.allCases) func listsReachExactlyWhatIsAllowed(verb: Verb) {
        let units: [Int64?] = [1, 2, 3, 4, 6, 9, 77, nil]
        let grantSets: [[Grant]] = [
            [], [Grant(role: .administrator, unit: nil, from: Self.now)],
            [Grant(role: .operator, unit: 2, from: Self.now), Grant(role: .head, unit: 4, from: Self.now)],
            [Grant(role: .auditor, unit: nil, from: Self.now), Grant(role: .dutyOfficer, unit: 3, from: Self.now)],
        ]
        for grants in grantSets {
            let subjects = [
                Self.session(grants), Subject(.token(id: 1, scopes: [verb], unit: 4), account: 1, grants: grants),
                Subject(.token(id: 1, scopes: [verb], unit: nil), account: 1, grants: grants),
            ]
            for subject in subjects {
                let reach = Self.policy.reach(subject, verb, at: Self.now)
                for unit in units {
                    let inside = { (top: Int64) in
                        unit.map { TestTree.small.isInside($0, subtreeOf: top, on: Self.day) } ?? false
                    }
                    let isReached = reach.grants.map { $0.contains(where: inside) } ?? true
                    let isInToken = reach.token.map(inside) ?? true
                    let decision = Self.policy.allows(subject, verb, unit: unit, on: Self.day, at: Self.now)
                    #expect(decision.isAllowed == (isReached && isInToken))
                }
            }
        }
    }

    @Test func whoKeepsOneOfficeCannotTakeTheAccountOfWhoKeepsTheProvince() {
        let keeper = Self.session([Grant(role: .administrator, unit: 2, from: Self.now)])
        let chief = Self.session([Grant(role: .administrator, unit: nil, from: Self.now)])
        let later = Grant(role: .auditor, unit: nil, from: Self.now + .seconds(9))
        let cases: [([Grant], Bool)] = [
            ([], false), ([Grant(role: .agencyOfficer, unit: 3, from: Self.now)], true),
            ([Grant(role: .administrator, unit: nil, from: Self.now)], false),
            (
                [Grant(role: .agencyOfficer, unit: 3, from: Self.now), Grant(role: .head, unit: 4, from: Self.now)],
                false
            ),
            ([Grant(role: .agencyOfficer, unit: 3, from: Self.now), later], false),
        ]
        for (held, expected) in cases {
            let decisions = [keeper, chief].map {
                Self.policy.allows($0, .accountsManage, over: held, on: Self.day, at: Self.now)
            }
            #expect(decisions == [expected ? .allow : .deny(.unit), .allow])
        }
    }

    @Test func theRegisterOfTheDayDecides() {
        let subject = Self.session([Grant(role: .operator, unit: 2, from: Self.now)])
        for (day, expected) in [(9, false), (10, true), (99, true), (100, false)] {
            let decision = Self.policy.allows(
                subject, .portalsView, unit: 6, on: Self.day(day), at: Self.now)
            #expect(decision.isAllowed == expected)
        }
    }

    @Test func aGrantHoldsFromItsBeginningToBeforeItsEnd() {
        let grant = Grant(role: .operator, unit: 2, from: Self.now, until: Self.now + .seconds(10))
        for (seconds, expected) in [(-1, false), (0, true), (9, true), (10, false)] as [(Int64, Bool)] {
            let at = Self.now + .seconds(seconds)
            let subject = Self.session([grant], authenticated: at)
            #expect(Self.policy.allows(subject, .portalsEdit, unit: 2, on: Self.day, at: at).isAllowed == expected)
        }
        var revoked = grant
        revoked.revokedAt = Self.now
        #expect(
            Self.policy.allows(Self.session([revoked]), .portalsEdit, unit: 2, on: Self.day, at: Self.now)
                == .deny(.role))
    }

    @Test func aRoleThatIsNotKnownCarriesNothing() {
        var grant = Grant(role: .administrator, unit: nil, from: Self.now)
        grant.role = nil
        for verb in Verb.allCases where verb.extent != .own {
            #expect(
                Self.policy.allows(Self.session([grant]), verb, unit: 2, on: Self.day, at: Self.now) == .deny(.role))
        }
    }

    @Test(arguments: Verb.allCases) func whatIsDangerousWantsAFreshPassword(verb: Verb) {
        let grants = Role.allCases.map { Grant(role: $0, unit: nil, from: Moment(seconds: 0)) }
        for (age, isFresh) in [(0, true), (599, true), (600, false), (-1, false)] as [(Int64, Bool)] {
            let subject = Self.session(grants, authenticated: Self.now - .seconds(age))
            let decision = Self.policy.allows(subject, verb, unit: 2, on: Self.day, at: Self.now)
            #expect(decision == (isFresh || !verb.isDangerous ? .allow : .deny(.stepUp)))
        }
    }

    @Test(arguments: Verb.allCases) func aPasswordThatWasGivenIsChangedFirst(verb: Verb) {
        let grants = Role.allCases.map { Grant(role: $0, unit: nil, from: Moment(seconds: 0)) }
        let subject = Self.session(grants, mustChange: true)
        let decision = Self.policy.allows(subject, verb, unit: 2, on: Self.day, at: Self.now)
        #expect(decision == (verb == .selfManage ? .allow : .deny(.mustChangePassword)))
    }

    @Test(
        arguments: [(-25_201, -1), (-25_200, 0), (0, 0), (61_199, 0), (61_200, 1), (1_795_000_000, 20_775)]
            as [(Int64, Int)])
    func daysBeginAtMidnightInVietnam(seconds: Int64, day: Int) {
        #expect(Day(Moment(seconds: seconds)).number == Int32(day))
    }
}
