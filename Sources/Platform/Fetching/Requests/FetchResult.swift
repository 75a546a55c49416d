package import Markup
package import Patterns
package import Unpack

/// What came of one request: every hop as it went over the wire, and why it ended early if it did.
package struct FetchResult: Sendable {
    /// In order; the last one is the answer. A hop that failed has no response bytes, or their front part.
    package var hops: [Exchange]
    /// The last response taken apart, transfer and content codings undone; nil when there is none.
    package var response: HTTPResponse?
    package var failure: FetchFailure?
    /// URL of the last hop, or the address that was refused.
    package var finalURL: WebURL

    package init(hops: [Exchange], response: HTTPResponse?, failure: FetchFailure?, finalURL: WebURL) {
        self.hops = hops
        self.response = response
        self.failure = failure
        self.finalURL = finalURL
    }
}

/// One request and its response, byte for byte.
package struct Exchange: Sendable {
    package var url: WebURL
    /// The checked address that the connection was made to.
    package var address: IPAddress?
    /// Aliases that the name was resolved through, in order.
    package var aliases: [String] = []
    /// Addresses of the name that the guard refused; nothing was sent to them.
    package var refused: [IPAddress] = []
    package var requestBytes: [UInt8] = []
    /// Status line, fields and body as they came (TLS undone, nothing else), at most the body cap of the door.
    package var responseBytes: [UInt8] = []
    package var status: UInt16 = 0
    /// The body went on behind what was kept: the cap, a deadline or a broken connection.
    package var isCut = false
    /// Microseconds since 1970, UTC.
    package var startedAt: Int64 = 0
    package var firstByteAfter: Duration = .zero
    package var endedAfter: Duration = .zero
    /// Requests sent for this hop, retries included.
    package var attempts = 1
    package var tls: TLSReport?

    package init(url: WebURL) { self.url = url }
}

/// What a TLS handshake showed.
package struct TLSReport: Sendable, Equatable {
    package struct Certificate: Sendable, Equatable {
        package var subject: String
        package var issuer: String
        /// DNS names and addresses that it is valid for.
        package var names: [String]
        /// Seconds since 1970.
        package var notBefore: Int64
        package var notAfter: Int64
        /// Lower-case hex of the SHA-256 of its DER form.
        package var fingerprint: String

        package init(
            subject: String, issuer: String, names: [String], notBefore: Int64, notAfter: Int64, fingerprint: String
        ) {
            self.subject = subject
            self.issuer = issuer
            self.names = names
            self.notBefore = notBefore
            self.notAfter = notAfter
            self.fingerprint = fingerprint
        }
    }

    /// `TLSv1.3`, …
    package var version: String
    /// Why the chain was not accepted; nil when it was. The page was then fetched for evidence only.
    package var fault: String?
    /// As the server sent it, its own first.
    package var chain: [Certificate]

    package init(version: String, fault: String?, chain: [Certificate]) {
        self.version = version
        self.fault = fault
        self.chain = chain
    }
}

/// Why a fetch ended without a whole answer.
package struct FetchFailure: Error, Sendable, Equatable {
    package enum Code: String, Sendable, CaseIterable {
        case nameNotFound, resolverFailed, addressRefused, schemeRefused
        case connectFailed, connectTimeout, firstByteTimeout, totalTimeout, tlsFailed
        case badResponse, headTooLong, bodyTooLarge, connectionClosed
        case tooManyHops, redirectLoop, badRedirect, proxyFailed, cancelled
    }

    package var code: Code
    /// For operators; never page content.
    package var message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}
