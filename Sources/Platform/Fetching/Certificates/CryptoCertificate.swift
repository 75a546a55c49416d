import CCertificates
import Cryptography
import Patterns

/// A certificate read by libcrypto. What stands in it was written by whoever runs the server.
final class CryptoCertificate {
    private static let maxNames = 100
    private static let maxNameBytes = 256

    let pointer: OpaquePointer

    /// - Parameter der: one certificate; nil when it cannot be read.
    init?(_ der: [UInt8]) {
        let pointer = der.withUnsafeBufferPointer { buffer in
            var next = buffer.baseAddress
            return d2i_X509(nil, &next, buffer.count)
        }
        guard let pointer else { return nil }
        self.pointer = pointer
    }

    deinit { X509_free(pointer) }

    func report(der: [UInt8]) -> TLSReport.Certificate {
        TLSReport.Certificate(
            subject: Self.text(X509_get_subject_name(pointer)), issuer: Self.text(X509_get_issuer_name(pointer)),
            names: names(), notBefore: Self.seconds(X509_get0_notBefore(pointer)),
            notAfter: Self.seconds(X509_get0_notAfter(pointer)), fingerprint: SHA256.hex(of: der))
    }

    /// A distinguished name by RFC 2253, in UTF-8, control bytes escaped by libcrypto.
    private static func text(_ name: OpaquePointer?) -> String {
        guard let name, let output = BIO_new(BIO_s_mem()) else { return "" }
        defer { BIO_free(output) }
        _ = X509_NAME_print_ex(output, name, 0, vonggac_name_flags)
        var bytes = [UInt8](repeating: 0, count: 1024)
        let count = BIO_read(output, &bytes, Int32(bytes.count))
        return String(decoding: bytes.prefix(Int(max(0, count))), as: UTF8.self)
    }

    /// DNS names and addresses of the alternative names.
    private func names() -> [String] {
        guard let stack = X509_get_ext_d2i(pointer, NID_subject_alt_name, nil, nil) else { return [] }
        defer { GENERAL_NAMES_free(OpaquePointer(stack)) }
        var names: [String] = []
        for index in 0..<min(Int(OPENSSL_sk_num(OpaquePointer(stack))), Self.maxNames) {
            guard let value = OPENSSL_sk_value(OpaquePointer(stack), Int32(index)) else { continue }
            var kind: Int32 = 0
            let part = GENERAL_NAME_get0_value(value.assumingMemoryBound(to: GENERAL_NAME.self), &kind)
            guard let part, kind == GEN_DNS || kind == GEN_IPADD else { continue }
            let string = part.assumingMemoryBound(to: ASN1_STRING.self)
            let bytes = UnsafeBufferPointer(
                start: ASN1_STRING_get0_data(string), count: Int(ASN1_STRING_length(string)))
            if let name = kind == GEN_DNS ? Self.printable(bytes) : Self.address(bytes) { names.append(name) }
        }
        return names
    }

    private static func printable(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        String(
            decoding: bytes.prefix(maxNameBytes).map { $0 > 0x20 && $0 < 0x7F ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
    }

    private static func address(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        switch bytes.count {
        case 4: IPAddress.v4(bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }).text
        case 16: IPAddress.v6(bytes.reduce(UInt128(0)) { $0 << 8 | UInt128($1) }).text
        default: nil
        }
    }

    /// Seconds since 1970; 0 for a time that cannot be read.
    private static func seconds(_ time: UnsafePointer<ASN1_TIME>?) -> Int64 {
        guard let time, let epoch = ASN1_TIME_set(nil, 0) else { return 0 }
        defer { ASN1_STRING_free(epoch) }
        var days: Int32 = 0
        var seconds: Int32 = 0
        guard ASN1_TIME_diff(&days, &seconds, epoch, time) == 1 else { return 0 }
        return Int64(days) * 86_400 + Int64(seconds)
    }
}
