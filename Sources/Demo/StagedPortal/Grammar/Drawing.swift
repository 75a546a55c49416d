/// Draws what is planted from the grammar.
struct Drawing {
    private(set) var specs: [Spec] = []
    private(set) var obstacles: [Obstacle] = []
    private(set) var burdens: [Burden] = []
    private(set) var traps: [Trap] = []
    private(set) var scripted: [Scripted] = []
    private var dice: Dice
    /// In the full drawing the home page and the listings are given away by name.
    private var drawsFrontPages = true

    /// - Parameter isFull: every technique, trigger, placement, category, disguise and way of reach at least once; otherwise
    ///   12 to 40 things and about half of the obstacles, burdens and traps.
    init(seed: UInt64, isFull: Bool) {
        dice = Dice(seed, for: "drawing")
        if isFull {
            drawsFrontPages = false
            drawAll()
            (obstacles, burdens, traps) = (Obstacle.allCases, Burden.allCases, Trap.allCases)
        } else {
            drawSome()
            obstacles = Obstacle.allCases.filter { _ in dice.chance(percent: 50) }
            burdens = Burden.allCases.filter { _ in dice.chance(percent: 40) }
            traps = Trap.allCases.filter { _ in dice.chance(percent: 60) }
        }
        keepOneEach()
        var others = Dice(seed, for: "scripted-kinds")
        scripted = Scripted.allCases.filter { _ in isFull || others.chance(percent: 40) }
    }

    private mutating func drawSome() {
        for _ in 0..<dice.within(12...40) {
            let trigger = dice.chance(percent: 55) ? Trigger.always : dice.pick(Trigger.allCases)
            switch dice.below(10) {
            case 0, 1: add(redirect: dice.pick(RedirectKind.allCases), trigger)
            case 2: add(Spec(means: .reflection, placement: .searchPage, trigger: .always, reach: .accessLog))
            default: add(wrapper: dice.pick(Wrapper.allCases), trigger)
            }
        }
    }

    private mutating func drawAll() {
        for wrapper in Wrapper.allCases { add(wrapper: wrapper, .always) }
        for trigger in Trigger.allCases where trigger != .always {
            for _ in 0..<2 { add(wrapper: dice.pick(Wrapper.allCases), trigger) }
        }
        for kind in RedirectKind.allCases { add(redirect: kind, .always) }
        for trigger in [Trigger.searchReferrer, .phone, .firstVisit, .crawler] { add(redirect: .http, trigger) }
        for category in Category.allCases where category != .defacement {
            add(wrapper: .footerBlock, .always, category)
        }
        for disguise in Disguise.allCases { add(wrapper: .displayNone, .always, .gambling, disguise) }
        for reach in Reach.orphanWays {
            add(wrapper: .table, .always, .gambling, at: .orphanUpload, reach: reach)
        }
        for placement in [Placement.listing, .errorPage, .article, .questionPage] {
            add(wrapper: .linkList, .always, .gambling, at: placement)
        }
        add(wrapper: .footerBlock, .crawler, .gambling, at: .home)
        add(Spec(means: .reflection, placement: .searchPage, trigger: .always, reach: .accessLog))
    }

    private mutating func add(_ spec: Spec) { specs.append(spec) }

    private mutating func add(redirect kind: RedirectKind, _ trigger: Trigger) {
        // The script that asks for the referrer is its own condition.
        let trigger = kind == .scriptOnReferrer ? .always : trigger
        let placement = dice.pick([Placement.article, .orphanUpload, .errorPage])
        add(Spec(means: .redirect(kind), placement: placement, trigger: trigger, reach: reach(of: placement)))
    }

    private mutating func add(
        wrapper: Wrapper, _ trigger: Trigger, _ category: Category? = nil, _ disguise: Disguise? = nil,
        at place: Placement? = nil, reach way: Reach? = nil
    ) {
        let category = wrapper == .defacement ? .defacement : category ?? drawCategory()
        // The letters of other scripts have no such disguises.
        let mayDisguise = wrapper.takesDisguise && category != .foreignSpam
        let letters = disguise ?? (mayDisguise && dice.chance(percent: 30) ? dice.pick(Disguise.allCases) : .none)
        var placement = place ?? drawPlacement()
        if wrapper.needsVisitorsPart { placement = .questionPage }
        // A page that is nothing but the defacement would cut off all that hangs on it.
        if wrapper == .defacement, placement == .home || placement == .listing { placement = .article }
        add(
            Spec(
                means: .wrapper(wrapper, category, letters), placement: placement, trigger: trigger,
                reach: way ?? reach(of: placement)))
    }

    private mutating func drawCategory() -> Category {
        let others = Category.allCases.filter { $0 != .gambling && $0 != .defacement }
        return dice.chance(percent: 55) ? .gambling : dice.pick(others)
    }

    private mutating func drawPlacement() -> Placement {
        switch dice.below(drawsFrontPages ? 100 : 94) {
        case ..<50: .article
        case ..<65: .questionPage
        case ..<90: .orphanUpload
        case ..<94: .errorPage
        case ..<97: .listing
        default: .home
        }
    }

    private mutating func reach(of placement: Placement) -> Reach {
        placement == .orphanUpload ? dice.pick(Reach.orphanWays) : .link
    }

    /// There is one home page; a second thing drawn for it goes into an article.
    private mutating func keepOneEach() {
        var hasHome = false
        for index in specs.indices where specs[index].placement == .home {
            if hasHome { specs[index].placement = .article }
            hasHome = true
        }
        var listings = 0
        for index in specs.indices where specs[index].placement == .listing {
            if listings == Section.allCases.count { specs[index].placement = .article } else { listings += 1 }
        }
    }
}
