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
    package var version: String

    // MARK: what one stranger may take

    /// Connections at once; more wait until one is closed.
    package var maxConnections = 1_024
    /// Of those, connections of one address (IPv6: one /64) that is no proxy of ours; one more is closed at once.
    package var maxConnectionsOfAddress = 64
    /// How long the whole body of a request may take to come; then 408. What nobody reads is waited for as long, and then the
    /// connection is closed.
    package var bodyTime = Duration.seconds(30)
    /// A connection whose other side takes nothing of an answer for so long is closed.
    package var unreadTime = Duration.seconds(60)
    /// Streams of live pages at once; one more is told to come later (429).
    package var maxStreams = 400
    package var maxStreamsOfSession = 8

    package init(host: String, port: Int, version: String) {
        (self.host, self.port, self.version) = (host, port, version)
    }

    var isSecure: Bool { tls != nil || isBehindTLS }
}
