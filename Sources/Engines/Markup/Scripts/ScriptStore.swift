/// The bytes and elements that constant values point to, with the budgets that keep folding linear.
///
/// Every copy is charged against `stepBudget`, every byte made against `arenaBudget`; both are set from the size of the
/// script. When one is used up, operations answer `nil` and values become unknown.
struct ScriptStore {
    /// UTF-8, except that surrogates are encoded like other characters of three bytes until they are reported.
    var arena: [UInt8] = []
    var elements: [ScriptValue] = []
    var source = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    var steps = 0
    var stepBudget = 0
    var arenaBudget = 0
    static let maxElements = 1 << 18

    /// Free bytes kept behind a text that grows: `fill` is where the text ends now, `end` where the room ends.
    private struct Room {
        var fill: Int
        var end: Int
    }
    private var rooms: [Room] = []

    mutating func reset(stepBudget: Int, arenaBudget: Int) {
        arena.removeAll(keepingCapacity: true)
        elements.removeAll(keepingCapacity: true)
        rooms.removeAll(keepingCapacity: true)
        steps = 0
        self.stepBudget = stepBudget
        self.arenaBudget = arenaBudget
    }

    /// Pays for `count` steps; false when the budget is used up.
    mutating func charge(_ count: Int) -> Bool {
        guard steps + count <= stepBudget else { return false }
        steps += count
        return true
    }

    /// Pays for `count` new bytes of the arena.
    mutating func reserve(_ count: Int) -> Bool {
        arena.count + count <= arenaBudget && charge(count)
    }

    // MARK: reading

    func byte(_ value: ScriptValue, _ index: Int) -> UInt8 {
        let at = Int(value.a) + index
        return value.flags.contains(.inArena) ? arena[at] : source[at]
    }

    func equals(_ value: ScriptValue, _ text: [UInt8]) -> Bool {
        guard value.count == text.count else { return false }
        for index in 0..<text.count where byte(value, index) != text[index] { return false }
        return true
    }

    func equals(_ value: ScriptValue, _ other: ScriptValue) -> Bool {
        guard value.count == other.count else { return false }
        for index in 0..<value.count where byte(value, index) != byte(other, index) { return false }
        return true
    }

    /// Number of bytes of the character whose first byte is at `index`, never reaching over the end.
    func characterLength(_ value: ScriptValue, _ index: Int) -> Int {
        let first = byte(value, index)
        let length = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        return min(length, value.count - index)
    }

    /// The character at a byte offset; a damaged one is its first byte.
    func scalar(_ value: ScriptValue, _ index: Int) -> UInt32 {
        let first = UInt32(byte(value, index))
        let length = characterLength(value, index)
        guard length > 1 else { return first }
        var scalar = length == 2 ? first & 0x1F : length == 3 ? first & 0x0F : first & 0x07
        for offset in 1..<length {
            let next = UInt32(byte(value, index + offset))
            guard next & 0xC0 == 0x80 else { return first }
            scalar = scalar << 6 | (next & 0x3F)
        }
        return scalar
    }

    // MARK: making

    /// A string of the arena from `start` to its present end, with the source range of `origin`.
    func built(from start: Int, _ origin: ScriptValue, keeping: ScriptValue.Flags = []) -> ScriptValue {
        var value = ScriptValue()
        value.kind = .string
        value.flags = origin.flags.intersection(.ofOrigin).union(keeping)
        value.flags.formUnion(.builtInArena)
        value.start = origin.start
        value.end = origin.end
        value.a = UInt32(start)
        value.b = UInt32(arena.count)
        return value
    }

    /// Appends the bytes of a string; the caller has paid.
    mutating func append(_ value: ScriptValue) {
        append(value, from: 0, to: value.count)
    }

    mutating func append(_ value: ScriptValue, from: Int, to: Int) {
        guard to > from else { return }
        let first = Int(value.a) + from
        let last = Int(value.a) + to
        if value.flags.contains(.inArena) {
            if to - from < 16 {
                for at in first..<last { arena.append(arena[at]) }
            } else {
                let old = arena.count
                arena.append(contentsOf: repeatElement(0, count: to - from))
                arena.withUnsafeMutableBufferPointer { buffer in
                    guard let base = buffer.baseAddress else { return }
                    (base + old).update(from: base + first, count: last - first)
                }
            }
        } else {
            arena.append(contentsOf: UnsafeBufferPointer(rebasing: source[first..<last]))
        }
    }

