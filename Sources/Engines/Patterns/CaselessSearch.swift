import CByteScan

/// Finds one part in bytes, ASCII capitals and small letters alike, without a copy of them. For many parts at once there is
/// `LiteralSet`.
package enum CaselessSearch {
    /// The offset of the first place at or behind `start`; nil when there is none, and for an empty part. Reads sixteen bytes
    /// a step; at worst linear in bytes × part.
    /// - Parameter part: in small letters.
    package static func place(of part: [UInt8], in bytes: UnsafeBufferPointer<UInt8>, from start: Int = 0) -> Int? {
        guard let base = bytes.baseAddress, !part.isEmpty, start >= 0, start <= bytes.count else { return nil }
        let end = base + bytes.count
        let found = part.withUnsafeBufferPointer { vg_find_part(base + start, end, $0.baseAddress, $0.count) }
        return found.flatMap { $0 == end ? nil : $0 - base }
    }

    package static func small(_ byte: UInt8) -> UInt8 { vg_small(byte) }
}
