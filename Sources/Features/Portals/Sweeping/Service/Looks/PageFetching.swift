package import Fetching

/// What the sweep needs of a fetcher. `HostileDoor` is it; tests bring a portal without a network.
package protocol PageFetching: Sendable {
    /// Never throws: what went wrong is part of the result.
    func fetch(_ request: FetchRequest) async -> FetchResult
    /// From now on requests to a host keep at least this distance.
    func setInterval(_ interval: Duration, host: String)
}

extension HostileDoor: PageFetching {}
