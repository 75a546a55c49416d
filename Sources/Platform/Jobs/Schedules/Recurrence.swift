import SQLStore

/// When something comes again. Both forms are a period and a place in it, so that any number of occurrences is counted without
/// going through them.
package enum Recurrence: Sendable, Equatable {
    /// Every so many seconds (1 to 366 days), at a place in the period that the schedule's kind and key choose: many schedules
    /// of one period do not come at once, and each keeps its place.
    case every(seconds: Int)
    /// Every day at a time in Vietnam (UTC+7, no summer time).
    case daily(hour: Int, minute: Int)

    static let maxSeconds = 366 * 86_400
    private static let day = 86_400
    private static let vietnam = 7 * 3600

    /// - Throws: `invalid`.
    func check() throws(JobsError) {
        switch self {
        case .every(let seconds):
            guard 1...Self.maxSeconds ~= seconds else {
                throw JobsError(.invalid, "a schedule comes every 1 second to 366 days")
            }
        case .daily(let hour, let minute):
            guard 0...23 ~= hour, 0...59 ~= minute else { throw JobsError(.invalid, "a day has 00:00 to 23:59") }
        }
    }

    /// The occurrences of a schedule that has this recurrence.
    func beats(kind: String, key: String) -> ScheduleBeats {
        switch self {
        case .every(let seconds):
            ScheduleBeats(period: seconds, phase: Int(Self.hash("\(kind)\n\(key)") % UInt64(max(seconds, 1))))
        case .daily(let hour, let minute):
            ScheduleBeats(period: Self.day, phase: (hour * 3600 + minute * 60 - Self.vietnam + Self.day) % Self.day)
        }
    }

    init(_ row: SQLRow) throws {
        let period = try row.int("period")
        switch try row.text("recurrence") {
        case "daily":
            let minutes = (try row.int("phase") + Self.vietnam) % Self.day / 60
            self = .daily(hour: minutes / 60, minute: minutes % 60)
        default: self = .every(seconds: period)
        }
    }

    var word: String {
        switch self {
        case .every: "every"
        case .daily: "daily"
        }
    }

    /// For the record of changes.
    package var description: String {
        switch self {
        case .every(let seconds): "every \(seconds) s"
        case .daily(let hour, let minute): "daily \(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
        }
    }

    /// FNV-1a: the same on every machine and in every run.
    private static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}

/// Points in time a period apart, for ever.
struct ScheduleBeats: Sendable, Equatable {
    /// Seconds.
    let period: Int
    /// Seconds into each period, counted from 1970.
    let phase: Int

    private var step: Int64 { Int64(period) * 1_000_000 }

    /// The first one that is later.
    func next(after moment: Moment) -> Moment {
        let offset = Int64(phase) * 1_000_000
        let since = moment.microseconds &- offset
        var periods = since / step
        if since % step < 0 { periods -= 1 }
        return Moment(microseconds: (periods + 1) &* step &+ offset)
    }

    /// Those from a beat to a moment: how many there are, and the last ones of them.
    /// - Parameter limit: how many are given at most.
    func due(from first: Moment, to now: Moment, limit: Int) -> (count: Int, last: [Moment]) {
        guard first <= now else { return (0, []) }
        let count = Int((now.microseconds - first.microseconds) / step) + 1
        let given = min(count, max(limit, 0))
        let moments = (count - given..<count).map { Moment(microseconds: first.microseconds + Int64($0) * step) }
        return (count, moments)
    }
}
