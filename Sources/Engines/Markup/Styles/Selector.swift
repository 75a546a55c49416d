/// A compiled selector: compounds from the right to the left, each a run of simple tests. All arrays are flat and belong to
/// the `StyleSheet`; ranges name bytes of the sheet's text.
struct SimpleTest {
    enum Kind: UInt8 {
        case tag, unknownTag, className, id, attribute
        case firstChild, nthChild, link, root
        /// One of the compounds in `first..<second` matches, or none does (`:is`, `:where`, `:not`).
        case anyOf, noneOf
    }

    var kind: Kind
    var tag = Tag.unknown
    /// `[name operator value]`: 0 is present, else the operator's byte.
    var comparison: UInt8 = 0
    var start: UInt32 = 0
    var end: UInt32 = 0
    var valueStart: UInt32 = 0
    var valueEnd: UInt32 = 0
    var first: Int32 = 0
    var second: Int32 = 0
}

struct Compound {
    enum Combinator: UInt8 { case none, descendant, child, adjacent, sibling }

    var testStart: Int32 = 0
    var testEnd: Int32 = 0
    /// How it hangs on the next compound to the left; `.none` on the leftmost one.
    var combinator = Combinator.none
}

struct StyleRule {
    var compoundStart: Int32
    var compoundEnd: Int32
    var specificity: UInt32
    var declarationStart: Int32
    var declarationEnd: Int32
    /// The next rule of the same bucket, or -1.
    var next: Int32 = -1
    /// Bits of the names that ancestors must have: most rules are refused by them without a walk.
    var ancestorBits: UInt64 = 0
    /// It asks only for names: of the element and of those around it.
    var asksOnlyNames = false
}

/// One bit of sixty-four for a name, as in a Bloom filter.
enum NameBit {
    @inline(__always)
    static func of(hash: UInt32) -> UInt64 { 1 << UInt64((hash ^ hash >> 16) & 63) }
    @inline(__always)
    static func of(_ tag: Tag) -> UInt64 { tag == .unknown ? 0 : 1 << UInt64(tag.rawValue &* 37 & 63) }
}

/// Reads one complex selector. Selectors that no static reading can answer (`:hover`, `::before`, `:has`) are refused: their
/// rule never applies at rest.
struct SelectorReader {
    var tests: [SimpleTest] = []
    var compounds: [Compound] = []
    private var pending: [Compound] = []
    private var specificity: UInt32 = 0
    /// More parts than this and the selector is refused.
    private static let maxCompounds = 16
    private static let maxTests = 32

    var byteCount: Int {
        tests.capacity * MemoryLayout<SimpleTest>.stride + compounds.capacity * MemoryLayout<Compound>.stride
    }

    mutating func removeAll() {
        tests.removeAll(keepingCapacity: true)
        compounds.removeAll(keepingCapacity: true)
    }

    /// - Returns: the range of its compounds and its specificity, or nil when it is refused.
    mutating func read(_ text: StyleCursor) -> (start: Int, end: Int, specificity: UInt32)? {
        var cursor = text
        let firstTest = tests.count
        pending.removeAll(keepingCapacity: true)
        specificity = 0
        var combinator = Compound.Combinator.none
        var isFirst = true
        while true {
            let hadBlank = skipBlanks(&cursor)
            guard cursor.at < cursor.end else { break }
            if let explicit = combinatorByte(cursor.base[cursor.at]) {
                cursor.at += 1
                combinator = explicit
                continue
            }
            if combinator == .none, !isFirst { combinator = hadBlank ? .descendant : .none }
            guard isFirst || combinator != .none, pending.count < SelectorReader.maxCompounds else {
                return refuse(firstTest)
            }
            guard var compound = readCompound(&cursor, depth: 0), tests.count - firstTest <= SelectorReader.maxTests
            else {
                return refuse(firstTest)
            }
            compound.combinator = combinator
            pending.append(compound)
            combinator = .none
            isFirst = false
        }
        guard !pending.isEmpty, combinator == .none else { return refuse(firstTest) }
        let start = compounds.count
        compounds.append(contentsOf: pending.reversed())
        return (start, compounds.count, specificity)
    }

