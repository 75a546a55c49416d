/// Literals on their way into a `WordLiteralSet`: tens of thousands of short byte strings, one behind the other in one array
/// of less than 4 GiB.
package struct WordLiteralList: Sendable {
    private var bytes: [UInt8] = []
    /// Where each literal ends in `bytes`; the next one begins there.
    private var ends: [UInt32] = []
    private(set) var flags: [LiteralFlags] = []

    package init() {}

    package var count: Int { ends.count }

    package mutating func reserveCapacity(_ count: Int, byteCount: Int) {
        bytes.reserveCapacity(byteCount)
        ends.reserveCapacity(count)
        flags.reserveCapacity(count)
    }

    /// Adds a byte string and where it must border on no other letter or digit. A border is asked for only where the literal's
    /// own end is a letter or digit; elsewhere it is free by itself.
    package mutating func append(
        _ literal: UnsafeBufferPointer<UInt8>, needsLeftBoundary: Bool, needsRightBoundary: Bool
    ) {
        bytes.append(contentsOf: literal)
        ends.append(UInt32(truncatingIfNeeded: bytes.count))
        flags.append(
            LiteralFlags(
                left: needsLeftBoundary && literal.first.map(WordByte.isWord) ?? false,
                right: needsRightBoundary && literal.last.map(WordByte.isWord) ?? false))
    }

    func withLiterals<T>(_ body: (WordLiteralsView) -> T) -> T {
        bytes.withUnsafeBufferPointer { bytes in
            ends.withUnsafeBufferPointer { body(WordLiteralsView(bytes: bytes, ends: $0)) }
        }
    }
}

/// The literals of a list while their bytes are pinned.
struct WordLiteralsView {
    let bytes: UnsafeBufferPointer<UInt8>
    let ends: UnsafeBufferPointer<UInt32>

    @inline(__always)
    subscript(_ index: Int) -> UnsafeBufferPointer<UInt8> {
        let start = index == 0 ? 0 : Int(ends[index - 1])
        return UnsafeBufferPointer(rebasing: bytes[start..<Int(ends[index])])
    }
}
