/// An absolute `http` or `https` address, read the way a browser reads it and written in one way only.
///
/// The fragment is dropped. Source: WHATWG URL standard, for the two special schemes.
package struct WebURL: Hashable, Sendable {
    package enum Scheme: String, Sendable {
        case http, https

        package var defaultPort: UInt16 { self == .http ? 80 : 443 }
    }

    package let scheme: Scheme
    /// Lower case ASCII: a name (Unicode labels as `xn--…`), dotted decimal IPv4 (however it was written), or IPv6 in brackets.
    package let host: String
    package let port: UInt16
    /// Begins with `/`; dot segments resolved; bytes that may not stand in a path percent-encoded.
    package let path: String
    /// Without `?`; nil when there is none.
    package let query: String?

    package init(scheme: Scheme, host: String, port: UInt16, path: String, query: String?) {
        self.scheme = scheme
        self.host = host
        self.port = port
        self.path = path
        self.query = query
    }

    package var isDefaultPort: Bool { port == scheme.defaultPort }

    /// `https://host[:port]`
    package var origin: String { "\(scheme.rawValue)://\(authority)" }

    /// Host, and the port when it is not the scheme's own.
    package var authority: String { isDefaultPort ? host : "\(host):\(port)" }

    package var text: String { origin + path + (query.map { "?" + $0 } ?? "") }
}