    private mutating func refuse(_ firstTest: Int) -> (start: Int, end: Int, specificity: UInt32)? {
        // Compounds of `:is(…)` may name dropped tests; they are never reached.
        tests.removeLast(tests.count - firstTest)
        return nil
    }

    private func skipBlanks(_ cursor: inout StyleCursor) -> Bool {
        let before = cursor.at
        cursor.skipBlanks()
        return cursor.at > before
    }

    private func combinatorByte(_ byte: UInt8) -> Compound.Combinator? {
        switch byte {
        case 0x3E: .child
        case 0x2B: .adjacent
        case 0x7E: .sibling
        default: nil
        }
    }

    /// One compound; nil when a part of it is refused.
    private mutating func readCompound(_ cursor: inout StyleCursor, depth: Int) -> Compound? {
        var own: [SimpleTest] = []
        let begin = cursor.at
        loop: while cursor.at < cursor.end {
            let byte = cursor.base[cursor.at]
            switch byte {
            case 0x2A: cursor.at += 1
            case 0x2E, 0x23:
                cursor.at += 1
                let name = readName(&cursor)
                guard name.end > name.start else { return nil }
                own.append(SimpleTest(kind: byte == 0x2E ? .className : .id, start: name.start, end: name.end))
                specificity &+= byte == 0x2E ? 1 << 10 : 1 << 20
            case 0x5B:
                guard let test = readAttribute(&cursor) else { return nil }
                own.append(test)
                specificity &+= 1 << 10
            case 0x3A:
                guard let test = readPseudo(&cursor, depth: depth) else { return nil }
                own.append(test)
            default:
                guard StyleCursor.isNameByte(byte) else { break loop }
                own.append(readTag(&cursor))
                specificity &+= 1
            }
            if own.count > SelectorReader.maxTests { return nil }
        }
        guard cursor.at > begin else { return nil }
        let start = tests.count
        tests.append(contentsOf: own)
        return Compound(testStart: Int32(start), testEnd: Int32(tests.count))
    }

    private func readName(_ cursor: inout StyleCursor) -> (start: UInt32, end: UInt32) {
        let start = cursor.at
        cursor.skipName()
        return (UInt32(start), UInt32(cursor.at))
    }

    private func readTag(_ cursor: inout StyleCursor) -> SimpleTest {
        let name = readName(&cursor)
        var low: UInt64 = 0
        var high: UInt64 = 0
        for index in 0..<min(16, Int(name.end - name.start)) {
            let byte = UInt64(cursor.base[Int(name.start) + index] | 0x20)
            if index < 8 { low |= byte << UInt64(index * 8) } else { high |= byte << UInt64((index - 8) * 8) }
        }
        let id = name.end - name.start <= 16 ? NameTable.tags.id(low: low, high: high) : 0
        var test = SimpleTest(kind: id == 0 ? .unknownTag : .tag, start: name.start, end: name.end)
        test.tag = Tag(rawValue: id) ?? .unknown
        return test
    }

    private func readAttribute(_ cursor: inout StyleCursor) -> SimpleTest? {
        cursor.at += 1
        cursor.skipBlanks()
        let name = readName(&cursor)
        guard name.end > name.start else { return nil }
        var test = SimpleTest(kind: .attribute, start: name.start, end: name.end)
        cursor.skipBlanks()
        guard cursor.at < cursor.end else { return nil }
        if cursor.base[cursor.at] != 0x5D {
            test.comparison = cursor.base[cursor.at]
            if test.comparison != 0x3D { cursor.at += 1 }
            guard cursor.at < cursor.end, cursor.base[cursor.at] == 0x3D else { return nil }
            cursor.at += 1
            cursor.skipBlanks()
            guard cursor.at < cursor.end else { return nil }
            let isQuoted = cursor.base[cursor.at] == 0x22 || cursor.base[cursor.at] == 0x27
            let start = cursor.at
            if isQuoted { cursor.skipString() } else { cursor.skipName() }
            test.valueStart = UInt32(isQuoted ? start + 1 : start)
            test.valueEnd = UInt32(max(Int(test.valueStart), isQuoted ? cursor.at - 1 : cursor.at))
        }
        while cursor.at < cursor.end, cursor.base[cursor.at] != 0x5D { cursor.at += 1 }
        guard cursor.at < cursor.end else { return nil }
        cursor.at += 1
        return test
    }

