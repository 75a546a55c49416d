import HTTPTypes
import Patterns

/// Whether a request comes from where it may: under a name of ours, and a form from a page of ours.
struct SiteGuard: Sendable {
    private let hosts: Set<String>

    init(publicHosts: Set<String>) { hosts = Set(publicHosts.map { $0.lowercased() }) }

    /// - Parameter authority: `Host`, as it came.
    func knows(_ authority: String?) -> Bool {
        guard let authority, authority.utf8.count <= 255 else { return false }
        let host = Self.host(authority)
        return host == "localhost" || IPAddress(host) != nil || hosts.contains(host)
    }

    /// Whether a request that changes something was made by a page of this origin. Browsers say so in `Sec-Fetch-Site` or in
    /// `Origin`; a program without either holds no cookie of ours.
    func isOwn(_ headers: HTTPFields, authority: String?) -> Bool {
        if let name = HTTPField.Name("sec-fetch-site"), let site = headers[name] {
            return site == "same-origin" || site == "none"
        }
        guard let origin = headers[.origin] else { return headers[.cookie] == nil }
        guard let authority, let scheme = origin.firstRange(of: "://") else { return false }
        return origin[scheme.upperBound...].lowercased() == authority.lowercased()
    }

    /// Without the port and an IPv6 address's brackets.
    private static func host(_ authority: String) -> String {
        let lower = authority.lowercased()
        if lower.hasPrefix("["), let end = lower.firstIndex(of: "]") {
            return String(lower[lower.index(after: lower.startIndex)..<end])
        }
        return String(lower.prefix { $0 != ":" })
    }
}
