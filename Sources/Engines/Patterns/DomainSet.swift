/// Host names by domain suffix: `bet.example` holds `www.bet.example`, not `alphabet.example`. Cost of a look-up does not
/// depend on the number of domains (a million lines in about 11 bytes each).
///
/// Only 64-bit hashes are kept (see `DomainHash`), sorted, with a directory over their leading bits: a look-up reads one
/// directory entry and a handful of neighbouring hashes a label; even a list made to crowd one bucket costs a binary
/// search, never a walk.
package struct DomainSet: Sendable {
    /// Ascending, without doubles.
    let hashes: [UInt64]
    /// List of each hash.
    let lists: [UInt16]
    /// `hashes[directory[b]..<directory[b + 1]]` begin with the bits `b`.
    private let directory: [UInt32]
    private let directoryShift: UInt64

    /// - Parameter domains: host and the list it came from (an index of the caller's). Of a host that is given twice the
    ///   first counts. Hosts that are refused (see `DomainRefusal`) are left out; use `DomainSetBuilder` to be told.
    package init(_ domains: some Sequence<(host: [UInt8], list: UInt16)>) {
        var builder = DomainSetBuilder()
        for domain in domains {
            domain.host.withUnsafeBufferPointer { _ = builder.add($0, list: domain.list) }
        }
        self = builder.build()
    }

    package init() {
        self.init(sortedHashes: [], lists: [])
    }

    /// - Parameter sortedHashes: strictly ascending; as many as `lists`, fewer than 2³².
    init(sortedHashes: [UInt64], lists: [UInt16]) {
        hashes = sortedHashes
        self.lists = lists
        // About eight hashes a bucket, one bucket at least.
        let bits = max(0, Int.bitWidth - (sortedHashes.count >> 3).leadingZeroBitCount)
        directoryShift = UInt64(64 - bits)
        var directory = [UInt32](repeating: 0, count: (1 << bits) + 1)
        for hash in sortedHashes { directory[Int(hash >> directoryShift) + 1] += 1 }
        for bucket in 0..<(1 << bits) { directory[bucket + 1] += directory[bucket] }
        self.directory = directory
    }

    package var count: Int { hashes.count }

    /// Bytes of memory held.
    package var byteCount: Int { hashes.count * 8 + lists.count * 2 + directory.count * 4 }

    /// The longest listed suffix of `host` (ASCII, no trailing dot): where it starts and its list. Allocates nothing;
    /// linear in the bytes of the host.
    package func match(_ host: UnsafeBufferPointer<UInt8>) -> (start: Int, list: UInt16)? {
        guard !hashes.isEmpty else { return nil }
        var hash = DomainHash()
        var found: (start: Int, list: UInt16)?
        var position = host.count
        while position > 0 {
            position -= 1
            let byte = host[position]
            if byte == UInt8(ascii: "."), let list = list(of: hash.value) { found = (position + 1, list) }
            hash.add(byte)
        }
        if let list = list(of: hash.value) { found = (0, list) }
        return found
    }

    @inline(__always)
    private func list(of hash: UInt64) -> UInt16? {
        let bucket = Int(hash >> directoryShift)
        var low = Int(directory[bucket])
        var high = Int(directory[bucket + 1])
        while high - low > 8 {
            let middle = (low + high) >> 1
            if hashes[middle] <= hash { low = middle } else { high = middle }
        }
        while low < high, hashes[low] < hash { low += 1 }
        return low < high && hashes[low] == hash ? lists[low] : nil
    }
}
