import Markup
import StagedPortal
import Synchronization
import Unpack

@testable import Fetching
@testable import Portals

/// A demo portal as a sweep's fetcher, without a socket. Requests are those that the door would write, redirects and cookies
/// are the door's own machines; what is not on the portal has no name, as in a network without a way out.
final class PortalFetcher: PageFetching {
    private let portal: DemoPortal
    private let origin: String
    private let state = Mutex((jars: [String: CookieJar](), asked: [String: Int](), ordinal: UInt64(0)))

    /// - Parameter origin: `http://127.0.0.1:8080`.
    init(_ portal: DemoPortal, origin: String) {
        self.portal = portal
        self.origin = origin
    }

    /// How often each path with its query was asked for.
    var asked: [String: Int] { state.withLock { $0.asked } }

    func setInterval(_ interval: Duration, host: String) {}

    func fetch(_ request: FetchRequest) async -> FetchResult {
        await RedirectChain.run(
            request, limits: UnpackLimits(maxOutputBytes: 8 << 20), cookies: { cookies(for: $0, request.profile) },
            hop: { url, extras in hop(url, request.profile, extras) })
    }

    private func hop(_ url: WebURL, _ profile: VisitorProfile, _ extras: RequestWriter.Extras) -> HopOutcome {
        var outcome = HopOutcome(exchange: Exchange(url: url))
        guard url.origin == origin else {
            outcome.failure = FetchFailure(.nameNotFound, "there is no such name")
            return outcome
        }
        outcome.exchange.requestBytes = RequestWriter.get(url, profile: profile, extras: extras)
        var asked = PortalRequest(head: outcome.exchange.requestBytes)
        asked.ordinal = state.withLock { state in
            state.asked[asked.target, default: 0] += 1
            state.ordinal += 1
            return state.ordinal - 1
        }
        let answer = portal.answer(asked)
        let lines = answer.fields.map { "\($0.name): \($0.value)" }
        let head = (["HTTP/1.1 \(answer.status) Status"] + lines).joined(separator: "\r\n") + "\r\n\r\n"
        outcome.exchange.responseBytes = Array(head.utf8) + (answer.payload.bytes ?? [])
        outcome.exchange.status = UInt16(answer.status)
        for line in lines { outcome.fields.add(line: Array(line.utf8)[...]) }
        keepCookies(outcome.fields, from: url, profile)
        return outcome
    }

    private func cookies(for url: WebURL, _ profile: VisitorProfile) -> String? {
        guard profile.keepsCookies else { return nil }
        return state.withLock { $0.jars[profile.name]?.header(for: url, now: 0) }
    }

    private func keepCookies(_ fields: HeaderFields, from url: WebURL, _ profile: VisitorProfile) {
        guard profile.keepsCookies else { return }
        state.withLock { $0.jars[profile.name, default: CookieJar()].store(fields, from: url, now: 0) }
    }
}

extension PortalRequest {
    /// A request as the portal's server reads it from the wire.
    init(head: [UInt8]) {
        let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        self.init(target: words.count > 1 ? String(words[1]) : "/")
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let value = String(parts[1].drop { $0 == " " })
            switch parts[0].lowercased() {
            case "host": host = value
            case "user-agent": userAgent = value
            case "referer": referrer = value
            case "cookie": cookie = value
            case "accept-encoding": acceptEncoding = value
            default: break
            }
        }
    }
}
