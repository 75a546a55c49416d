// CONTRACT (implementation to follow).

/// Host names by domain suffix: `bet.example` holds `www.bet.example`, not `alphabet.example`. Cost of a look-up does not
/// depend on the number of domains (a million lines in about 16 bytes each).
package struct DomainSet: Sendable {
    /// - Parameter domains: host and the list it came from (an index of the caller's).
    package init(_ domains: some Sequence<(host: [UInt8], list: UInt16)>) {}
    package init() {}
    package var count: Int { 0 }
    /// The longest listed suffix of `host` (lower-case ASCII, no trailing dot): where it starts and its list.
    package func match(_ host: UnsafeBufferPointer<UInt8>) -> (start: Int, list: UInt16)? { nil }
}
