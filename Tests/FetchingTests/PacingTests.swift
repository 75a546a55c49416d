import Patterns
import Testing
import Unpack

@testable import Fetching

@Suite struct PacingTests {
    private let start = ContinuousClock.now
    private let address = IPAddress.v4(1)

    @Test func placesOfOneHostLieApartByItsRate() {
        var pacing = Pacing(requestsPerSecondPerHost: 4, requestsPerSecondPerAddress: nil)
        let places = (0..<5).map { _ in pacing.reserve(host: "a", address: address, now: start) - start }
        #expect(places == (0..<5).map { .milliseconds(250 * $0) })
        #expect(pacing.reserve(host: "b", address: address, now: start) == start)
    }

    @Test func hostsOnOneAddressShareItsRate() {
        var pacing = Pacing(requestsPerSecondPerHost: 1, requestsPerSecondPerAddress: 2)
        let places = ["a", "b", "c", "d"].map { pacing.reserve(host: $0, address: address, now: start) - start }
        #expect(places == [.zero, .milliseconds(500), .seconds(1), .milliseconds(1500)])
        #expect(pacing.reserve(host: "e", address: .v4(2), now: start) == start)
    }

    @Test func timeNotUsedIsNotSaved() {
        var pacing = Pacing(requestsPerSecondPerHost: 1, requestsPerSecondPerAddress: nil)
        _ = pacing.reserve(host: "a", address: address, now: start)
        let later = start + .seconds(60)
        #expect(pacing.reserve(host: "a", address: address, now: later) == later)
        #expect(pacing.reserve(host: "a", address: address, now: later) == later + .seconds(1))
    }

    @Test func aHostMayBeAskedLessOftenAndRestForAWhile() {
        var pacing = Pacing(requestsPerSecondPerHost: nil, requestsPerSecondPerAddress: nil)
        pacing.setInterval(.seconds(10), host: "a")
        pacing.setInterval(.seconds(10_000), host: "b")
        _ = pacing.reserve(host: "a", address: address, now: start)
        #expect(pacing.reserve(host: "a", address: address, now: start) - start == .seconds(10))
        _ = pacing.reserve(host: "b", address: address, now: start)
        #expect(pacing.reserve(host: "b", address: address, now: start) - start == Pacing.maxInterval)
        pacing.pause(host: "c", until: start + .seconds(7))
        #expect(pacing.reserve(host: "c", address: address, now: start) - start == .seconds(7))
    }

    @Test func withoutRatesNothingIsRemembered() {
        var pacing = Pacing(requestsPerSecondPerHost: nil, requestsPerSecondPerAddress: 0)
        for number in 0..<100 { _ = pacing.reserve(host: "h\(number)", address: address, now: start) }
        #expect(pacing.entryCount == 0)
    }

    @Test func theTableStaysBounded() {
        var pacing = Pacing(requestsPerSecondPerHost: 1, requestsPerSecondPerAddress: 1)
        var largest = 0
        for number in 0..<30_000 {
            _ = pacing.reserve(host: "h\(number)", address: .v4(UInt32(number)), now: start)
            largest = max(largest, pacing.entryCount)
        }
        #expect(largest <= 2 * Pacing.maxEntries)
    }

    @Test func delaysDoubleUpToTheLongest() {
        let backOff = BackOff(first: .seconds(1), longest: .seconds(5))
        #expect((1...5).map { backOff.delay(afterAttempt: $0, share: 1) } == [1, 2, 4, 5, 5].map { .seconds($0) })
        #expect(backOff.delay(afterAttempt: 1, share: 0) == .milliseconds(500))
        #expect(backOff.delay(afterAttempt: .max, share: 1) == .seconds(5))
    }

    @Test(arguments: [
        ("120", 120), ("0", 0), ("Sun, 06 Nov 1994 08:50:37 GMT", 60), ("Sun, 06 Nov 1994 08:00:00 GMT", 0),
        ("soon", nil), ("-1", nil),
    ])
    func retryAfterIsReadInBothForms(_ value: String, _ seconds: Int?) {
        var fields = HeaderFields()
        fields.add(line: Array("Retry-After: \(value)".utf8)[...])
        #expect(BackOff.retryAfter(fields, now: 784_111_777) == seconds.map { .seconds($0) })
    }

    @Test func aTurnstileLetsInItsNumberAndForgetsItsKeys() async {
        let turnstile = Turnstile(limit: 3)
        let inside = Shared((now: 0, most: 0))
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<60 {
                group.addTask {
                    guard await turnstile.enter("k") else { return }
                    inside.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
                    await Task.yield()
                    inside.withLock { $0.now -= 1 }
                    turnstile.leave("k")
                }
            }
        }
        #expect(inside.withLock { $0.most } <= 3)
        #expect(turnstile.keyCount == 0)
    }

    @Test func whoIsCancelledInLineLeavesNoGap() async {
        let turnstile = Turnstile(limit: 1)
        #expect(await turnstile.enter("k"))
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<20 { group.addTask { await turnstile.enter("k") } }
            group.cancelAll()
            for await isIn in group { #expect(!isIn) }
        }
        turnstile.leave("k")
        #expect(turnstile.keyCount == 0)
        #expect(await turnstile.enter("k"))
    }
}
