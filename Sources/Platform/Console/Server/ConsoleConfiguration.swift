package import Access

/// How the console is reached.
package struct ConsoleConfiguration: Sendable {
    /// Where it listens; port 0 takes any free one.
    package var host: String
    package var port: Int
    /// Names under which browsers may ask for it. Loopback names and bare addresses always do; any other name is refused, so that
    /// no page elsewhere can give itself this machine's address (DNS rebinding).
    package var publicHosts: Set<String> = []
    /// Files of a certificate chain and its key (PEM): the console then speaks TLS itself.
    package var tls: (certificate: String, key: String)?
    /// Behind a proxy that speaks TLS: cookies are sent over TLS only, and browsers are told to keep to it.
    package var isBehindTLS = false
    /// Whose word about the client's address is believed.
    package var forwarded = ForwardedAddress()
    /// Requests under way at once; more wait for their turn.
    package var maxConnections = 1_024
    package var version: String

    package init(host: String, port: Int, version: String) {
        (self.host, self.port, self.version) = (host, port, version)
    }

    var isSecure: Bool { tls != nil || isBehindTLS }
}
