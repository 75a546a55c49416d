import Access
import Patterns
import Synchronization

/// Counts connections by where they come from: one stranger must not hold those of everybody.
final class AddressSeats: Sendable {
    /// What one customer of a network has: an address of IPv4, 2^64 of IPv6.
    private enum Block: Hashable {
        case v4(UInt32)
        case v6(UInt64)

        init(_ address: IPAddress) {
            switch address {
            case .v4(let value): self = .v4(value)
            case .v6(let value): self = .v6(UInt64(truncatingIfNeeded: value >> 64))
            }
        }
    }

    private let most: Int
    private let forwarded: ForwardedAddress
    private let taken = Mutex<[Block: Int]>([:])

    /// - Parameter forwarded: its proxies speak for many, and are not counted.
    init(most: Int, forwarded: ForwardedAddress) {
        (self.most, self.forwarded) = (most, forwarded)
    }

    /// - Returns: false when the address has as many as it may have; else `leave` follows.
    func take(_ address: IPAddress) -> Bool {
        guard !forwarded.isProxy(address) else { return true }
        return taken.withLock { taken in
            let count = taken[Block(address), default: 0]
            guard count < most else { return false }
            taken[Block(address)] = count + 1
            return true
        }
    }

    func leave(_ address: IPAddress) {
        guard !forwarded.isProxy(address) else { return }
        taken.withLock { taken in
            let count = taken[Block(address), default: 0]
            taken[Block(address)] = count > 1 ? count - 1 : nil
        }
    }
}
