/// The rules of a page's `<style>` elements that bear on visibility, indexed by the id, class or tag that the rightmost
/// compound asks for. Reused from page to page; number of rules and total matching work are bounded.
struct StyleSheet {
    private(set) var rules: [StyleRule] = []
    private(set) var declarations: [Declaration] = []
    var selectors = SelectorReader()
    private var reader = DeclarationReader()
    private(set) var wasCut = false
    /// The text that selectors name ranges of.
    private(set) var base: UnsafePointer<UInt8>

    private static let bucketCount = 4096
    private var classBuckets = [Int32](repeating: -1, count: bucketCount)
    private var idBuckets = [Int32](repeating: -1, count: bucketCount)
    private var tagBuckets = [Int32](repeating: -1, count: 256)
    private(set) var universal: Int32 = -1
    private var maxRules = 0
    private static let maxNesting = 8

    init() { base = UnsafePointer(bitPattern: 1).unsafelyUnwrapped }

    var isEmpty: Bool { rules.isEmpty }

    mutating func removeAll(maxRules: Int) {
        self.maxRules = min(maxRules, 1 << 20)
        wasCut = false
        reader.variables.removeAll(keepingCapacity: true)
        guard !rules.isEmpty || !selectors.tests.isEmpty || !declarations.isEmpty else { return }
        rules.removeAll(keepingCapacity: true)
        declarations.removeAll(keepingCapacity: true)
        selectors.removeAll()
        for index in classBuckets.indices { classBuckets[index] = -1 }
        for index in idBuckets.indices { idBuckets[index] = -1 }
        for index in tagBuckets.indices { tagBuckets[index] = -1 }
        universal = -1
    }

    /// Reads the sheets that stand at `ranges`; the text must live as long as the sheet is asked.
    mutating func read(_ base: UnsafePointer<UInt8>, _ ranges: [(start: Int, end: Int)]) {
        self.base = base
        for range in ranges { noteVariables(base, range.start, range.end) }
        for range in ranges { add(base, range.start, range.end) }
    }

    /// Notes the custom properties of a sheet; all sheets are noted before the first is added, for they are used before too.
    private mutating func noteVariables(_ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int) {
        reader.variableBase = base
        var at = start
        while at + 3 < end, reader.variables.count < 4096 {
            guard base[at] == 0x2D, base[at + 1] == 0x2D, at == start || !StyleCursor.isNameByte(base[at - 1]) else {
                at += 1
                continue
            }
            var cursor = StyleCursor(base: base, at: at, end: end)
            cursor.skipName()
            let hash = NameHash.of(base + at, cursor.at - at)
            cursor.skipBlanks()
            if cursor.at < end, base[cursor.at] == 0x3A {
                let value = cursor.at + 1
                cursor.skipValue()
                reader.variables[hash] = (value, cursor.at)
            }
            at = max(cursor.at, at + 2)
        }
    }

    /// Adds the rules of one sheet that stands at `start..<end` of the page.
    private mutating func add(_ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int) {
        var cursor = StyleCursor(base: base, at: start, end: end)
        readRules(&cursor, nesting: 0)
    }

    /// Reads an inline style into `out`.
    func readInline(_ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int, into out: inout [Declaration]) {
        var cursor = StyleCursor(base: base, at: start, end: end)
        while cursor.at < cursor.end {
            reader.read(&cursor, into: &out)
            cursor.at += 1  // a stray '}' ends nothing here
        }
    }

    // MARK: reading

    private mutating func readRules(_ cursor: inout StyleCursor, nesting: Int) {
        while true {
            cursor.skipBlanks()
            guard cursor.at < cursor.end else { return }
            switch cursor.base[cursor.at] {
            case 0x7D:
                if nesting > 0 { return }
                cursor.at += 1
            case 0x40: readAtRule(&cursor, nesting: nesting)
            case 0x3C: cursor.at += 1  // "<!--" of old pages: what is left reads as a selector that matches nothing
            case 0x21: cursor.at += 1
            case 0x2D where isMarkupDelimiter(cursor): cursor.at = min(cursor.at + 3, cursor.end)
            default: readRule(&cursor)
            }
        }
    }

    private func isMarkupDelimiter(_ cursor: StyleCursor) -> Bool {
        guard cursor.at + 1 < cursor.end, cursor.base[cursor.at + 1] == 0x2D else { return false }
        return cursor.at + 2 >= cursor.end || cursor.base[cursor.at + 2] == 0x3E || cursor.base[cursor.at + 2] <= 0x20
    }

