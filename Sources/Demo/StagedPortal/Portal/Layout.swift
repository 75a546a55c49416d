/// The portal as it was drawn: every URL that has a page of its own, and the truth about them.
struct Layout: Sendable {
    private(set) var leaves: [Leaf] = []
    private(set) var places: [String: Int] = [:]
    private(set) var homePlanting: Planting?
    private(set) var listingPlantings: [Section: Planting] = [:]
    private(set) var doorways: [String: Doorway] = [:]
    /// Papers of the offices, by path.
    private(set) var papers: [String: Paper] = [:]
    private(set) var truth: [Truth] = []
    private(set) var traps: [Trap] = []
    /// Pages of a section in the order of its listing: planted ones stand among the others.
    private(set) var listings: [Section: [Leaf]] = [:]
    let name: String
    /// What scripts fetch, by path.
    private(set) var files: [String: String] = [:]

    private let material: Material
    private var dice: Dice
    private var lastNumber = 10_000

    init(_ options: PortalOptions, _ material: Material) {
        self.material = material
        dice = Dice(options.seed, for: "layout")
        name = "Ủy ban nhân dân " + dice.pick(["xã Tân Lạc Mẫu", "phường Hoa Sen Mẫu", "xã An Bình Mẫu"])
        let drawing = Drawing(seed: options.seed, isFull: options.isFull)
        for _ in 0..<dice.within(60...200) { addHonest(dice.pick(Section.allCases)) }
        for spec in drawing.specs { plant(spec) }
        for obstacle in drawing.obstacles { addObstacle(obstacle) }
        if options.hasBurdens {
            for burden in drawing.burdens { addBurden(burden) }
            traps = drawing.traps
            for trap in traps {
                truth.append(Truth(path: trap.prefix, technique: trap.rawValue, family: .none))
            }
        }
        addPapers(options)
        if options.hasSigns { truth += SignPage.allCases.flatMap(\.truth) }
        if options.isFull || dice.chance(percent: 30) {
            addDoorways(min(dice.within(60...300), options.maxDoorways))
        }
        addScripted(drawing.scripted, seed: options.seed, material)
        places = Dictionary(leaves.indices.map { (leaves[$0].path, $0) }) { first, _ in first }
        for section in Section.allCases {
            let own = leaves.filter { $0.section == section }.map { (order: Dice.hash($0.path), leaf: $0) }
            listings[section] = own.sorted { $0.order < $1.order }.map(\.leaf)
        }
    }

    func linked(in section: Section) -> [Leaf] { listings[section] ?? [] }

    private mutating func addHonest(_ section: Section) {
        let source = PageSource.draw(section, material, &dice)
        var leaf = Leaf(path: path(section, source.title), section: section, source: source)
        leaf.drifts = dice.chance(percent: 8)
        leaves.append(leaf)
    }

    private mutating func addObstacle(_ obstacle: Obstacle) {
        let section = dice.pick(Section.allCases)
        let source = PageSource.draw(section, material, &dice)
        let place = path(section, source.title)
        leaves.append(Leaf(path: place, section: section, source: source, act: .obstacle(obstacle)))
        truth.append(Truth(path: place, technique: obstacle.rawValue, family: obstacle.family))
    }

    private mutating func addBurden(_ burden: Burden) {
        let section = dice.pick(Section.allCases)
        let source = PageSource.draw(section, material, &dice)
        var place = path(section, source.title)
        if burden == .hugeFile { place = "/documents/20142/so-lieu-\(lastNumber).zip" }
        leaves.append(Leaf(path: place, section: section, source: source, act: .burden(burden)))
        truth.append(Truth(path: place, technique: burden.rawValue, family: burden.family))
    }

    private mutating func addDoorways(_ count: Int) {
        let languages = material.foreign.keys.sorted()
        for _ in 0..<count {
            let door = Doorway(material.foreign[dice.pick(languages)] ?? [], number: nextNumber(), &dice)
            guard doorways[door.path] == nil else { continue }
            doorways[door.path] = door
            var row = Truth(path: door.path, technique: "sitemap-poisoning", family: .content, reach: .sitemap)
            (row.wrapper, row.placement, row.category) = ("whole-page", "doorway", Category.foreignSpam.rawValue)
            row.marker = Array(door.marker.utf8)
            truth.append(row)
        }
    }

    /// Honest papers on any portal; planted ones of every technique on the full one, and up to three on others. They have dice of
    /// their own.
    private mutating func addPapers(_ options: PortalOptions) {
        var own = Dice(options.seed, for: "papers")
        for (index, kind) in ["police", "government", "court", "law"].enumerated() {
            let texts = own.sample(material.honest[kind] ?? [], count: 4)
            let ending = index % 2 == 0 ? "pdf" : "docx"
            let path = "/uploads/files/2026/03/van-ban-\(own.within(100...999))-\(index).\(ending)"
            papers[path] = Paper(honestAt: path, name: "Văn bản \(index + 1)", texts: texts)
        }
        let all = Paper.Technique.allCases
        for technique in options.isFull ? all : own.sample(all, count: own.within(0...3)) {
            let block = AdvertBlock(.gambling, .none, material, &own)
            let honest = own.sample(material.honest["government"] ?? [], count: 3)
            let path = "\(own.pick(Placement.uploadFolders))cong-van-\(own.within(1_000...9_999)).\(technique.ending)"
            guard papers[path] == nil else { continue }
            let paper = Paper(technique, path: path, name: "Công văn kèm theo", honest: honest, block)
            papers[path] = paper
            var row = Truth(path: path, technique: technique.rawValue, family: .content)
            (row.wrapper, row.placement, row.category) = ("paper", "upload", Category.gambling.rawValue)
            row.marker = paper.marker
            truth.append(row)
        }
    }

