/// What unpacking hostile input may cost.
package struct UnpackLimits: Sendable {
    /// Bytes of output in all (of one stream; of all members of one archive reader together).
    package var maxOutputBytes: UInt64
    /// Bytes of output for each byte of input. Deflate cannot pass 1,032.
    package var maxRatio: UInt64
    /// The ratio counts only from here on: small and very regular pages are innocent.
    package var ratioFloorBytes: UInt64
    /// Members of a zip archive, or of a gzip stream.
    package var maxMembers: UInt64
    /// Archives within archives; also content codings on one body.
    package var maxDepth: Int

    package init(
        maxOutputBytes: UInt64 = 256 << 20, maxRatio: UInt64 = 200, ratioFloorBytes: UInt64 = 1 << 20,
        maxMembers: UInt64 = 10_000, maxDepth: Int = 3
    ) {
        self.maxOutputBytes = maxOutputBytes
        self.maxRatio = maxRatio
        self.ratioFloorBytes = ratioFloorBytes
        self.maxMembers = maxMembers
        self.maxDepth = maxDepth
    }

    /// For one page, document or archive held in memory.
    package static let standard = UnpackLimits()

    /// For a stream that is read in flat memory, whatever its length: no cap on output and members. The ratio still counts.
    package static let stream = UnpackLimits(maxOutputBytes: .max, maxRatio: 900, maxMembers: .max)

    /// The limits for an archive found inside what these limits unpacked.
    /// - Throws: `tooDeep` when nothing may be nested any more.
    package func nested(at position: UInt64) throws(UnpackError) -> UnpackLimits {
        guard maxDepth > 0 else { throw UnpackError(.tooDeep, at: position) }
        var inner = self
        inner.maxDepth -= 1
        return inner
    }
}
