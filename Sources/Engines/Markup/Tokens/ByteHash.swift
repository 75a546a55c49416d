/// A hash of byte strings, eight bytes a step. Equal hashes are no proof: whoever looks up compares the bytes too.
package enum ByteHash {
    package static func of(_ bytes: UnsafeBufferPointer<UInt8>, seed: UInt64 = 0) -> UInt64 {
        guard let base = bytes.baseAddress else { return seed }
        return of(base, bytes.count, seed: seed)
    }

    @inline(__always)
    static func of(_ base: UnsafePointer<UInt8>, _ count: Int, seed: UInt64 = 0) -> UInt64 {
        var hash = (seed ^ UInt64(truncatingIfNeeded: count)) &* 0x9E37_79B9_7F4A_7C15
        let raw = UnsafeRawPointer(base)
        var at = 0
        while at &+ 8 <= count {
            hash = mix(hash, raw.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            at &+= 8
        }
        if at < count {
            var last: UInt64 = 0
            var shift: UInt64 = 0
            while at < count {
                last |= UInt64(base[at]) << shift
                shift &+= 8
                at &+= 1
            }
            hash = mix(hash, last)
        }
        return hash ^ hash >> 29
    }

    @inline(__always)
    private static func mix(_ hash: UInt64, _ word: UInt64) -> UInt64 {
        let mixed = (hash ^ word) &* 0xD6E8_FEB8_6659_FD93
        return mixed ^ mixed >> 32
    }
}
