import Markup

/// An address as the register compares it: `http` and `https` of one host are one.
struct PortalAddress: Equatable {
    static let maxBytes = 500
    let url: WebURL

    init?(_ text: String) {
        guard text.utf8.count <= Self.maxBytes, let url = WebURL(text) else { return nil }
        self.url = url
    }

    /// `host` or `host:port` alone, as people type further hosts; nil for anything that says more.
    init?(host text: String) {
        guard !text.contains(where: { "/?#@\\".contains($0) || $0.isWhitespace }) else { return nil }
        self.init("https://\(text)/")
    }

    /// Host, and the port where it is neither 80 nor 443.
    var authority: String {
        let host = SweepScope.withoutTrailingDot(url.host)
        return url.port == 80 || url.port == 443 ? host : "\(host):\(url.port)"
    }

    /// The domain of a name, for lists of domains; nil for addresses, bare names and ports.
    var domain: String? {
        let host = SweepScope.withoutTrailingDot(url.host)
        return url.isDefaultPort && SweepScope.registrableDomain(of: host) != nil ? host : nil
    }
}
