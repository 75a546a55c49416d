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
        var chain = RedirectChain(request)
        var result = FetchResult(hops: [], response: nil, failure: nil, finalURL: request.url)
        while true {
            let url = result.finalURL
            let cookies = cookies(for: url, request.profile)
            if let loop = chain.visit(url, cookies: cookies) {
                result.failure = loop
                break
            }
            let extras = RequestWriter.Extras(referrer: chain.referrer(for: url), cookies: cookies)
            let (exchange, location, failure) = hop(url, request.profile, extras)
            result.hops.append(exchange)
            result.failure = failure
            guard failure == nil else { break }
            switch chain.step(from: url, status: exchange.status, location: location) {
            case .stay: break
            case .follow(let next):
                result.finalURL = next
                continue
            case .end(let failure, let place):
                result.failure = failure
                result.finalURL = place
            }
            break
        }
        if let last = result.hops.last, last.status != 0 {
            result.response = HTTPResponse(last.responseBytes, limits: UnpackLimits(maxOutputBytes: 8 << 20))
        }
        return result
    }

    private func hop(
        _ url: WebURL, _ profile: VisitorProfile, _ extras: RequestWriter.Extras
    ) -> (exchange: Exchange, location: [UInt8], failure: FetchFailure?) {
        var exchange = Exchange(url: url)
        guard url.origin == origin else { return (exchange, [], FetchFailure(.nameNotFound, "there is no such name")) }
        exchange.requestBytes = RequestWriter.get(url, profile: profile, extras: extras)
        var asked = PortalRequest(head: exchange.requestBytes)
        asked.ordinal = state.withLock { state in
            state.asked[asked.target, default: 0] += 1
            state.ordinal += 1
            return state.ordinal - 1
        }
        let answer = portal.answer(asked)
        let lines = answer.fields.map { "\($0.name): \($0.value)" }
        let head = (["HTTP/1.1 \(answer.status) Status"] + lines).joined(separator: "\r\n") + "\r\n\r\n"
        exchange.responseBytes = Array(head.utf8) + (answer.payload.bytes ?? [])
        exchange.status = UInt16(answer.status)
        keepCookies(lines, from: url, profile)
        return (exchange, Array((answer.field("Location") ?? "").utf8), nil)
    }

    private func cookies(for url: WebURL, _ profile: VisitorProfile) -> String? {
        guard profile.keepsCookies else { return nil }
        return state.withLock { $0.jars[profile.name]?.header(for: url, now: 0) }
    }

    private func keepCookies(_ lines: [String], from url: WebURL, _ profile: VisitorProfile) {
        guard profile.keepsCookies else { return }
        var fields = HeaderFields()
        for line in lines { fields.add(line: Array(line.utf8)[...]) }
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