    mutating func addLeaf(_ leaf: Leaf) { leaves.append(leaf) }
    mutating func addTruth(_ row: Truth) { truth.append(row) }
    mutating func addFile(_ path: String, _ text: String) { files[path] = text }

    /// As `path`, with other dice.
    mutating func newPath(_ section: Section, _ title: String, _ dice: inout Dice) -> String {
        lastNumber += dice.within(1...37)
        return "/\(section.rawValue)/\(title.slug())-\(lastNumber).html"
    }

    private mutating func nextNumber() -> Int {
        lastNumber += dice.within(1...37)
        return lastNumber
    }

    /// An ordinary name; nothing in it tells what the page is.
    private mutating func path(_ section: Section, _ title: String) -> String {
        "/\(section.rawValue)/\(title.slug())-\(nextNumber()).html"
    }
}

extension Layout {
    /// Puts one drawn thing into the portal and writes down its truth.
    private mutating func plant(_ spec: Spec) {
        switch spec.means {
        case .reflection: plantReflection(spec)
        case .redirect(let kind): plantRedirect(kind, spec)
        case .wrapper(let wrapper, let category, let disguise):
            let block = AdvertBlock(category, disguise, material, &dice)
            let injection = wrapper.injection(block, &dice)
            var row = Truth(
                path: "", technique: wrapper.rawValue, family: spec.trigger == .always ? .content : .cloaking,
                reach: spec.reach, views: spec.trigger.views)
            (row.wrapper, row.category, row.disguise) = (wrapper.rawValue, category.rawValue, disguise.rawValue)
            row.marker = Array((injection.title.map { $0 + "</title>" } ?? injection.marker).utf8)
            let planting = Planting(
                trigger: spec.trigger, kind: .injection(injection), status: spec.placement == .errorPage ? 404 : 200)
            put(planting, spec, row)
        }
    }

    private mutating func plantRedirect(_ kind: RedirectKind, _ spec: Spec) {
        let url = AdvertBlock.url(.gambling, material, &dice)
        let injection = kind.injection(to: url, &dice)
        var row = Truth(
            path: "", technique: kind.rawValue, family: .redirect, reach: spec.reach, views: spec.trigger.views)
        (row.category, row.destination) = (Category.gambling.rawValue, url)
        row.marker = Array((injection?.marker ?? "").utf8)
        let status = injection == nil ? 302 : spec.placement == .errorPage ? 404 : 200
        put(
            Planting(
                trigger: spec.trigger, kind: injection.map(Planting.Kind.injection) ?? .location(url), status: status),
            spec, row)
    }

    /// Somebody had a search engine index the search page with words of an advert.
    private mutating func plantReflection(_ spec: Spec) {
        let text = AdvertBlock(.gambling, .none, material, &dice).joined
        let query = String(text.prefix(160))
        var row = Truth(
            path: "/tim-kiem?q=" + query.percentEncoded, technique: "search-reflection", family: .content,
            reach: spec.reach)
        (row.wrapper, row.placement, row.category) = ("echo", spec.placement.rawValue, Category.gambling.rawValue)
        row.marker = Array(SearchPage.heading(query).utf8)
        truth.append(row)
    }

    private mutating func put(_ planting: Planting, _ spec: Spec, _ row: Truth) {
        var (planting, row) = (planting, row)
        planting.honestStatus = spec.placement == .errorPage ? 404 : 200
        (row.placement, row.trigger, row.visit) = (
            spec.placement.rawValue, spec.trigger.rawValue, spec.trigger.visit
        )
        row.path = place(planting, spec)
        truth.append(row)
    }

    private mutating func place(_ planting: Planting, _ spec: Spec) -> String {
        if spec.placement == .home {
            homePlanting = planting
            return "/"
        }
        if spec.placement == .listing, let free = Section.allCases.first(where: { listingPlantings[$0] == nil }) {
            listingPlantings[free] = planting
            return "/" + free.rawValue
        }
        if spec.placement == .orphanUpload {
            let source = PageSource.drawUpload(material, &dice)
            let place = "\(dice.pick(Placement.uploadFolders))\(source.title.slug())-\(nextNumber()).html"
            leaves.append(Leaf(path: place, section: nil, source: source, act: .planted(planting)))
            return place
        }
        let section = spec.placement == .questionPage ? .questions : dice.pick(Section.allCases)
        let source = PageSource.draw(section, material, &dice)
        let place = path(section, source.title)
        var leaf = Leaf(path: place, section: section, source: source, act: .planted(planting))
        if spec.placement == .errorPage {
            leaf = Leaf(
                path: place, section: section, source: .missing, act: .planted(planting), linkName: source.title)
        }
        leaves.append(leaf)
        return place
    }
}
