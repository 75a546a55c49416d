/// Reads the members of a zip archive, each when it is asked for, under one budget for all.
///
/// The central directory alone is believed; archives whose members share bytes are refused when opened. Member names are
/// bytes to be reported, never followed.
package final class ZipReader {
    package let members: [ZipMember]
    private let store: any ByteStore
    private let limits: UnpackLimits
    /// Bytes unpacked so far from all members.
    package private(set) var totalOut: UInt64 = 0

    /// - Throws: `truncated`, `badDirectory`, `tooManyMembers`, `overlappingMembers`; what the store throws.
    package init(_ store: any ByteStore, limits: UnpackLimits = .standard) throws {
        self.store = store
        self.limits = limits
        members = try ZipDirectory(store, limits: limits).members()
    }

    /// All bytes of one member.
    ///
    /// Cost is linear in its packed and unpacked size; memory is the unpacked size, bounded by what is left of
    /// `maxOutputBytes`.
    /// - Throws: `encrypted`, `unsupportedMethod`, `badDirectory`, `overlappingMembers`, `outputTooLarge`, `ratioTooHigh`,
    ///   `sizeMismatch`, `badChecksum`, `corrupt`, `truncated`; what the store throws.
    package func unpack(_ member: ZipMember) throws -> [UInt8] {
        var bytes: [UInt8] = []
        // The announced size is a wish: no more than 1 MB is laid in on its word.
        bytes.reserveCapacity(Int(min(member.unpackedBytes, 1 << 20)))
        try unpack(member) { bytes += $0 }
        return bytes
    }

    /// Hands the bytes of one member to `body`, at most 64 KB at a time; size and checksum are known to be right only when
    /// this returns.
    package func unpack(_ member: ZipMember, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        var source = try open(member)
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        var count: UInt64 = 0
        var checksum: UInt32 = 0
        while true {
            let read = try piece.withUnsafeMutableBytes { try source.read(into: $0) }
            guard read > 0 else { break }
            count += UInt64(read)
            totalOut += UInt64(read)
            guard totalOut <= limits.maxOutputBytes else { throw UnpackError(.outputTooLarge, at: member.headerOffset) }
            guard count <= member.unpackedBytes else { throw UnpackError(.sizeMismatch, at: member.headerOffset) }
            checksum = piece.withUnsafeBufferPointer { CRC32.of(.init(rebasing: $0[..<read]), behind: checksum) }
            try piece.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[..<read])) }
        }
        guard count == member.unpackedBytes else { throw UnpackError(.sizeMismatch, at: member.headerOffset) }
        guard checksum == member.checksum else { throw UnpackError(.badChecksum, at: member.headerOffset) }
    }

    private func open(_ member: ZipMember) throws -> any ByteSource {
        guard !member.isEncrypted else { throw UnpackError(.encrypted, at: member.headerOffset) }
        guard member.method == 0 || member.method == 8 else {
            throw UnpackError(.unsupportedMethod, at: member.headerOffset)
        }
        let header = try store.bytes(at: member.headerOffset, count: 30)
        guard header.uint32(0) == 0x0403_4B50, let nameCount = header.uint16(26), let extraCount = header.uint16(28)
        else { throw UnpackError(.badDirectory, at: member.headerOffset) }
        let start = member.headerOffset + 30 + UInt64(nameCount) + UInt64(extraCount)
        guard start <= member.limitOffset, member.packedBytes <= member.limitOffset - start else {
            throw UnpackError(.overlappingMembers, at: member.headerOffset)
        }
        let packed = StoreSource(store: store, offset: start, end: start + member.packedBytes)
        if member.method == 0 { return packed }
        var inner = limits
        inner.maxOutputBytes = limits.maxOutputBytes - totalOut
        return try InflatingSource(packed, as: .raw, limits: inner)
    }
}
