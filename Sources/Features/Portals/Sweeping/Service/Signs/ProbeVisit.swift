import Fetching
import Markup
import Unpack

/// What one address of the portal answered to the end of a sweep, and the exchanges that prove it.
struct ProbedAnswer: Sendable {
    var seen: SeenAnswer
    var simhash: UInt64?
    /// Where the page's own content leads at once.
    var redirect: WebURL?
    var location: [UInt8] = []
    var look = Look(observation: Observation(view: .visitor), finalURL: .nowhere)
}

extension WebURL {
    static let nowhere = WebURL(scheme: .http, host: "localhost", port: 80, path: "/", query: nil)
}

/// Asks for single addresses as the plain visitor, through the door and its politeness. Redirects are not followed.
struct ProbeVisit: Sendable {
    let fetcher: any PageFetching
    let profiles: VisitorProfiles
    let readers: ReaderPool

    /// - Returns: nil when nothing came.
    func ask(_ url: WebURL) async -> ProbedAnswer? {
        let profile = profiles.profile(.visitor, pass: 0)
        // No hop at all: a Location is what is looked for, never a place to go.
        let result = await fetcher.fetch(FetchRequest(url: url, profile: profile, maxHops: 0))
        guard let response = result.response, let last = result.hops.last else { return nil }
        let headBytes = min(response.headBytes, last.responseBytes.count)
        let read = readers.with { $0.probed(response, head: last.responseBytes[..<headBytes], at: url) }
        guard var answer = read else { return nil }
        answer.location = response.location
        answer.look = Look(observation: Observation(view: .visitor), finalURL: url)
        answer.look.exchanges = result.hops
        answer.look.startedAt = result.hops.first?.startedAt ?? 0
        answer.look.receivedBytes = result.hops.reduce(0) { $0 + $1.responseBytes.count }
        return answer
    }
}

/// Fetching's resolver as the sweep asks it.
struct DoorNames: NameAsking {
    let door: HostileDoor

    func report(_ name: String) async -> NameReport {
        let answer = await door.report(ofName: name)
        let outcome: NameReport.Outcome =
            switch answer.outcome {
            case .found: .found
            case .noAddress: .noAddress
            case .missing: .missing
            case .unknown: .unknown
            }
        return NameReport(outcome: outcome, aliases: answer.aliases)
    }
}
