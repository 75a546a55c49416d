/// What selectors may ask of an element that was met: one of a flat array, linked by indices.
struct ElementRecord {
    var tag: Tag
    var parent: Int32
    /// The element before it under the same parent, or -1.
    var previous: Int32
    /// Counted from 1 under its parent.
    var order: Int32
    var nameStart: UInt32
    var classStart: UInt32 = 0
    var classEnd: UInt32 = 0
    var idStart: UInt32 = 0
    var idEnd: UInt32 = 0
    /// In the tokenizer's array, as long as that filling lasts.
    var attributeStart: UInt32
    var attributeCount: UInt16
    var fillNumber: UInt16
    /// Bits of the names of this element and all around it.
    var nameBits: UInt64 = 0
}

// Selector matching with a budget for the whole page: hostile sheets cost no more than a fixed number of steps a byte.
extension PageReader {
    private static let maxElements = 1 << 20
    /// Rules that are tried for one element.
    private static let maxCandidates = 512

    /// Records the element and finds the rules that apply, from memory where its path is known. False when there are none.
    ///
    /// Steps are counted as if all rules had been tried, so that a page's budget ends where it would have ended without.
    @inline(__always)
    mutating func findRules(_ frame: inout Frame, _ token: Token, _ clues: StyleClues) -> Bool {
        guard elements.count < PageReader.maxElements else {
            facts.wasCut = true
            return false
        }
        var record = ElementRecord(
            tag: token.tag, parent: stack.top.element, previous: stack.top.lastChild,
            order: stack.top.childCount &+ 1, nameStart: token.start &+ 1,
            attributeStart: token.detail, attributeCount: token.attributeCount, fillNumber: fillNumber)
        if let classes = clues.classes {
            record.classStart = classes.valueStart
            record.classEnd = classes.valueEnd
        }
        if let id = clues.id {
            record.idStart = id.valueStart
            record.idEnd = id.valueEnd
        }
        let parent = stack.top.path
        frame.element = Int32(truncatingIfNeeded: elements.count)
        stack.top.lastChild = frame.element
        stack.top.childCount &+= 1
        let hash = (clues.nameHash ^ UInt64(parent) << 8 ^ UInt64(record.tag.rawValue)) &* 0xD6E8_FEB8_6659_FD93
        let slot = paths.slot(hash)
        let isKnown =
            record.tag != .unknown
            && paths.holds(slot, hash: hash, page: pageNumber, parent: parent, record, source.base)
        if isKnown {
            frame.path = paths[slot].path
            if paths[slot].isSettled, matchingBudget > paths[slot].cost {
                matchingBudget &-= paths[slot].cost
                record.nameBits = paths[slot].nameBits
                elements.append(record)
                knownRules = paths[slot].rules
                ruleHash = paths[slot].ruleHash
                return !paths[slot].rules.isEmpty
            }
        }
        elements.append(record)
        return tryRules(&frame, slot, hash, parent: parent, isKnown: isKnown)
    }

    private mutating func tryRules(
        _ frame: inout Frame, _ slot: Int, _ hash: UInt64, parent: UInt32, isKnown: Bool
    ) -> Bool {
        let before = matchingBudget
        askedMoreThanNames = false
        let hasRules = collectMatches(frame.element)
        knownRules = nil
        ruleHash = PathMemory.hash(matches)
        guard !isKnown else { return hasRules }
        frame.path = paths.nextPath()
        let record = elements[Int(frame.element)]
        guard record.tag != .unknown else { return hasRules }
        paths.keep(
            slot,
            PathMemory.Entry(
                hash: hash, page: pageNumber, path: frame.path, parent: parent, tag: record.tag,
                classStart: record.classStart, classEnd: record.classEnd, idStart: record.idStart, idEnd: record.idEnd,
                nameBits: record.nameBits, cost: before &- matchingBudget),
            matches, isSettled: !askedMoreThanNames && matchingBudget > 0)
        return hasRules
    }

