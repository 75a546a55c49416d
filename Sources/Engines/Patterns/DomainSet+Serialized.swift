/// Why a compiled domain list was not taken.
package enum DomainSetError: Error, Equatable, Sendable {
    /// The file does not begin like a compiled list.
    case notADomainSet
    case unsupportedVersion(UInt32)
    /// The file is longer or shorter than its header says.
    case wrongSize
    case badChecksum
    /// The hashes do not ascend: the file was not written by `serialized()`.
    case notAscending
}

/// The compiled form of a list, so that a million lines load in milliseconds. All numbers are little-endian:
///
/// | bytes | |
/// |---|---|
/// | 8 | `VGDOMAIN` |
/// | 4 | version, 1 |
/// | 4 | 0 |
/// | 8 | count |
/// | 8 | checksum of all that follows |
/// | 8 × count | hashes, ascending |
/// | 2 × count | lists |
extension DomainSet {
    private static let magic = Array("VGDOMAIN".utf8)
    private static let version: UInt32 = 1
    private static let headerBytes = 32
    private static let entryBytes = 10

    package func serialized() -> [UInt8] {
        var bytes = Self.magic
        bytes.reserveCapacity(Self.headerBytes + count * Self.entryBytes)
        Self.append(Self.version, to: &bytes)
        Self.append(UInt32(0), to: &bytes)
        Self.append(UInt64(count), to: &bytes)
        Self.append(UInt64(0), to: &bytes)
        for hash in hashes { Self.append(hash, to: &bytes) }
        for list in lists { Self.append(list, to: &bytes) }
        let checksum = bytes.withUnsafeBytes {
            Self.checksum(UnsafeRawBufferPointer(rebasing: $0[Self.headerBytes...]))
        }
        for index in 0..<8 { bytes[24 + index] = UInt8(truncatingIfNeeded: checksum >> UInt64(8 * index)) }
        return bytes
    }

    /// - Parameter serialized: hostile until proven otherwise; nothing is believed that is not checked.
    /// - Throws: `DomainSetError`.
    package init(serialized: UnsafeRawBufferPointer) throws(DomainSetError) {
        guard serialized.count >= Self.headerBytes, serialized.starts(with: Self.magic) else {
            throw .notADomainSet
        }
        let version = UInt32(littleEndian: serialized.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
        guard version == Self.version else { throw .unsupportedVersion(version) }
        let reserved = serialized.loadUnaligned(fromByteOffset: 12, as: UInt32.self)
        let claimed = UInt64(littleEndian: serialized.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
        let payload = UnsafeRawBufferPointer(rebasing: serialized[Self.headerBytes...])
        guard reserved == 0, payload.count % Self.entryBytes == 0, claimed == UInt64(payload.count / Self.entryBytes),
            claimed < UInt64(UInt32.max)
        else { throw .wrongSize }
        let checksum = UInt64(littleEndian: serialized.loadUnaligned(fromByteOffset: 24, as: UInt64.self))
        guard checksum == Self.checksum(payload) else { throw .badChecksum }
        let count = payload.count / Self.entryBytes
        let hashes = (0..<count).map {
            UInt64(littleEndian: payload.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self))
        }
        for index in hashes.indices.dropFirst() where hashes[index - 1] >= hashes[index] { throw .notAscending }
        let lists = (0..<count).map {
            UInt16(littleEndian: payload.loadUnaligned(fromByteOffset: 8 * count + 2 * $0, as: UInt16.self))
        }
        self.init(sortedHashes: hashes, lists: lists)
    }

    package init(serialized: [UInt8]) throws(DomainSetError) {
        var result: Result<DomainSet, DomainSetError> = .failure(.notADomainSet)
        serialized.withUnsafeBytes { bytes in
            do throws(DomainSetError) {
                result = .success(try DomainSet(serialized: bytes))
            } catch {
                result = .failure(error)
            }
        }
        self = try result.get()
    }

    private static func append(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
    }

    /// Guards against damage, not against malice.
    private static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var state = UInt64(truncatingIfNeeded: bytes.count)
        var offset = 0
        while offset + 8 <= bytes.count {
            state ^= UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            state = state &* 0x9E37_79B9_7F4A_7C15
            state ^= state >> 32
            offset += 8
        }
        while offset < bytes.count {
            state = (state ^ UInt64(bytes[offset])) &* 0x9E37_79B9_7F4A_7C15
            state ^= state >> 32
            offset += 1
        }
        return state
    }
}
