import Fetching

/// What a certificate says, in one line: for archives and summaries.
enum CertificateNote {
    private static let maxNames = 8

    static func line(_ certificate: TLSReport.Certificate) -> String {
        let names = certificate.names.prefix(maxNames).joined(separator: " ")
        let more = certificate.names.count > maxNames ? " and \(certificate.names.count - maxNames) more" : ""
        return "subject \(certificate.subject); issuer \(certificate.issuer); names \(names)\(more); valid "
            + "\(Timestamp.utc(certificate.notBefore * 1_000_000).prefix(10)) to "
            + "\(Timestamp.utc(certificate.notAfter * 1_000_000).prefix(10)); sha256 \(certificate.fingerprint)"
    }

    /// `https://host: TLSv1.3; subject …`
    static func line(_ origin: String, _ tls: TLSReport) -> String {
        let own = tls.chain.first.map { "; " + line($0) } ?? ""
        return "\(origin): \(tls.version)\(own)\(tls.fault.map { "; not trusted: " + $0 } ?? "")"
    }
}

extension CertificateFact {
    init(origin: String, tls: TLSReport, certificate: TLSReport.Certificate) {
        self.init(
            origin: origin, tlsVersion: tls.version, subject: certificate.subject, issuer: certificate.issuer,
            names: Array(certificate.names.prefix(Self.maxNames)), notBefore: certificate.notBefore,
            notAfter: certificate.notAfter, fingerprint: certificate.fingerprint, fault: tls.fault)
    }
}
