import Testing

@testable import SQLStore

@Suite struct MomentTests {
    @Test(arguments: [
        (Int64(0), "07:00 01/01/1970", "1970-01-01T00:00:00Z"),
        (1_767_200_399, "23:59 31/12/2025", "2025-12-31T16:59:59Z"),
        (1_767_200_400, "00:00 01/01/2026", "2025-12-31T17:00:00Z"),
        (951_782_400, "07:00 29/02/2000", "2000-02-29T00:00:00Z"),
        (4_107_542_399, "06:59 01/03/2100", "2100-02-28T23:59:59Z"), (-1, "06:59 01/01/1970", "1969-12-31T23:59:59Z"),
    ])
    func timesAreReadAsInVietNam(seconds: Int64, local: String, iso: String) {
        #expect(Moment(seconds: seconds).localClock == local)
        #expect(Moment(seconds: seconds).iso == iso)
    }

    @Test func theDayBeginsAtMidnightInVietNam() {
        #expect(Moment(seconds: 1_767_200_399).localDay == "2025-12-31")
        #expect(Moment(seconds: 1_767_200_400).localDay == "2026-01-01")
    }

    @Test func durationsBeyondWhatIsCountedAreCut() {
        #expect(Duration.seconds(Int64.max).microseconds == .max)
        #expect((Moment(seconds: 10) - Moment(seconds: 4)).microseconds == 6_000_000)
    }
}
