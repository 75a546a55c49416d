import Testing

@testable import Tables

@Suite struct LocalTimeTests {
    @Test func anInstantIsShownAsLocalTime() {
        #expect(LocalTime.text(0) == "1970-01-01 07:00:00")
        #expect(LocalTime.text(Sample.time) == "2026-07-10 08:30:15.250000")
        #expect(LocalTime.text(-1) == "1970-01-01 06:59:59.999999")
        // The last second of a local year is in the year before, UTC.
        #expect(LocalTime.text(1_767_200_399_000_000) == "2025-12-31 23:59:59")
        #expect(LocalTime.text(1_767_200_400_000_000) == "2026-01-01 00:00:00")
    }

    @Test(arguments: [Int64.min, .max, -62_135_622_001_000_000, 253_402_300_800_000_000])
    func anInstantOutsideTheCalendarIsNoText(microseconds: Int64) {
        #expect(LocalTime.text(microseconds) == "")
        #expect(LocalTime.day(microseconds) == nil)
    }

    private static let spelled = [
        "2026-07-10 08:30:15.25", "2026-07-10T08:30:15.250", "2026-07-10T01:30:15.25Z", "2026-07-10T08:30:15.25+07:00",
        "2026-07-09T20:30:15.250000-05:00", "10/07/2026 08:30:15.25", "08:30:15.25 10/07/2026",
        " 10-7-2026 8:30:15.25 ",
    ]

    @Test(arguments: spelled) func timesAreReadAsPeopleWriteThem(text: String) {
        #expect(Cell.text(text).time == Sample.time)
        #expect(Cell.text(text).day?.description == "2026-07-10")
    }

    @Test(arguments: ["2026-07-10", "10/07/2026", "10.7.2026", "10-07-2026", "\u{A0}10/7/2026 "])
    func datesAreReadAsPeopleWriteThem(text: String) throws {
        let day = try Sample.day(2026, 7, 10)
        #expect(Cell.text(text).day == day)
        #expect(Cell.text(text).time == LocalTime.midnight(day))
        #expect(LocalTime.text(LocalTime.midnight(day)) == "2026-07-10 00:00:00")
    }

    private static let wrong = [
        "", " ", "2026", "30/02/2026", "2026-02-29", "10/13/2026", "0/1/2026", "10/07/26", "10//2026", "-1/07/2026",
        "2026-07-10 24:00", "2026-07-10 08:60", "2026-07-10 08", "2026-07-10 08:30:15.",
        "2026-07-10 08:30:15.1234567890",
        "2026-07-10 08:30 x", "10/07/2026 10/07/2026", "2026-07-10T08:30+7", "+10/07/2026", "１０/07/2026",
    ]

    @Test(arguments: wrong) func whatIsNoDateIsNil(text: String) {
        #expect(Cell.text(text).day == nil)
        #expect(Cell.text(text).time == nil)
    }

    @Test func daysAndTheirNumbersAgreeThroughTheCalendar() throws {
        for days in stride(from: -719_162, through: 2_932_896, by: 97) {
            #expect(try #require(CalendarDay(daysSince1970: days)).daysSince1970 == days)
        }
        #expect(CalendarDay(daysSince1970: -719_162)?.description == "0001-01-01")
        #expect(CalendarDay(daysSince1970: 2_932_896)?.description == "9999-12-31")
        #expect(CalendarDay(year: 2024, month: 2, day: 29) != nil)
        #expect(CalendarDay(year: 2026, month: 2, day: 29) == nil)
        #expect(try Sample.day(2026, 6, 30) < Sample.day(2026, 7, 1))
    }

    /// Known pairs of Excel's documentation, and the days around the leap day that never was.
    private static let serials: [(Double, Bool, String)] = [
        (1, false, "1900-01-01"), (59, false, "1900-02-28"), (61, false, "1900-03-01"), (45_292, false, "2024-01-01"),
        (2_958_465, false, "9999-12-31"), (0, true, "1904-01-01"), (43_830, true, "2024-01-01"),
    ]

    @Test(arguments: serials) func serialsAreDatesOfTheirSystem(serial: Double, counts1904: Bool, text: String) throws {
        let found = try #require(SerialDate.read(serial, counts1904: counts1904))
        #expect(found.day.description == text)
        #expect(found.milliseconds == 0)
        if !counts1904 { #expect(SerialDate.number(found.day) == Int(serial)) }
    }

    @Test(arguments: [-1, 0, 0.5, 60, 60.9, 2_958_466, 1e300])
    func serialsThatAreNoDateAreNil(serial: Double) {
        #expect(SerialDate.read(serial, counts1904: false) == nil)
    }

    @Test func daysBefore1900HaveNoSerial() throws {
        #expect(SerialDate.number(try Sample.day(1899, 12, 31)) == nil)
        #expect(SerialDate.number(try Sample.day(1, 1, 1)) == nil)
    }

    private static let formats: [(String, NumberKind)] = [
        ("General", .number), ("0.00", .number), ("#,##0\\ \"đ\"", .number), ("[Red]0;[Blue]-0", .number),
        ("@", .number),
        ("[$₫-42A]#,##0", .number), ("0.00E+00", .number), ("\"ngày\" 0", .number), ("[h]:mm", .number),
        ("[mm]:ss", .number),
        ("dd/mm/yyyy", .day), ("[$-42A]dd\\ mmmm\\ yyyy;@", .day), ("mmm-yy", .day), ("MMMM", .day),
        ("\"ngày\" dd \"tháng\" mm \"năm\" yyyy", .day), ("hh:mm dd/mm/yyyy", .time), ("d/m/yyyy h:mm AM/PM", .time),
        ("hh:mm:ss", .clock), ("h:mm AM/PM", .clock), ("[hh", .number), ("\"d", .number), ("\\", .number),
        ("[", .number),
    ]

    @Test(arguments: formats) func aFormatTellsWhatANumberIs(code: String, kind: NumberKind) {
        #expect(NumberKind.of(code) == kind)
    }
}