    /// Fills `matches` with the rules that apply, weakest first. False when there are none.
    private mutating func collectMatches(_ element: Int32) -> Bool {
        matches.removeAll(keepingCapacity: true)
        guard element >= 0, matchingBudget > 0 else { return false }
        let record = elements[Int(element)]
        var left = PageReader.maxCandidates
        let around = record.parent >= 0 ? elements[Int(record.parent)].nameBits : 0
        var bits = around | NameBit.of(record.tag)
        if record.idEnd > record.idStart {
            let hash = NameHash.of(source.base + Int(record.idStart), Int(record.idEnd - record.idStart))
            bits |= NameBit.of(hash: hash)
            tryChain(sheet.firstRule(forID: hash), element, around, &left)
        }
        var at = Int(record.classStart)
        let stop = Int(record.classEnd)
        while at < stop {
            while at < stop, source.base[at] <= 0x20 { at += 1 }
            var hash: UInt32 = 0x811C_9DC5
            let start = at
            while at < stop, source.base[at] > 0x20 {
                hash = (hash ^ UInt32(source.base[at])) &* 0x0100_0193
                at += 1
            }
            guard at > start else { continue }
            bits |= NameBit.of(hash: hash)
            tryChain(sheet.firstRule(forClass: hash), element, around, &left)
        }
        elements[Int(element)].nameBits = bits
        tryChain(sheet.firstRule(forTag: record.tag), element, around, &left)
        tryChain(sheet.universal, element, around, &left)
        if matchingBudget <= 0 { facts.wasCut = true }
        return !matches.isEmpty
    }

    /// Tries the rules of one bucket and keeps `matches` in the order of the cascade.
    @inline(__always)
    private mutating func tryChain(_ first: Int32, _ element: Int32, _ around: UInt64, _ left: inout Int) {
        var index = first
        while index >= 0, left > 0, matchingBudget > 0 {
            left -= 1
            matchingBudget &-= 1
            let rule = sheet.rules[Int(index)]
            if rule.ancestorBits & ~around == 0 {
                if !rule.asksOnlyNames { askedMoreThanNames = true }
                if matches(Int(rule.compoundStart), Int(rule.compoundEnd), element) {
                    insertMatch(rule.specificity, index)
                }
            }
            index = rule.next
        }
    }

    private mutating func insertMatch(_ specificity: UInt32, _ rule: Int32) {
        var at = matches.count
        while at > 0,
            matches[at - 1].specificity > specificity
                || (matches[at - 1].specificity == specificity && matches[at - 1].rule >= rule)
        {
            if matches[at - 1].rule == rule { return }
            at -= 1
        }
        guard matches.count < 64 else { return }
        matches.append((specificity, rule))
        var last = matches.count &- 1
        while last > at {
            matches[last] = matches[last &- 1]
            last &-= 1
        }
        matches[at] = (specificity, rule)
    }

    private mutating func matches(_ compound: Int, _ end: Int, _ element: Int32) -> Bool {
        matchingBudget &-= 1
        guard matchingBudget > 0 else { return false }
        let parts = sheet.selectors.compounds[compound]
        guard matches(parts, element) else { return false }
        guard compound + 1 < end else { return true }
        switch parts.combinator {
        case .none: return false
        case .child:
            let parent = elements[Int(element)].parent
            return parent >= 0 && matches(compound + 1, end, parent)
        case .descendant:
            var ancestor = elements[Int(element)].parent
            while ancestor >= 0, matchingBudget > 0 {
                if matches(compound + 1, end, ancestor) { return true }
                ancestor = elements[Int(ancestor)].parent
            }
            return false
        case .adjacent:
            let previous = elements[Int(element)].previous
            return previous >= 0 && matches(compound + 1, end, previous)
        case .sibling:
            var previous = elements[Int(element)].previous
            while previous >= 0, matchingBudget > 0 {
                if matches(compound + 1, end, previous) { return true }
                previous = elements[Int(previous)].previous
            }
            return false
        }
    }

    private mutating func matches(_ compound: Compound, _ element: Int32) -> Bool {
        for index in Int(compound.testStart)..<Int(compound.testEnd) {
            matchingBudget &-= 1
            if !matches(sheet.selectors.tests[index], element) { return false }
        }
        return true
    }

