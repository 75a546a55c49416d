import Foundation
import Glibc

/// One line of JSON for every answer: what was put on the wire, so that evidence can be held against it.
package final class WireLog: Sendable {
    private let descriptor: Int32

    /// Begins the file anew.
    /// - Throws: `PortalError(.file)` when it cannot be written.
    package init(path: String) throws(PortalError) {
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw PortalError(.file, "\(path): \(String(cString: strerror(errno)))") }
    }

    deinit { close(descriptor) }

    struct Entry: Encodable {
        var ordinal: UInt64
        var method: String
        var path: String
        var host: String
        var userAgent: String
        var referrer: String
        var cookie: String
        var status: Int
        /// Of the body with transfer coding removed and content coding kept.
        var payloadSHA256: String
        var payloadBytes: Int
        var coding: String
        var framing: String
        /// False when the answer was broken off, by the client, a deadline or on purpose.
        var complete: Bool

        enum CodingKeys: String, CodingKey {
            case ordinal, method, path, host, referrer, cookie, status, coding, framing, complete
            case userAgent = "user_agent"
            case payloadSHA256 = "payload_sha256"
            case payloadBytes = "payload_bytes"
        }
    }

    /// One write per line, before the answer's last bytes: who has read an answer finds its line.
    func append(_ entry: Entry) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard var line = try? Array(encoder.encode(entry)) else { return }
        line.append(UInt8(ascii: "\n"))
        _ = line.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    }
}
