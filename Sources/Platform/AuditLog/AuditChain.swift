private import Cryptography
import SQLStore

/// How rows hang together: the hash of each covers the hash before it and every field of the row, each with its length.
enum AuditChain {
    /// 64 hexadecimal digits.
    static func hash(of row: AuditRow, sequence: Int, after previous: String) -> String {
        var bytes: [UInt8] = []
        let fields = [
            previous, "\(sequence)", "\(row.id)", "\(row.at.microseconds)", row.actor, row.action, row.subject,
            row.detail,
            row.address,
        ]
        for field in fields {
            withUnsafeBytes(of: UInt64(field.utf8.count).bigEndian) { bytes += $0 }
            bytes += field.utf8
        }
        return SHA256.hex(of: bytes)
    }
}
