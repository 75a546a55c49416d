import Glibc
import Unpack

/// How long to wait before an attempt is repeated.
package struct BackOff: Sendable {
    /// Attempts besides the first.
    package var retries: Int
    package var first: Duration
    package var longest: Duration
    /// A server that asks for more patience than this gets no second request; its answer stands.
    package var maxRetryAfter: Duration

    package init(
        retries: Int = 2, first: Duration = .milliseconds(500), longest: Duration = .seconds(10),
        maxRetryAfter: Duration = .seconds(30)
    ) {
        self.retries = retries
        self.first = first
        self.longest = longest
        self.maxRetryAfter = maxRetryAfter
    }

    package static let none = BackOff(retries: 0)

    /// Doubles with each attempt; `share` in 0...1 spreads it over its upper half, so that crowds do not return at once.
    func delay(afterAttempt attempt: Int, share: Double) -> Duration {
        let doubled = first * (1 << min(max(attempt - 1, 0), 16))
        let whole = min(doubled, longest)
        return whole / 2 + whole / 2 * min(max(share, 0), 1)
    }

    /// Statuses that a server means for now only.
    static func isPassing(_ status: UInt16) -> Bool {
        status == 429 || status == 502 || status == 503 || status == 504
    }

    /// The wait that `Retry-After` asks for: seconds, or a date (RFC 9110, 10.2.3). Nil when it cannot be read.
    /// - Parameter now: seconds since 1970.
    static func retryAfter(_ fields: HeaderFields, now: Int64) -> Duration? {
        guard let value = fields.value("retry-after") else { return nil }
        if let seconds = HeaderFields.decimal(value) { return .seconds(Int64(min(seconds, 1 << 40))) }
        return HTTPDate.seconds(value).map { .seconds(max(0, $0 - now)) }
    }
}
