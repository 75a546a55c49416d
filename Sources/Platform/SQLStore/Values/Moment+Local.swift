/// Times as people in Việt Nam read them: UTC+7 all the year.
extension Moment {
    private static let ahead = Duration.seconds(7 * 3_600)

    /// `HH:mm dd/MM/yyyy`, in Việt Nam.
    package var localClock: String {
        let parts = Parts(self + Self.ahead)
        return
            "\(Self.two(parts.hour)):\(Self.two(parts.minute)) \(Self.two(parts.day))/\(Self.two(parts.month))/\(parts.year)"
    }

    /// `yyyy-MM-dd`, in Việt Nam.
    package var localDay: String {
        let parts = Parts(self + Self.ahead)
        return "\(parts.year)-\(Self.two(parts.month))-\(Self.two(parts.day))"
    }

    /// `yyyy-MM-ddTHH:mm:ssZ`, UTC.
    package var iso: String {
        let parts = Parts(self)
        return "\(parts.year)-\(Self.two(parts.month))-\(Self.two(parts.day))T"
            + "\(Self.two(parts.hour)):\(Self.two(parts.minute)):\(Self.two(parts.second))Z"
    }

    private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

    /// Date and time of a clock without an offset, by the civil calendar.
    private struct Parts {
        var year, month, day, hour, minute, second: Int

        init(_ moment: Moment) {
            let seconds = Self.floored(moment.microseconds, 1_000_000)
            let days = Self.floored(seconds, 86_400)
            let rest = Int(seconds - days * 86_400)
            (hour, minute, second) = (rest / 3_600, rest / 60 % 60, rest % 60)
            // Days of 400-year eras that begin on 1 March of a year divisible by 400.
            let shifted = days + 719_468
            let era = Self.floored(shifted, 146_097)
            let dayOfEra = shifted - era * 146_097
            let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
            let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
            let monthFromMarch = (5 * dayOfYear + 2) / 153
            day = Int(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
            month = Int(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9)
            year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
        }

        private static func floored(_ value: Int64, _ divisor: Int64) -> Int64 {
            let (quotient, rest) = value.quotientAndRemainder(dividingBy: divisor)
            return rest < 0 ? quotient - 1 : quotient
        }
    }
}
