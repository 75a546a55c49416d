/// The certificate of an origin as a sweep met it. Names and subjects are hostile text.
package struct CertificateFact: Sendable, Equatable {
    package let origin: String
    /// `TLSv1.3`, …
    package let tlsVersion: String
    package let subject: String
    package let issuer: String
    /// At most `maxNames`.
    package let names: [String]
    /// Seconds since 1970.
    package let notBefore: Int64
    package let notAfter: Int64
    /// Lower-case hex of the SHA-256 of its DER form.
    package let fingerprint: String
    /// Why visitors' browsers would refuse it; nil when they would not.
    package let fault: String?

    static let maxNames = 20
}
