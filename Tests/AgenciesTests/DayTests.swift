import SQLStore
import Tables
import Testing

@testable import Agencies

@Suite struct DayTests {
    @Test(arguments: [
        ("2025-07-01", "2025-07-01"), ("01/07/2025", "2025-07-01"), ("1/7/2025", "2025-07-01"),
        ("1-7-2025", "2025-07-01"), ("01.07.2025", "2025-07-01"), ("2025-7-1", "2025-07-01"),
        ("29/02/2024", "2024-02-29"),
        ("31/12/2199", "2199-12-31"), ("1900-01-01", "1900-01-01"),
    ])
    func daysAreReadAsPapersWriteThem(typed: String, iso: String) {
        #expect(Day(typed: typed)?.description == iso)
    }

    @Test(arguments: [
        "", "-", "/", "//", "29/02/2025", "31/04/2025", "00/01/2025", "01/00/2025", "32/01/2025", "01/13/2025",
        "1/7/25", "0001-01-01", "01/07/1899", "01/07/2200", "+1/07/2025",
        "٠١/٠٧/٢٠٢٥", "01/07/2025 ", "1/7/20255", "2025-07-01T", "a/b/cccc", "\u{0}1/07/2025",
    ])
    func whatIsNoDayIsNotRead(typed: String) {
        #expect(Day(typed: typed) == nil)
    }

    @Test func noBeginningOfADayCanHarm() {
        for sample in ["2025-07-01", "01/07/2025", "31.12.2199"] {
            for length in 0..<sample.count { #expect(Day(typed: String(sample.prefix(length))) == nil) }
        }
    }

    @Test func everyDayComesBack() throws {
        var day = try #require(Day(year: 1, month: 1, day: 1))
        #expect(day.number == -719_162)
        let last = try #require(Day(year: 9999, month: 12, day: 31))
        var steps = 0
        while day < last {
            guard let date = day.calendarDay, Day(date) == day, Day(iso: day.description) == day,
                Day(year: date.year, month: date.month, day: date.day) == day
            else {
                Issue.record("\(day) does not come back")
                return
            }
            // Dense around leap years, then in strides.
            for _ in 0..<(steps % 7 == 0 ? 1 : 13) { day = day.next }
            steps += 1
        }
        #expect(Day("1970-01-01").number == 0)
        #expect(Day("2000-03-01").previous == "2000-02-29")
        #expect(Day("2025-07-01").shown == "01/07/2025")
    }

    @Test func aDayBeginsAtMidnightHere() {
        // 2025-07-01 00:00 in Asia/Ho_Chi_Minh is 17:00 UTC of the day before.
        let midnight = Moment(seconds: 1_751_302_800)
        #expect(Day(midnight) == "2025-07-01")
        #expect(Day(Moment(microseconds: midnight.microseconds - 1)) == "2025-06-30")
        #expect(Day(Moment(microseconds: -1)) == "1970-01-01")
        #expect(Day(Moment(seconds: -7 * 3600 - 1)) == "1969-12-31")
        #expect(Day(Moment(microseconds: .max)) == "9999-12-31")
        #expect(Day(Moment(microseconds: .min)) == "0001-01-01")
    }

    @Test func periodsHoldTheirFirstDayAndNotTheirEnd() throws {
        let period = try #require(Period(from: "2025-01-01", until: "2025-07-01"))
        #expect(period.contains("2025-01-01") && period.contains("2025-06-30"))
        #expect(!period.contains("2025-07-01") && !period.contains("2024-12-31"))
        #expect(Period(from: "2025-01-01", until: "2025-01-01") == nil)
        #expect(!period.overlaps(.since("2025-07-01")))
        #expect(period.intersection(.since("2025-03-01")) == Period(from: "2025-03-01", until: "2025-07-01"))
        #expect(period.intersection(.since("2025-07-01")) == nil)
        #expect(Period.always.contains(period) && !period.contains(.always))
    }
}
