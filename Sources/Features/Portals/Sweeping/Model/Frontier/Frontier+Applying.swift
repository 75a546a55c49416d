internal import Markup

/// The one way to change a frontier, live and from the journal. Events in an order that never was (a journal of another
/// sweep) give a useless frontier, never a crash.
extension Frontier {
    package mutating func apply(_ event: SweepEvent) {
        switch event {
        case .discovered(let discoveries, let page, let refused):
            for (reason, count) in refused { counts.refuse(reason, count) }
            let parent = page.flatMap { number(of: $0) }
            for discovery in discoveries { take(discovery, from: parent) }
        case .robots(let origin, let robots): open(origin, robots)
        case .errandsAdded(let added): for errand in added { add(errand) }
        case .errandDone(let errand): errands.finish(errand)
        case .enqueued(let tasks): for task in tasks { want(task) }
        case .observed(let task, let outcome): observe(task, outcome)
        }
    }

    func number(of url: String) -> Int32? {
        guard let end = url.utf8.firstIndex(of: 0x2F) else { return nil }
        return numbers[String(url[end...].dropFirst(2))]
    }

    // MARK: addresses

    private mutating func take(_ discovery: Discovery, from parent: Int32?) {
        guard let url = WebURL(discovery.url), scope.contains(url) else { return counts.refuse(.outOfScope) }
        let form = CanonicalForm(canonical: url)
        if let number = numbers[form.key] { return know(number, discovery.way, from: parent) }
        guard addresses.count < limits.maxAddresses else { return counts.refuse(.tooManyAddresses) }
        guard origins[url.origin] != nil || origins.count < limits.maxOrigins else {
            return counts.refuse(.tooManyHosts)
        }
        let (template, group) = book.intern(url, rules)
        if !discovery.way.isNamed, let refusal = book.refusal(template) { return counts.refuse(refusal) }
        let number = insert(form, template, group)
        if discovery.way == .upload { uploadFolderCount += 1 }
        know(number, discovery.way, from: parent)
        admit(number, url.origin)
    }

    private mutating func insert(_ form: CanonicalForm, _ template: Int32, _ group: Int32) -> Int32 {
        let number = Int32(addresses.count)
        book.countAddress(template)
        addresses.append(Address(scheme: form.url.scheme, key: form.key, template: template, group: group))
        numbers[form.key] = number
        counts.known += 1
        counts.open += 1
        return number
    }

    /// A page whose look reached the journal before the page that links it.
    private mutating func insertSeen(_ text: String) -> Int32? {
        guard let url = WebURL(text), scope.contains(url), addresses.count < limits.maxAddresses else { return nil }
        let (template, group) = book.intern(url, rules)
        return insert(CanonicalForm(canonical: url), template, group)
    }

    /// Notes a way, and from where: a page that clicks reach beats one that they do not.
    private mutating func know(_ number: Int32, _ way: FoundWay, from parent: Int32?) {
        let index = Int(number)
        addresses[index].ways.insert(FoundWays(way))
        if way == .seed { addresses[index].isReached = true }
        guard way.isFollowed, let parent, parent != number else { return }
        let from = addresses[Int(parent)]
        if addresses[index].parent < 0 {
            addresses[index].parent = parent
            addresses[index].depth = from.depth &+ 1
        }
        if !addresses[index].isReached, !isOrphan(parent) {
            addresses[index].isReached = true
            addresses[index].parent = parent
        }
    }

    /// Queues an address, or has it wait for its origin's robots.txt.
    private mutating func admit(_ number: Int32, _ origin: String) {
        guard let robots = origins[origin]?.robots else {
            if origins[origin] == nil {
                origins[origin] = Origin()
                errands.add(.robots(origin: origin))
            }
            origins[origin]?.waiting.append(number)
            return
        }
        queue(number, robots)
    }

    private mutating func open(_ origin: String, _ robots: RobotsRules) {
        errands.finish(.robots(origin: origin))
        let waiting = origins[origin]?.waiting ?? []
        origins[origin] = Origin(robots: robots)
        for number in waiting where addresses[Int(number)].state == .waiting { queue(number, robots) }
    }

    private mutating func queue(_ number: Int32, _ robots: RobotsRules) {
        let index = Int(number)
        let address = addresses[index]
        let path = address.key.firstIndex(of: "/").map { String(address.key[$0...]) } ?? "/"
        let isAllowed = robots.allows(path)
        // A server that failed forbade nothing: only who obeys keeps away (RFC 9309, section 2.3.1.4).
        addresses[index].isDisallowed = !isAllowed && robots.state == .read
        if !isAllowed, policy == .obey {
            addresses[index].state = .refused
            counts.open -= 1
            return counts.refuse(.disallowed)
        }
        addresses[index].state = .queued
        if address.ways.contains(FoundWays(.seed)) {
            seeds.push(number, template: address.template, group: address.group)
        } else if !address.ways.isDisjoint(with: .early) {
            early.push(number, template: address.template, group: address.group)
        } else {
            rest.push(number, template: address.template, group: address.group)
        }
    }

    // MARK: errands and extra looks

    private mutating func add(_ errand: Errand) {
        if case .sitemap = errand, errands.sitemapCount >= limits.maxSitemaps { return counts.refuse(.tooManySitemaps) }
        errands.add(errand)
    }

    private mutating func want(_ task: PageTask) {
        guard !isFirstLook(task), knownExtras.insert(task).inserted else { return }
        wanted.append(task)
    }

    func isFirstLook(_ task: PageTask) -> Bool { task.view == firstView && task.pass == 0 }

    // MARK: looks

    private mutating func observe(_ task: PageTask, _ outcome: PageOutcome) {
        inFlight.remove(task)
        guard isFirstLook(task) else {
            // In a replay the wish may still stand in the row.
            knownExtras.insert(task)
            if seenExtras.insert(task).inserted { counts.extraLooks += 1 }
            return
        }
        guard let number = number(of: task.url) ?? insertSeen(task.url) else { return }
        let index = Int(number)
        switch addresses[index].state {
        case .observed: return
        case .asked: break
        case .waiting, .queued:
            // From the journal.
            _ = book.admit(addresses[index].template)
            counts.open -= 1
            counts.firstLooks += 1
        case .refused: counts.firstLooks += 1
        }
        addresses[index].state = .observed
        counts.observed += 1
        if let simhash = outcome.simhash { book.note(simhash, addresses[index].template) }
    }
}
