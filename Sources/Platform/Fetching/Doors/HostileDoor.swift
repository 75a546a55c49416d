import Glibc
import Markup
import NIOCore
import NIOPosix
import Patterns
import Synchronization
import Unpack

/// Fetches pages of hostile servers for the sweep: checked addresses only, within budgets, every hop byte for byte.
///
/// Every name is resolved by our own resolver and every address checked at every hop; the connection belongs to the checked
/// address, while `Host` and SNI keep the name. One door serves many tasks at once and shares connections, cookies (per
/// profile name) and politeness among them. `close` must be called before the last reference goes.
package final class HostileDoor: Sendable {
    private let configuration: HostileDoorConfiguration
    private let group: MultiThreadedEventLoopGroup
    let attempts: HopRunner
    private let jars = Mutex<[String: CookieJar]>([:])
    private let visits = OpenVisits()

    /// Kinds of visitor that may have a jar of their own; more share nothing and keep nothing.
    private static let maxJars = 64

    /// - Throws: `tlsFailed` when the file of trusted roots cannot be read.
    package init(_ configuration: HostileDoorConfiguration) throws(FetchFailure) {
        self.configuration = configuration
        let security = try TransportSecurity(.recordFaults, rootsFile: configuration.rootsFile)
        group = MultiThreadedEventLoopGroup(numberOfThreads: max(1, configuration.eventLoopThreads))
        attempts = HopRunner(configuration, group: group, security: security)
    }

    /// Fetches a page and follows its HTTP redirects. Never throws: what went wrong stands in the result.
    ///
    /// A failure may come with a response: its front part, when the connection or a deadline cut it off. A body beyond the
    /// cap is no failure; its exchange `isCut`. Waiting for politeness is outside of the deadlines; cancelling the task ends
    /// both.
    package func fetch(_ request: FetchRequest) async -> FetchResult {
        guard visits.enter() else {
            let failure = FetchFailure(.cancelled, "the door is closed")
            return FetchResult(hops: [], response: nil, failure: failure, finalURL: request.url)
        }
        defer { visits.leave() }
        return await RedirectChain.run(
            request, limits: configuration.unpackLimits,
            cookies: { request.cookies ?? cookies(for: $0, request.profile) },
            hop: { url, extras in
                let outcome = await attempts.run(url, request.profile, extras)
                keepCookies(outcome.fields, from: url, request.profile)
                return outcome
            })
    }

    /// Opens a bare connection to a checked address, for who speaks TLS itself: a browser behind our proxy. The same resolver,
    /// guard and politeness; no retry.
    /// - Throws: what resolving, checking and connecting throw.
    package func tunnel(to host: String, port: UInt16) async throws(FetchFailure) -> BareConnection {
        guard visits.enter() else { throw FetchFailure(.cancelled, "the door is closed") }
        defer { visits.leave() }
        return try await attempts.tunnel(to: host, port: port)
    }

    /// Asks one host less often than the configuration allows, as its robots file may wish; at most a minute between
    /// requests.
    package func setInterval(_ interval: Duration, host: String) {
        attempts.setInterval(interval, host: host)
    }

    /// Makes the next visit of a profile its first one.
    package func forgetCookies(ofProfile name: String) {
        jars.withLock { $0[name] = nil }
    }

    /// Waits for the fetches under way (cancel their tasks to end them soon), closes all connections and ends the threads.
    package func close() async {
        guard await visits.close() else { return }
        attempts.close()
        try? await group.shutdownGracefully()
    }

    private func cookies(for url: WebURL, _ profile: VisitorProfile) -> String? {
        guard profile.keepsCookies else { return nil }
        return jars.withLock { $0[profile.name]?.header(for: url, now: WallClock.seconds()) }
    }

    private func keepCookies(_ fields: HeaderFields, from url: WebURL, _ profile: VisitorProfile) {
        guard profile.keepsCookies, fields.value("set-cookie") != nil else { return }
        jars.withLock { jars in
            guard jars[profile.name] != nil || jars.count < Self.maxJars else { return }
            jars[profile.name, default: CookieJar()].store(fields, from: url, now: WallClock.seconds())
        }
    }
}

/// The time of day, for records and for what servers date.
enum WallClock {
    /// Microseconds since 1970, UTC.
    static func microseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    }

    static func seconds() -> Int64 { microseconds() / 1_000_000 }
}
