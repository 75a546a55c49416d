/// Why a host was not taken into a `DomainSet`.
package enum DomainRefusal: UInt8, Sendable, CaseIterable {
    /// Not a host name: empty, longer than 253 bytes, an empty label, a label over 63 bytes, a byte that no host holds.
    case malformed
    /// A bare top-level name or public suffix (`com`, `com.vn`): it would hold the hosts of everybody.
    case tooWide
    /// An address, not a name.
    case address
}

/// Gathers hosts, one call each, and makes the set. Needs 12 bytes a host while gathering.
package struct DomainSetBuilder: Sendable {
    private var hashes: [UInt64] = []
    private var lists: [UInt16] = []
    /// Hosts refused so far.
    package private(set) var refusedCount = 0

    package init() {}

    package mutating func reserveCapacity(_ count: Int) {
        hashes.reserveCapacity(count)
        lists.reserveCapacity(count)
    }

    /// Takes one host (ASCII; capitals count as small letters, one trailing dot is dropped).
    /// - Returns: nil when the host was taken, else why not.
    package mutating func add(_ host: UnsafeBufferPointer<UInt8>, list: UInt16) -> DomainRefusal? {
        var name = host[...]
        if name.last == UInt8(ascii: ".") { name = name.dropLast() }
        let bare = UnsafeBufferPointer(rebasing: name)
        if let refusal = PublicSuffix.refusal(of: bare) {
            refusedCount += 1
            return refusal
        }
        var hash = DomainHash()
        for byte in bare.reversed() { hash.add(byte) }
        hashes.append(hash.value)
        lists.append(list)
        return nil
    }

    /// The set of all hosts taken; of equal hosts the first counts.
    package consuming func build() -> DomainSet {
        let order = Self.sortedOrder(of: hashes)
        var sorted: [UInt64] = []
        var sortedLists: [UInt16] = []
        sorted.reserveCapacity(hashes.count)
        sortedLists.reserveCapacity(hashes.count)
        for index in order {
            let hash = hashes[Int(index)]
            if sorted.last == hash { continue }
            sorted.append(hash)
            sortedLists.append(lists[Int(index)])
        }
        return DomainSet(sortedHashes: sorted, lists: sortedLists)
    }

    /// Indices by ascending hash, equal hashes in the order given: one pass that deals them out by their leading bits, then
    /// a sort of each small hand.
    private static func sortedOrder(of hashes: [UInt64]) -> [UInt32] {
        let bits = max(1, Int.bitWidth - (hashes.count >> 3).leadingZeroBitCount)
        let shift = UInt64(64 - bits)
        var starts = [UInt32](repeating: 0, count: (1 << bits) + 1)
        for hash in hashes { starts[Int(hash >> shift) + 1] += 1 }
        for bucket in 0..<(1 << bits) { starts[bucket + 1] += starts[bucket] }
        var order = [UInt32](repeating: 0, count: hashes.count)
        var cursor = starts
        for (index, hash) in hashes.enumerated() {
            let bucket = Int(hash >> shift)
            order[Int(cursor[bucket])] = UInt32(truncatingIfNeeded: index)
            cursor[bucket] += 1
        }
        for bucket in 0..<(1 << bits) where starts[bucket + 1] - starts[bucket] > 1 {
            order[Int(starts[bucket])..<Int(starts[bucket + 1])].sort {
                (hashes[Int($0)], $0) < (hashes[Int($1)], $1)
            }
        }
        return order
    }
}
