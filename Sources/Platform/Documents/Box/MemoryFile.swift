import CProcess
import Glibc

/// Bytes behind a descriptor that stands in no folder. Closed with the value.
final class MemoryFile {
    let descriptor: Int32

    /// nil when the system gives none.
    init?(_ bytes: [UInt8]) {
        descriptor = vg_memory_file()
        guard descriptor >= 0 else { return nil }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                write(descriptor, $0.baseAddress.map { $0 + written }, $0.count - written)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return nil }
            written += count
        }
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { return nil }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }
}
