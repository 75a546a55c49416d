package import Markup
internal import Patterns

/// Which addresses belong to the swept portal: the registrable domains of the seeds with all their sub-domains, on the usual
/// ports and those of the seeds. A seed that is an address or a bare name (`localhost`) stands for its host and port alone.
package struct SweepScope: Sendable, Equatable {
    /// `tinh.gov.vn`; small letters.
    package private(set) var domains: Set<String> = []
    /// `127.0.0.1:8080`, with the port.
    package private(set) var authorities: Set<String> = []
    private var ports: Set<UInt16> = [80, 443]

    package init(seeds: [WebURL]) {
        for seed in seeds {
            if let domain = Self.registrableDomain(of: seed.host) {
                domains.insert(domain)
                ports.insert(seed.port)
            } else {
                authorities.insert("\(seed.host):\(seed.port)")
            }
        }
    }

    package func contains(_ url: WebURL) -> Bool {
        if !authorities.isEmpty, authorities.contains("\(url.host):\(url.port)") { return true }
        guard ports.contains(url.port) else { return false }
        let host = Self.withoutTrailingDot(url.host)
        return domains.contains { domain in
            host.hasSuffix(domain)
                && (host.utf8.count == domain.utf8.count || host.utf8.dropLast(domain.utf8.count).last == 0x2E)
        }
    }

    /// The part of a name that one owner registered; nil for addresses and for names without an owner (`localhost`, `gov.vn`).
    package static func registrableDomain(of host: String) -> String? {
        let name = withoutTrailingDot(host)
        guard !name.hasPrefix("["), IPAddress(name) == nil else { return nil }
        var found: String?
        var start = name.startIndex
        while true {
            let rest = name[start...]
            let isTooWide = Array(rest.utf8).withUnsafeBufferPointer { PublicSuffix.isTooWide($0) }
            if isTooWide { return found }
            found = String(rest)
            guard let dot = rest.firstIndex(of: ".") else { return found }
            start = name.index(after: dot)
        }
    }

    static func withoutTrailingDot(_ host: String) -> String {
        host.utf8.last == 0x2E ? String(host.dropLast()) : host
    }
}
