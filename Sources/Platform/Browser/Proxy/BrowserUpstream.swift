package import Fetching

/// Where the browser's proxy gets what pages ask for. `HostileDoor` is it; tests bring a portal without a network.
package protocol BrowserUpstream: Sendable {
    /// Never throws: what went wrong is part of the result.
    func fetch(_ request: FetchRequest) async -> FetchResult
    /// A bare connection for what the browser encrypts itself.
    func tunnel(to host: String, port: UInt16) async throws(FetchFailure) -> BareConnection
}

extension HostileDoor: BrowserUpstream {}
