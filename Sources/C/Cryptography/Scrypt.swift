import CCrypto

/// scrypt (RFC 7914): keys out of passwords, dear on purpose in time and memory, so that guessing is dear as well.
package enum Scrypt {
    /// What one key costs. Time grows with `n * r * p`, memory with `n * r`.
    package struct Cost: Sendable, Equatable {
        /// N of the RFC: a power of two above 1, and below 2^(16 r).
        package var n: Int
        /// Block size: each block is `128 * r` bytes.
        package var r: Int
        /// How many times the whole is done, one after the other. `r * p` is below 2^30.
        package var p: Int

        package init(n: Int, r: Int, p: Int) {
            self.n = n
            self.r = r
            self.p = p
        }

        /// Whether the RFC allows these numbers.
        package var isAllowed: Bool {
            guard n > 1, n & (n - 1) == 0, r > 0, p > 0 else { return false }
            let blocks = r.multipliedReportingOverflow(by: p)
            guard !blocks.overflow, blocks.partialValue < 1 << 30 else { return false }
            return r >= 4 || n < 1 << (16 * r)
        }

        /// Bytes that one key takes while it is made; nil when they cannot be counted. As the library counts them.
        package var memoryByteCount: Int? {
            let rows = n.addingReportingOverflow(2)
            let all = rows.partialValue.addingReportingOverflow(p)
            let blocks = all.partialValue.multipliedReportingOverflow(by: r)
            let bytes = blocks.partialValue.multipliedReportingOverflow(by: 128)
            let isOver = rows.overflow || all.overflow || blocks.overflow || bytes.overflow
            return isOver ? nil : bytes.partialValue
        }
    }

    /// Longest key that is made, in bytes.
    package static let maxKeyByteCount = 1_024

    /// A key of `byteCount` bytes. Blocks its thread for the whole time, which is tens of milliseconds and more at any cost
    /// that is worth something: not for a thread that others wait for.
    /// - Parameter password: bytes as they are; who compares texts brings them into one form first.
    /// - Throws: `badParameters` for a cost outside the RFC or a key of no byte or more than `maxKeyByteCount`, `tooMuchMemory`
    ///   above `maxMemoryByteCount`, `refused` when the system has no memory.
    package static func key(
        from password: [UInt8], salt: [UInt8], cost: Cost, maxMemoryByteCount: Int, byteCount: Int
    ) throws(CryptoError) -> [UInt8] {
        guard cost.isAllowed, (1...maxKeyByteCount).contains(byteCount) else { throw .badParameters }
        guard let needed = cost.memoryByteCount, needed <= maxMemoryByteCount else { throw .tooMuchMemory }
        var key = [UInt8](repeating: 0, count: byteCount)
        let isDone = vg_scrypt(
            password, password.count, salt, salt.count, UInt64(cost.n), UInt64(cost.r), UInt64(cost.p),
            UInt64(maxMemoryByteCount), &key, byteCount)
        guard isDone == 1 else { throw .refused }
        return key
    }
}