    private mutating func readPseudo(_ cursor: inout StyleCursor, depth: Int) -> SimpleTest? {
        cursor.at += 1
        guard cursor.at < cursor.end, cursor.base[cursor.at] != 0x3A, let word = cursor.next() else { return nil }
        let name = cursor.text(word)
        if word.kind == .function { return readFunction(word, name, cursor, depth: depth) }
        specificity &+= 1 << 10
        if name.equalsLowercased("first-child") { return SimpleTest(kind: .firstChild) }
        if name.equalsLowercased("root") { return SimpleTest(kind: .root) }
        if name.equalsLowercased("link") || name.equalsLowercased("any-link") { return SimpleTest(kind: .link) }
        return nil
    }

    private mutating func readFunction(
        _ word: StyleWord, _ name: UnsafeBufferPointer<UInt8>, _ cursor: StyleCursor, depth: Int
    ) -> SimpleTest? {
        if name.equalsLowercased("nth-child") { return readNth(cursor.arguments(word)) }
        let isNot = name.equalsLowercased("not")
        let isWhere = name.equalsLowercased("where")
        guard isNot || isWhere || name.equalsLowercased("is") || name.equalsLowercased("matches"), depth < 2 else {
            return nil
        }
        let outer = specificity
        var best: UInt32 = 0
        var inner = cursor.arguments(word)
        var found: [Compound] = []
        while inner.at < inner.end, found.count < 16 {
            inner.skipBlanks()
            specificity = 0
            guard let compound = readCompound(&inner, depth: depth + 1) else { return nil }
            found.append(compound)
            best = max(best, specificity)
            inner.skipBlanks()
            if inner.at < inner.end {
                guard inner.base[inner.at] == 0x2C else { return nil }
                inner.at += 1
            }
        }
        specificity = outer &+ (isWhere ? 0 : best)
        var test = SimpleTest(kind: isNot ? .noneOf : .anyOf)
        test.first = Int32(compounds.count)
        compounds.append(contentsOf: found)
        test.second = Int32(compounds.count)
        return test
    }

    /// `odd`, `even`, `3`, `2n+1`; `first` is the step, `second` the offset.
    private mutating func readNth(_ arguments: StyleCursor) -> SimpleTest? {
        specificity &+= 1 << 10
        var test = SimpleTest(kind: .nthChild)
        let text = UnsafeBufferPointer(
            start: arguments.base + arguments.at, count: arguments.end - arguments.at)
        if text.equalsLowercased("odd") {
            (test.first, test.second) = (2, 1)
            return test
        }
        if text.equalsLowercased("even") {
            (test.first, test.second) = (2, 0)
            return test
        }
        var step: Int32 = 0
        var number: Int32 = 0
        var sign: Int32 = 1
        var hasDigits = false
        for byte in text where byte > 0x20 {
            if byte &- 0x30 < 10 {
                number = min(number * 10 + Int32(byte &- 0x30), 1 << 20)
                hasDigits = true
            } else if byte | 0x20 == 0x6E {
                step = sign * (hasDigits ? number : 1)
                (number, sign, hasDigits) = (0, 1, false)
            } else if byte == 0x2D || byte == 0x2B {
                sign = byte == 0x2D ? -1 : 1
            } else {
                return nil
            }
        }
        (test.first, test.second) = (step, sign * number)
        return test
    }
}
