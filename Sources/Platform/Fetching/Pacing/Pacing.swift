import Patterns

/// When the next request to a host and an address may go out.
///
/// One token bucket a host and one an address (many portals share a server), each of one token: a place in time is given to
/// each request in the order of asking, so nobody overtakes. A pure machine; who asks brings the time.
struct Pacing: Sendable {
    typealias Instant = ContinuousClock.Instant

    /// Time between requests; nil when there is no limit.
    private let hostInterval: Duration?
    private let addressInterval: Duration?
    private var hosts: [String: Instant] = [:]
    private var addresses: [IPAddress: Instant] = [:]
    private var ownIntervals: [String: Duration] = [:]

    static let maxEntries = 10_000
    static let maxInterval = Duration.seconds(60)

    init(requestsPerSecondPerHost: Double?, requestsPerSecondPerAddress: Double?) {
        hostInterval = Self.interval(requestsPerSecondPerHost)
        addressInterval = Self.interval(requestsPerSecondPerAddress)
    }

    private static func interval(_ rate: Double?) -> Duration? {
        guard let rate, rate > 0, rate.isFinite else { return nil }
        return min(.seconds(1 / rate), maxInterval)
    }

    /// Bounds the rate of one host further, as its robots file may ask; at most a minute between requests.
    mutating func setInterval(_ interval: Duration, host: String) {
        guard ownIntervals.count < Self.maxEntries || ownIntervals[host] != nil else { return }
        ownIntervals[host] = min(max(interval, .zero), Self.maxInterval)
    }

    /// Takes the next place in time. Unlimited hosts cost two look-ups and no memory.
    mutating func reserve(host: String, address: IPAddress, now: Instant) -> Instant {
        let hostStep = max(hostInterval ?? .zero, ownIntervals[host] ?? .zero)
        let addressStep = addressInterval ?? .zero
        let place = max(now, hosts[host] ?? now, addresses[address] ?? now)
        if hostStep > .zero { hosts[host] = place + hostStep }
        if addressStep > .zero { addresses[address] = place + addressStep }
        if hosts.count > Self.maxEntries || addresses.count > Self.maxEntries { forgetPast(now) }
        return place
    }

    /// Lets nothing go to `host` before `until`.
    mutating func pause(host: String, until: Instant) {
        guard hosts.count < Self.maxEntries || hosts[host] != nil else { return }
        hosts[host] = max(hosts[host] ?? until, until)
    }

    /// A place that has passed binds nobody. Should all still lie ahead, the nearest half is given up.
    private mutating func forgetPast(_ now: Instant) {
        hosts = hosts.filter { $0.value > now }
        addresses = addresses.filter { $0.value > now }
        if hosts.count > Self.maxEntries { Self.halve(&hosts) }
        if addresses.count > Self.maxEntries { Self.halve(&addresses) }
    }

    private static func halve<Key: Hashable>(_ places: inout [Key: Instant]) {
        let farthest = places.sorted { $0.value > $1.value }.prefix(maxEntries / 2)
        places = Dictionary(uniqueKeysWithValues: farthest.map { ($0.key, $0.value) })
    }

    /// Entries held.
    var entryCount: Int { hosts.count + addresses.count }
}
