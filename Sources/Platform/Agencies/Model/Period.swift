/// Days from the first one up to, and without, the day that ends it: `[from, until)`.
package struct Period: Sendable, Hashable {
    /// Nil: since before the register began.
    package let from: Day?
    /// The first day on which it is over; nil: still so.
    package let until: Day?

    package static let always = Period(unchecked: nil, nil)

    /// Nil when it would hold no day.
    package init?(from: Day?, until: Day?) {
        if let from, let until, from >= until { return nil }
        (self.from, self.until) = (from, until)
    }

    private init(unchecked from: Day?, _ until: Day?) { (self.from, self.until) = (from, until) }

    package static func since(_ day: Day) -> Period { Period(unchecked: day, nil) }

    /// Day numbers, of which the open ends are the least and the greatest.
    var lower: Int32 { from?.number ?? .min }
    var upper: Int32 { until?.number ?? .max }

    package func contains(_ day: Day) -> Bool { lower <= day.number && day.number < upper }
    package func contains(_ other: Period) -> Bool { lower <= other.lower && other.upper <= upper }
    package func overlaps(_ other: Period) -> Bool { lower < other.upper && other.lower < upper }

    /// Days that are in both.
    package func intersection(_ other: Period) -> Period? {
        guard overlaps(other) else { return nil }
        return Period(
            unchecked: lower >= other.lower ? from : other.from, upper <= other.upper ? until : other.until)
    }

    /// Nil when no day is left.
    func ending(_ day: Day) -> Period? { upper <= day.number ? self : Period(from: from, until: day) }
}

/// What was so for a period, and the paper that says it. Two are equal when they say the same, wherever they are stored.
package struct Dated<Value: Hashable & Sendable>: Sendable, Hashable {
    /// Number of its row; 0 while it has none.
    package internal(set) var row: Int64
    package let value: Value
    package let period: Period
    /// The paper, or whatever else it is known from.
    package let source: String

    package init(_ value: Value, _ period: Period, source: String = "") {
        self.init(value, period, source: source, row: 0)
    }

    init(_ value: Value, _ period: Period, source: String, row: Int64) {
        (self.value, self.period, self.source, self.row) = (value, period, source, row)
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.value == right.value && left.period == right.period && left.source == right.source
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(value)
        hasher.combine(period)
        hasher.combine(source)
    }
}

extension Array {
    /// What is so on a day: of facts that exclude each other, the one.
    package func on<Value>(_ day: Day) -> Value? where Element == Dated<Value> {
        first { $0.period.contains(day) }?.value
    }

    /// Everything that is so on a day.
    package func all<Value>(on day: Day) -> [Value] where Element == Dated<Value> {
        filter { $0.period.contains(day) }.map(\.value)
    }

    /// By the day on which they began.
    func inTime<Value>() -> Self where Element == Dated<Value> {
        sorted { ($0.period.lower, $0.period.upper) < ($1.period.lower, $1.period.upper) }
    }
}