    private mutating func readAtRule(_ cursor: inout StyleCursor, nesting: Int) {
        cursor.at += 1
        let start = cursor.at
        cursor.skipName()
        let name = UnsafeBufferPointer(start: cursor.base + start, count: cursor.at - start)
        let condition = cursor.at
        while cursor.at < cursor.end, cursor.base[cursor.at] != 0x7B, cursor.base[cursor.at] != 0x3B { cursor.at += 1 }
        guard cursor.at < cursor.end else { return }
        if cursor.base[cursor.at] == 0x3B {
            cursor.at += 1
            return
        }
        let query = StyleCursor(base: cursor.base, at: condition, end: cursor.at)
        let applies: Bool
        if name.equalsLowercased("media") {
            applies = MediaQuery.matches(query)
        } else if name.equalsLowercased("supports") {
            var probe = query
            let first = probe.next()
            applies = !(first.map { $0.kind == .name && probe.text($0).equalsLowercased("not") } ?? false)
        } else {
            applies = name.equalsLowercased("layer")
        }
        guard applies, nesting < StyleSheet.maxNesting else { return cursor.skipBlock() }
        cursor.at += 1
        readRules(&cursor, nesting: nesting + 1)
        if cursor.at < cursor.end { cursor.at += 1 }
    }

    private mutating func readRule(_ cursor: inout StyleCursor) {
        let start = cursor.at
        while cursor.at < cursor.end, cursor.base[cursor.at] != 0x7B, cursor.base[cursor.at] != 0x7D {
            if cursor.base[cursor.at] == 0x2F, cursor.at + 1 < cursor.end, cursor.base[cursor.at + 1] == 0x2A {
                cursor.skipComment()
            } else {
                cursor.at += 1
            }
        }
        guard cursor.at < cursor.end, cursor.base[cursor.at] == 0x7B else {
            cursor.at = min(cursor.at + 1, cursor.end)
            return
        }
        let prelude = StyleCursor(base: cursor.base, at: start, end: cursor.at)
        cursor.at += 1
        let first = declarations.count
        reader.read(&cursor, into: &declarations)
        if cursor.at < cursor.end { cursor.at += 1 }
        guard declarations.count > first else { return }
        addSelectors(prelude, first, declarations.count)
    }

    private mutating func addSelectors(_ prelude: StyleCursor, _ first: Int, _ end: Int) {
        var at = prelude.at
        while at < prelude.end {
            var stop = at
            var depth = 0
            while stop < prelude.end {
                let byte = prelude.base[stop]
                if byte == 0x28 || byte == 0x5B { depth += 1 }
                if byte == 0x29 || byte == 0x5D { depth -= 1 }
                if byte == 0x2C, depth <= 0 { break }
                stop += 1
            }
            guard rules.count < maxRules else {
                wasCut = true
                return
            }
            if let selector = selectors.read(StyleCursor(base: prelude.base, at: at, end: stop)) {
                insert(
                    StyleRule(
                        compoundStart: Int32(selector.start), compoundEnd: Int32(selector.end),
                        specificity: selector.specificity, declarationStart: Int32(first), declarationEnd: Int32(end)))
            }
            at = stop + 1
        }
    }

    private mutating func insert(_ rule: StyleRule) {
        var rule = rule
        rule.ancestorBits = ancestorBits(Int(rule.compoundStart), Int(rule.compoundEnd))
        rule.asksOnlyNames = asksOnlyNames(Int(rule.compoundStart), Int(rule.compoundEnd))
        let index = Int32(rules.count)
        let compound = selectors.compounds[Int(rule.compoundStart)]
        var tag = Tag.unknown
        for test in selectors.tests[Int(compound.testStart)..<Int(compound.testEnd)] {
            if test.kind == .className || test.kind == .id {
                let hash = NameHash.of(base + Int(test.start), Int(test.end - test.start))
                let bucket = Int(hash) & (StyleSheet.bucketCount - 1)
                if test.kind == .id {
                    rule.next = idBuckets[bucket]
                    idBuckets[bucket] = index
                } else {
                    rule.next = classBuckets[bucket]
                    classBuckets[bucket] = index
                }
                rules.append(rule)
                return
            }
            if test.kind == .tag { tag = test.tag }
        }
        if tag != .unknown {
            rule.next = tagBuckets[Int(tag.rawValue)]
            tagBuckets[Int(tag.rawValue)] = index
        } else {
            rule.next = universal
            universal = index
        }
        rules.append(rule)
    }

    private func asksOnlyNames(_ start: Int, _ end: Int) -> Bool {
        for compound in selectors.compounds[start..<end] {
            guard compound.combinator != .adjacent, compound.combinator != .sibling else { return false }
            for test in selectors.tests[Int(compound.testStart)..<Int(compound.testEnd)] {
                switch test.kind {
                case .tag, .className, .id, .root: continue
                case .unknownTag, .attribute, .firstChild, .nthChild, .link, .anyOf, .noneOf: return false
                }
            }
        }
        return true
    }

    /// What the compounds to the left ask of ancestors, up to the first sibling combinator.
    private func ancestorBits(_ start: Int, _ end: Int) -> UInt64 {
        var bits: UInt64 = 0
        for at in start..<(end - 1) {
            let link = selectors.compounds[at].combinator
            guard link == .descendant || link == .child else { break }
            let compound = selectors.compounds[at + 1]
            for test in selectors.tests[Int(compound.testStart)..<Int(compound.testEnd)] {
                switch test.kind {
                case .tag: bits |= NameBit.of(test.tag)
                case .className, .id:
                    bits |= NameBit.of(hash: NameHash.of(base + Int(test.start), Int(test.end - test.start)))
                default: break
                }
            }
        }
        return bits
    }

