import Testing

@testable import SQLStore

@Suite struct MomentTests {
    @Test func durationsBeyondWhatIsCountedAreCut() {
        #expect(Duration.seconds(Int64.max).microseconds == .max)
        #expect((Moment(seconds: 10) - Moment(seconds: 4)).microseconds == 6_000_000)
    }
}
