import NIOSSL

/// What TLS asks of a server.
struct TransportSecurity: Sendable {
    /// What becomes of a connection whose certificates are not accepted.
    enum Policy: Sendable {
        /// It is used, for evidence only; the report says what is wrong.
        case recordFaults
        case refuseFaults
    }

    let context: NIOSSLContext
    let checker: CertificateChecker
    let policy: Policy

    /// - Parameters:
    ///   - policy: pages are fetched for evidence from servers with old protocols too; a peer must have TLS 1.2.
    ///   - rootsFile: PEM file of roots trusted besides the system's.
    /// - Throws: `tlsFailed`.
    init(_ policy: Policy, rootsFile: String?) throws(FetchFailure) {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = policy == .recordFaults ? .tlsv1 : .tlsv12
        // Certificates are checked by the checker, names included; NIOSSL must only ask it.
        configuration.certificateVerification = .noHostnameVerification
        configuration.trustRoots = .certificates([])
        configuration.applicationProtocols = ["http/1.1"]
        do {
            context = try NIOSSLContext(configuration: configuration)
        } catch {
            throw FetchFailure(.tlsFailed, "TLS could not be set up")
        }
        checker = try CertificateChecker(rootsFile: rootsFile)
        self.policy = policy
    }
}
