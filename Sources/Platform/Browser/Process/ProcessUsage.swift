import Glibc

/// What a process group takes of the machine.
package struct ProcessUsage: Sendable, Equatable {
    package var processCount = 0
    /// Anonymous and shared memory of all its processes; mapped files, which many share, left out.
    package var memoryBytes = 0

    package init() {}

    mutating func raise(to other: ProcessUsage) {
        processCount = max(processCount, other.processCount)
        memoryBytes = max(memoryBytes, other.memoryBytes)
    }

    /// Counts the group by /proc. Cost: one small file for each process of the machine, two for those of the group.
    static func of(group: pid_t) -> ProcessUsage {
        var usage = ProcessUsage()
        guard let folder = opendir("/proc") else { return usage }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard let pid = pid_t(name), let stat = text("/proc/\(pid)/stat"), Self.group(inStat: stat) == group else {
                continue
            }
            usage.processCount += 1
            if let status = text("/proc/\(pid)/status") { usage.memoryBytes += memory(inStatus: status) }
        }
        return usage
    }

    /// The fifth field; the second is a name in brackets that may hold anything.
    static func group(inStat text: String) -> pid_t? {
        guard let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        return fields.count > 2 ? pid_t(fields[2]) : nil
    }

    static func memory(inStatus text: String) -> Int {
        var kilobytes = 0
        for line in text.split(separator: "\n") where line.hasPrefix("RssAnon:") || line.hasPrefix("RssShmem:") {
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
            if words.count > 1 { kilobytes += Int(words[1]) ?? 0 }
        }
        return kilobytes << 10
    }

    private static func text(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = read(descriptor, &bytes, bytes.count)
        return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
    }
}