    // MARK: looking up

    /// Bytes that the sheet takes, to hold a store of sheets to its bound.
    var byteCount: Int {
        rules.capacity * MemoryLayout<StyleRule>.stride + declarations.capacity * MemoryLayout<Declaration>.stride
            + selectors.byteCount + reader.variables.capacity * 32
            + (2 * StyleSheet.bucketCount + 256) * MemoryLayout<Int32>.stride
    }

    func firstRule(forClass hash: UInt32) -> Int32 { classBuckets[Int(hash) & (StyleSheet.bucketCount - 1)] }
    func firstRule(forID hash: UInt32) -> Int32 { idBuckets[Int(hash) & (StyleSheet.bucketCount - 1)] }
    func firstRule(forTag tag: Tag) -> Int32 { tagBuckets[Int(tag.rawValue)] }
}

/// Media conditions against a desktop of 1280 × 800 pixels.
enum MediaQuery {
    static let width: Float = 1280
    static let height: Float = 800

    static func matches(_ query: StyleCursor) -> Bool {
        var at = query.at
        var isEmpty = true
        while at < query.end {
            var stop = at
            while stop < query.end, query.base[stop] != 0x2C { stop += 1 }
            var part = StyleCursor(base: query.base, at: at, end: stop)
            part.skipBlanks()
            if part.at < part.end {
                isEmpty = false
                if matchesOne(part) { return true }
            }
            at = stop + 1
        }
        return isEmpty
    }

    private static func matchesOne(_ query: StyleCursor) -> Bool {
        var cursor = query
        var isNegated = false
        var result = true
        while true {
            cursor.skipBlanks()
            guard cursor.at < cursor.end else { break }
            if cursor.base[cursor.at] == 0x28 {
                var word = StyleWord()
                let start = cursor.at + 1
                var depth = 0
                while cursor.at < cursor.end {
                    if cursor.base[cursor.at] == 0x28 { depth += 1 }
                    if cursor.base[cursor.at] == 0x29 { depth -= 1 }
                    if depth == 0 { break }
                    cursor.at += 1
                }
                word.argumentStart = start
                word.argumentEnd = cursor.at
                cursor.at = min(cursor.at + 1, cursor.end)
                result = matchesFeature(cursor.arguments(word)) && result
                continue
            }
            guard let word = cursor.next() else { break }
            let name = cursor.text(word)
            if name.equalsLowercased("not") {
                isNegated = true
            } else if name.equalsLowercased("only") || name.equalsLowercased("and") || name.equalsLowercased("all")
                || name.equalsLowercased("screen")
            {
                continue
            } else {
                result = false  // print, speech, …
            }
        }
        return result != isNegated
    }

    private static func matchesFeature(_ feature: StyleCursor) -> Bool {
        var cursor = feature
        guard let name = cursor.next(), name.kind == .name else { return false }
        let text = cursor.text(name)
        cursor.skipBlanks()
        let operation = cursor.at < cursor.end ? cursor.base[cursor.at] : 0
        let isInclusive = cursor.at + 1 < cursor.end && cursor.base[cursor.at + 1] == 0x3D
        while cursor.at < cursor.end, [0x3A, 0x3C, 0x3D, 0x3E].contains(cursor.base[cursor.at]) { cursor.at += 1 }
        let value = cursor.next()
        if let value, value.kind == .name {
            let word = cursor.text(value)
            for (feature, wanted) in keywords where text.equalsLowercased(feature) {
                return word.equalsLowercased(wanted)
            }
            return false
        }
        let size = text.hasSuffix("height") ? height : width
        guard text.hasSuffix("width") || text.hasSuffix("height"), let value, value.kind == .number else {
            return false
        }
        let pixels = value.unit == .em || value.unit == .rem ? value.number * 16 : value.number
        if text.hasLowercasedPrefix("min-") { return size >= pixels }
        if text.hasLowercasedPrefix("max-") { return size <= pixels }
        switch operation {
        case 0x3C: return isInclusive ? size <= pixels : size < pixels
        case 0x3E: return isInclusive ? size >= pixels : size > pixels
        default: return size == pixels
        }
    }

    private static let keywords: [(StaticString, StaticString)] = [
        ("orientation", "landscape"), ("prefers-color-scheme", "light"), ("hover", "hover"), ("any-hover", "hover"),
        ("pointer", "fine"), ("any-pointer", "fine"), ("prefers-reduced-motion", "no-preference"),
        ("scripting", "enabled"), ("update", "fast"),
    ]
}

extension UnsafeBufferPointer<UInt8> {
    func hasSuffix(_ text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        return count >= length && UnsafeBufferPointer(rebasing: self[(count - length)...]).equalsLowercased(text)
    }
}
