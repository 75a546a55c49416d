/// Counts of a run, or of a part of one.
package struct Tally: Sendable, Equatable {
    /// Inputs by tier.
    package var tiers: [InspectionResult.Tier: Int] = [:]
    /// Findings by category, by place and by why they are hidden. A finding with two categories counts in both.
    package var categories: [String: Int] = [:]
    package var zones: [String: Int] = [:]
    package var hidden: [String: Int] = [:]
    package var inputCount = 0
    package var byteCount = 0
    package var skippedCount = 0
    package var pack = ""

    package init() {}

    package func count(_ tier: InspectionResult.Tier) -> Int { tiers[tier] ?? 0 }
    package var findingCount: Int { count(.planted) + count(.review) }

    mutating func add(_ result: InspectionResult) {
        tiers[result.tier, default: 0] += 1
        inputCount += 1
        byteCount += result.byteCount
        guard result.tier.isFinding else { return }
        for category in result.categories { categories[category, default: 0] += 1 }
        for zone in Set(result.blocks.map(\.zone)) { zones[zone, default: 0] += 1 }
        // `customary` is said beside a reason; it is none.
        for reason in Set(result.blocks.flatMap(\.hidden)) where reason != "customary" {
            hidden[reason, default: 0] += 1
        }
    }

    mutating func add(_ other: Tally) {
        tiers.merge(other.tiers, uniquingKeysWith: +)
        categories.merge(other.categories, uniquingKeysWith: +)
        zones.merge(other.zones, uniquingKeysWith: +)
        hidden.merge(other.hidden, uniquingKeysWith: +)
        inputCount += other.inputCount
        byteCount += other.byteCount
        skippedCount += other.skippedCount
    }
}
