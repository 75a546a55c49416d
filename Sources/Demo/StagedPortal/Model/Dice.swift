/// SplitMix64: the same seed throws the same numbers on every machine.
struct Dice {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    /// Dice of its own for one matter, so that drawing one thing more does not change all that comes behind.
    init(_ seed: UInt64, for matter: String) { state = seed ^ Self.hash(matter) }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// From 0 up to but not including `bound`, which is at least 1.
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(bound, 1))) }

    mutating func within(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

    mutating func chance(percent: Int) -> Bool { below(100) < percent }

    /// - Precondition: `items` is not empty.
    mutating func pick<Item>(_ items: [Item]) -> Item { items[below(items.count)] }

    /// So many different ones, in drawn order; all of them when there are no more.
    mutating func sample<Item>(_ items: [Item], count: Int) -> [Item] {
        var pool = items
        var taken: [Item] = []
        while taken.count < count, !pool.isEmpty { taken.append(pool.remove(at: below(pool.count))) }
        return taken
    }

    /// FNV-1a, for choices that hang on a text.
    static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
