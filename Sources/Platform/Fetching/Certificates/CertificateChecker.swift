import CCertificates
import Patterns
import Synchronization

/// Checks a server's certificates as a browser would, and says in plain words what is wrong with them.
///
/// NIOSSL reports a refusal without a reason and keeps the chain to itself, so the check is made here, by the system's
/// libcrypto and against the system's roots: one handshake gives the verdict, the reason and the chain.
/// Safe from several threads: libcrypto locks its store.
final class CertificateChecker: Sendable {
    /// Certificates of one handshake that are looked at.
    static let maxCertificates = 10

    private let store: CryptoStore

    /// - Parameter rootsFile: PEM file of roots trusted besides the system's.
    /// - Throws: `tlsFailed` when the file cannot be read.
    init(rootsFile: String?) throws(FetchFailure) {
        guard let pointer = X509_STORE_new() else { throw FetchFailure(.tlsFailed, "no memory for a trust store") }
        store = CryptoStore(pointer: pointer)
        X509_STORE_set_default_paths(pointer)
        if let rootsFile, X509_STORE_load_file(pointer, rootsFile) != 1 {
            throw FetchFailure(.tlsFailed, "no certificates could be read from \(rootsFile)")
        }
        // A missing default file leaves its complaint in the thread's error list.
        ERR_clear_error()
    }

    /// - Parameters:
    ///   - chain: DER, the server's own first.
    ///   - host: a name, or an address as text; IPv6 in brackets.
    /// - Returns: what the certificates say, and why they are not accepted; nil when they are.
    func check(_ chain: [[UInt8]], host: String) -> (certificates: [TLSReport.Certificate], fault: String?) {
        var parsed: [CryptoCertificate] = []
        for der in chain.prefix(Self.maxCertificates) {
            guard let certificate = CryptoCertificate(der) else { break }
            parsed.append(certificate)
        }
        defer { ERR_clear_error() }
        let certificates = zip(parsed, chain).map { $0.report(der: $1) }
        guard let leaf = parsed.first else { return (certificates, "the certificate cannot be read") }
        return (certificates, fault(of: leaf, others: parsed.dropFirst(), host: host))
    }

    private func fault(of leaf: CryptoCertificate, others: ArraySlice<CryptoCertificate>, host: String) -> String? {
        guard let context = X509_STORE_CTX_new(), let stack = OPENSSL_sk_new_null() else { return "no memory" }
        defer {
            X509_STORE_CTX_free(context)
            OPENSSL_sk_free(stack)
        }
        for other in others { OPENSSL_sk_push(stack, UnsafeRawPointer(other.pointer)) }
        guard X509_STORE_CTX_init(context, store.pointer, leaf.pointer, stack) == 1,
            let parameters = X509_STORE_CTX_get0_param(context)
        else { return "the check could not be made" }
        X509_STORE_CTX_set_default(context, "ssl_server")
        let bare = host.first == "[" ? String(host.dropFirst().dropLast()) : host
        if IPAddress(bare) != nil {
            X509_VERIFY_PARAM_set1_ip_asc(parameters, bare)
        } else {
            X509_VERIFY_PARAM_set1_host(parameters, bare, 0)
            X509_VERIFY_PARAM_set_hostflags(parameters, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
        }
        // Every fault is wanted, not only the first: the check goes on and they are noted down.
        let notes = FaultNotes()
        X509_STORE_CTX_set_ex_data(context, 0, Unmanaged.passUnretained(notes).toOpaque())
        X509_STORE_CTX_set_verify_cb(context) { isGood, context in
            guard isGood == 0, let notes = X509_STORE_CTX_get_ex_data(context, 0) else { return isGood }
            Unmanaged<FaultNotes>.fromOpaque(notes).takeUnretainedValue().add(X509_STORE_CTX_get_error(context))
            return 1
        }
        let isChecked = withExtendedLifetime((notes, leaf, others)) { X509_verify_cert(context) == 1 }
        if !isChecked, notes.words.isEmpty { notes.add(X509_STORE_CTX_get_error(context)) }
        return notes.words.isEmpty ? nil : notes.words.joined(separator: "; ")
    }
}

/// The faults of one check, each once.
private final class FaultNotes {
    var words: [String] = []

    func add(_ code: Int32) {
        let word = Self.words(code)
        if !words.contains(word), words.count < 8 { words.append(word) }
    }

    /// - SeeAlso: X509_STORE_CTX_get_error(3)
    private static func words(_ code: Int32) -> String {
        switch code {
        case X509_V_ERR_CERT_HAS_EXPIRED: "expired"
        case X509_V_ERR_CERT_NOT_YET_VALID: "not valid yet"
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT: "self-signed"
        case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT,
            X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
            "unknown issuer"
        case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH: "wrong name"
        case X509_V_ERR_CERT_REVOKED: "revoked"
        case X509_V_ERR_EE_KEY_TOO_SMALL, X509_V_ERR_CA_KEY_TOO_SMALL: "weak key"
        case X509_V_ERR_CA_MD_TOO_WEAK: "weak signature"
        default: X509_verify_cert_error_string(Int(code)).map { String(cString: $0) } ?? "fault \(code)"
        }
    }
}

/// A trust store of libcrypto, which counts references and locks by itself.
private final class CryptoStore: @unchecked Sendable {
    let pointer: OpaquePointer
    init(pointer: OpaquePointer) { self.pointer = pointer }
    deinit { X509_STORE_free(pointer) }
}
