import CZlib

/// The checksum of zip and gzip (IEEE 802.3), as zlib reckons it: a gigabyte a second and more.
package enum CRC32 {
    /// - Parameter earlier: the checksum of the bytes before these.
    package static func of(_ bytes: UnsafeBufferPointer<UInt8>, behind earlier: UInt32 = 0) -> UInt32 {
        // To zlib no bytes at no place are a wish to begin anew.
        guard !bytes.isEmpty else { return earlier }
        return UInt32(truncatingIfNeeded: crc32_z(UInt(earlier), bytes.baseAddress, bytes.count))
    }
}
