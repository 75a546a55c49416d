import CProcess
import Glibc

/// The reading itself, inside the box: `vonggac read-document KIND LIMITS…` with the document on standard input and the
/// extracted documents on standard output. Anything may go wrong in here; the parent believes none of it.
package enum DocumentChild {
    /// - Returns: the exit code.
    package static func run(_ words: [String]) -> Int32 {
        if words == ["probe"] { return Output.write(Box.greeting) ? 0 : 1 }
        guard let kind = words.first.flatMap({ DocumentKind(rawValue: $0) }),
            let limits = DocumentLimits(words: Array(words.dropFirst())), hold(to: limits)
        else { return 2 }
        guard let bytes = readInput(maxBytes: limits.maxDocumentBytes) else { return 3 }
        let reading = Reading(limits: limits)
        reading.read(bytes, kind: kind, path: [])
        return reading.finish() ? 0 : 4
    }

    /// What the system holds this process and its children to, before the first byte is read.
    private static func hold(to limits: DocumentLimits) -> Bool {
        vg_limit(
            UInt64(limits.maxMemoryBytes), UInt64(limits.maxProcessorSeconds), UInt64(limits.maxDocumentBytes), 64, 64)
            == 0
    }

    private static func readInput(maxBytes: Int) -> [UInt8]? {
        var status = stat()
        guard fstat(0, &status) == 0, status.st_size >= 0, status.st_size <= maxBytes else { return nil }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var filled = 0
        while filled < bytes.count {
            let count = bytes.withUnsafeMutableBytes {
                Glibc.read(0, $0.baseAddress.map { $0 + filled }, $0.count - filled)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return nil }
            filled += count
        }
        return bytes
    }
}

enum Output {
    static func write(_ bytes: [UInt8]) -> Bool {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(1, $0.baseAddress.map { $0 + written }, $0.count - written)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            written += count
        }
        return true
    }
}