    /// Appends one UTF-16 unit or scalar; surrogates become three bytes each and pairs are joined when reported.
    mutating func append(scalar: UInt32) {
        switch scalar {
        case 0..<0x80: arena.append(UInt8(scalar))
        case 0x80..<0x800:
            arena.append(UInt8(0xC0 | scalar >> 6))
            arena.append(UInt8(0x80 | scalar & 0x3F))
        case 0x800..<0x10000:
            arena.append(UInt8(0xE0 | scalar >> 12))
            arena.append(UInt8(0x80 | (scalar >> 6) & 0x3F))
            arena.append(UInt8(0x80 | scalar & 0x3F))
        case 0x10000..<0x110000:
            arena.append(UInt8(0xF0 | scalar >> 18))
            arena.append(UInt8(0x80 | (scalar >> 12) & 0x3F))
            arena.append(UInt8(0x80 | (scalar >> 6) & 0x3F))
            arena.append(UInt8(0x80 | scalar & 0x3F))
        default: append(scalar: 0xFFFD)
        }
    }

    /// Flags of a text made of these scalars.
    static func flags(of scalar: UInt32) -> ScriptValue.Flags {
        scalar < 0x80 ? [] : (0xD800..<0xE000).contains(scalar) ? .wideWithSurrogates : .isWide
    }

    /// The same text, standing in the arena: what must outlive the script that is being read.
    mutating func settled(_ value: ScriptValue) -> ScriptValue? {
        guard value.kind == .string, !value.flags.contains(.inArena) else { return value }
        guard reserve(value.count) else { return nil }
        let start = arena.count
        append(value)
        var settled = value
        settled.flags.insert(.inArena)
        settled.a = UInt32(start)
        settled.b = UInt32(arena.count)
        return settled
    }

    /// `left + right`. Constant in time per byte of `right`, so that long sums and growing variables stay linear.
    mutating func joined(_ left: ScriptValue, _ right: ScriptValue, growing: Bool = false) -> ScriptValue? {
        let isEmptySum = left.count == 0 || right.count == 0
        var result = left.count == 0 ? right : left
        result.flags = left.flags.union(right.flags).subtracting(.notOfSums)
        result.flags.formUnion(left.flags.intersection(.hasOpenFront))
        if left.flags.contains(.isBinary) || right.flags.contains(.isBinary) {
            let isStillBinary = { (value: ScriptValue) in
                value.flags.contains(.isBinary) || !value.flags.contains(.isWide)
            }
            if isStillBinary(left), isStillBinary(right) { result.flags.insert(.isBinary) }
        }
        result.start = min(left.start, right.start)
        result.end = max(left.end, right.end)
        result.report = -1
        if isEmptySum, !growing {
            let part = left.count == 0 ? right : left
            result.flags.formUnion(part.flags.intersection(.inArena))
            if !part.flags.contains(.isBuilt) {
                result.start = part.start
                result.end = part.end
            }
            return result
        }
        result.flags.formUnion(.builtInArena)
        result.name = .none
        if extend(left, by: right, &result) { return result }
        let total = left.count + right.count
        let spare = growing ? total : 0
        guard reserve(total + spare) else { return nil }
        let start = arena.count
        append(left)
        append(right)
        result.a = UInt32(start)
        result.b = UInt32(arena.count)
        result.room = -1
        if growing {
            result.room = Int32(rooms.count)
            rooms.append(Room(fill: arena.count, end: arena.count + spare))
            arena.append(contentsOf: repeatElement(0, count: spare))
        }
        return result
    }

    /// Puts `right` behind `left` where `left` stands, if there is place.
    private mutating func extend(_ left: ScriptValue, by right: ScriptValue, _ result: inout ScriptValue) -> Bool {
        guard left.flags.contains(.inArena), left.count > 0 else { return false }
        result.a = left.a
        if Int(left.b) == arena.count {
            guard reserve(right.count) else { return false }
            append(right)
            result.b = UInt32(arena.count)
            return true
        }
        if right.flags.contains(.inArena), left.b == right.a {
            result.b = right.b
            result.room = -1
            return true
        }
        guard left.room >= 0 else { return false }
        let room = rooms[Int(left.room)]
        guard room.fill == Int(left.b), room.fill + right.count <= room.end, charge(right.count) else { return false }
        for index in 0..<right.count { arena[room.fill + index] = byte(right, index) }
        rooms[Int(left.room)].fill += right.count
        result.b = UInt32(room.fill + right.count)
        result.room = left.room
        return true
    }

    /// Moves values into the elements as an array or object; `nil` when there are too many.
    mutating func array(_ values: ArraySlice<ScriptValue>, _ kind: ScriptValue.Kind = .array) -> ScriptValue? {
        guard elements.count + values.count <= Self.maxElements, charge(values.count) else { return nil }
        let first = elements.count
        for value in values {
            guard let settled = settled(value) else { return nil }
            elements.append(settled)
        }
        return array(from: first, kind)
    }

    /// The elements from `first` to the present end as an array.
    func array(from first: Int, _ kind: ScriptValue.Kind = .array) -> ScriptValue {
        var value = ScriptValue()
        value.kind = kind
        value.a = UInt32(first)
        value.b = UInt32(elements.count - first)
        return value
    }
}