    private mutating func matches(_ test: SimpleTest, _ element: Int32) -> Bool {
        let record = elements[Int(element)]
        switch test.kind {
        case .tag: return record.tag == test.tag
        case .unknownTag: return record.tag == .unknown && hasName(record, test)
        case .className: return hasClass(record, test)
        case .id:
            return isName(record.idStart, record.idEnd, test)
        case .attribute: return hasAttribute(record, test)
        case .firstChild: return record.order == 1
        case .root: return record.tag == .html
        case .link:
            return record.tag == .a && attributes(of: record)?.first(.href) != nil
        case .nthChild:
            let offset = record.order - test.second
            return test.first == 0 ? offset == 0 : offset % test.first == 0 && offset / test.first >= 0
        case .anyOf, .noneOf:
            let found = (Int(test.first)..<Int(test.second)).contains {
                matches(sheet.selectors.compounds[$0], element)
            }
            return found == (test.kind == .anyOf)
        }
    }

    // MARK: simple tests

    /// Whether `start..<end` of the page is the name that the test asks for, which stands in the sheet's text.
    @inline(__always)
    private func isName(_ start: UInt32, _ end: UInt32, _ test: SimpleTest) -> Bool {
        guard end &- start == test.end &- test.start else { return false }
        let own = source.base + Int(start)
        let asked = sheet.base + Int(test.start)
        var index = 0
        while index < Int(end &- start) {
            if own[index] != asked[index] { return false }
            index &+= 1
        }
        return true
    }

    private func hasName(_ record: ElementRecord, _ test: SimpleTest) -> Bool {
        let count = Int(test.end - test.start)
        guard Int(record.nameStart) + count < source.count else { return false }
        for index in 0..<count
        where source.base[Int(record.nameStart) + index] | 0x20 != sheet.base[Int(test.start) + index] | 0x20 {
            return false
        }
        return !StyleCursor.isNameByte(source.base[Int(record.nameStart) + count])
    }

    private mutating func hasClass(_ record: ElementRecord, _ test: SimpleTest) -> Bool {
        var at = record.classStart
        while at < record.classEnd {
            while at < record.classEnd, source.base[Int(at)] <= 0x20 { at &+= 1 }
            let start = at
            while at < record.classEnd, source.base[Int(at)] > 0x20 { at &+= 1 }
            matchingBudget &-= 1
            if isName(start, at, test) { return true }
        }
        return false
    }

    private mutating func attributes(of record: ElementRecord) -> UnsafeBufferPointer<Attribute>? {
        guard record.fillNumber == fillNumber, let reader = readers.first else { return nil }
        return UnsafeBufferPointer(
            start: reader.tokenizer.attributes + Int(record.attributeStart), count: Int(record.attributeCount))
    }

    private mutating func hasAttribute(_ record: ElementRecord, _ test: SimpleTest) -> Bool {
        guard let attributes = attributes(of: record) else { return false }
        let length = Int(test.end - test.start)
        for attribute in attributes where Int(attribute.nameLength) == length {
            matchingBudget &-= 1
            let own = UnsafeBufferPointer(start: source.base + Int(attribute.nameStart), count: length)
            let asked = UnsafeBufferPointer(start: sheet.base + Int(test.start), count: length)
            guard zip(own, asked).allSatisfy({ $0 | 0x20 == $1 | 0x20 }) else { continue }
            return test.comparison == 0 || compares(value(attribute), test)
        }
        return false
    }

    private mutating func compares(_ value: UnsafeBufferPointer<UInt8>, _ test: SimpleTest) -> Bool {
        let asked = UnsafeBufferPointer(
            start: sheet.base + Int(test.valueStart), count: Int(test.valueEnd - test.valueStart))
        matchingBudget &-= value.count / 8
        switch test.comparison {
        case 0x3D: return value.elementsEqual(asked)
        case 0x5E: return !asked.isEmpty && value.starts(with: asked)
        case 0x24: return !asked.isEmpty && value.count >= asked.count && value.suffix(asked.count).elementsEqual(asked)
        case 0x7C: return value.starts(with: asked) && (value.count == asked.count || value[asked.count] == 0x2D)
        case 0x7E:
            var found = false
            value.forEachWord { if $0.elementsEqual(asked) { found = true } }
            return found
        case 0x2A:
            guard !asked.isEmpty, value.count >= asked.count, asked.count <= 256 else { return false }
            matchingBudget &-= value.count * asked.count / 16
            for at in 0...(value.count - asked.count) where value[at] == asked[0] {
                if UnsafeBufferPointer(rebasing: value[at..<(at + asked.count)]).elementsEqual(asked) { return true }
            }
            return false
        default: return false
        }
    }
}
