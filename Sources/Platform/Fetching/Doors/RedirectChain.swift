import Markup
import Unpack

/// Where a fetch goes after each answer. A pure machine: a response in, the next step out.
struct RedirectChain {
    enum Step: Equatable {
        case stay
        case follow(WebURL)
        case end(FetchFailure, at: WebURL)
    }

    private struct Visit: Hashable {
        var url: WebURL
        var cookies: String?
    }

    private let maxHops: Int
    private let referrer: String?
    private var visits: Set<Visit> = []

    init(_ request: FetchRequest) {
        maxHops = request.maxHops
        referrer = request.referrer ?? request.profile.referrer
    }

    /// Asks for a page and goes where its redirects lead.
    /// - Parameters:
    ///   - cookies: for an address, as they stand when it is asked for.
    ///   - hop: sends one request and keeps the cookies of its answer.
    static func run(
        _ request: FetchRequest, limits: UnpackLimits, cookies: (WebURL) -> String?,
        hop: (WebURL, RequestWriter.Extras) async -> HopOutcome
    ) async -> FetchResult {
        var chain = RedirectChain(request)
        var result = FetchResult(hops: [], response: nil, failure: nil, finalURL: request.url)
        while true {
            let url = result.finalURL
            let cookies = cookies(url)
            if let loop = chain.visit(url, cookies: cookies) {
                result.failure = loop
                break
            }
            let outcome = await hop(url, RequestWriter.Extras(referrer: chain.referrer(for: url), cookies: cookies))
            result.hops.append(outcome.exchange)
            result.failure = outcome.failure
            guard outcome.failure == nil else { break }
            let location = outcome.fields.value("location") ?? []
            switch chain.step(from: url, status: outcome.exchange.status, location: location) {
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
            result.response = HTTPResponse(last.responseBytes, limits: limits)
        }
        return result
    }

    /// HTTP redirects followed so far.
    private(set) var hops = 0

    /// `Referer` for the next request. The first one carries it as it was given; behind a redirect to another origin only its
    /// origin is told, as browsers do (strict-origin-when-cross-origin).
    func referrer(for url: WebURL) -> String? {
        guard hops > 0, let referrer, let source = WebURL(referrer), source.origin != url.origin else {
            return referrer
        }
        return source.origin + "/"
    }

    /// Notes a request that is about to be sent. The same page asked for again with the same cookies answers the same: a loop.
    mutating func visit(_ url: WebURL, cookies: String?) -> FetchFailure? {
        visits.insert(Visit(url: url, cookies: cookies)).inserted
            ? nil : FetchFailure(.redirectLoop, "the redirects lead back to a page that was asked for before")
    }

    /// - Parameter location: the field's bytes; empty when there is none.
    mutating func step(from url: WebURL, status: UInt16, location: [UInt8]) -> Step {
        guard [301, 302, 303, 307, 308].contains(status), !location.isEmpty else { return .stay }
        guard hops < maxHops else {
            return .end(FetchFailure(.tooManyHops, "more than \(maxHops) redirects"), at: url)
        }
        let text = String(decoding: location, as: UTF8.self)
        if let next = WebURL(text, relativeTo: url) {
            hops += 1
            return .follow(next)
        }
        if let scheme = Self.scheme(location), scheme != "http", scheme != "https" {
            return .end(FetchFailure(.schemeRefused, "a redirect to another scheme than http and https"), at: url)
        }
        return .end(FetchFailure(.badRedirect, "a redirect to what is no address"), at: url)
    }

    /// What stands before the first colon, when it is a scheme; lower case.
    private static func scheme(_ location: [UInt8]) -> String? {
        guard let colon = location.prefix(32).firstIndex(of: UInt8(ascii: ":")), colon > 0 else { return nil }
        let name = location[..<colon].map { $0 | 0x20 }
        return name.allSatisfy { $0 &- 0x61 < 26 || $0 &- 0x2B < 15 } ? String(decoding: name, as: UTF8.self) : nil
    }
}
