package import Patterns
package import Unpack

/// What the hostile door may spend, whom it may reach, and how it gets there.
package struct HostileDoorConfiguration: Sendable {
    /// Requests per second to one host; nil for no politeness (races and tests on one's own server).
    package var requestsPerSecondPerHost: Double? = 4
    /// Many portals share a server: requests per second to one address, whatever the hosts.
    package var requestsPerSecondPerAddress: Double? = 8
    /// Requests that one origin answers at the same time.
    package var maxConnectionsPerHost = 4
    /// Requests under way in all. Memory: this many times `maxBodyBytes` and what it unpacks to, at the worst.
    package var maxConcurrent = 32

    /// TCP, the proxy's tunnel and the TLS handshake, for one address.
    package var connectDeadline = Duration.seconds(10)
    /// From the request to the first byte of the answer.
    package var firstByteDeadline = Duration.seconds(20)
    /// For one attempt at one hop, from the connection to the last byte of the body.
    package var totalDeadline = Duration.seconds(60)

    /// Of a body as sent; what goes beyond is cut off.
    package var maxBodyBytes = 8 << 20
    package var unpackLimits = UnpackLimits(maxOutputBytes: 16 << 20)
    package var backOff = BackOff()

    /// Opens what the address guard would refuse.
    package var allowedAddresses: [AddressOpening] = []
    /// Nil takes the servers of /etc/resolv.conf.
    package var resolver: Endpoint?
    package var proxy: WebProxy?
    /// The own address that connections come from.
    package var sourceAddress: IPAddress?
    /// PEM file of certificate authorities trusted besides the system's.
    package var rootsFile: String?
    package var eventLoopThreads = 1

    package init() {}
}

/// An HTTP proxy on the way out. It is configured, so its own address is not guarded; the targets' are.
package struct WebProxy: Sendable, Hashable {
    /// How plain `http` pages are asked for; `https` always goes through a tunnel.
    package enum PlainRequests: Sendable, Hashable {
        /// `CONNECT address:port`: the proxy connects to the very address that was checked.
        case byTunnel
        /// `GET http://name/…`: for proxies that tunnel to port 443 only. The proxy then resolves the name by itself.
        case byWholeURL
    }

    package var host: String
    package var port: UInt16
    package var plainRequests: PlainRequests

    package init(host: String, port: UInt16, plainRequests: PlainRequests = .byTunnel) {
        self.host = host
        self.port = port
        self.plainRequests = plainRequests
    }
}
