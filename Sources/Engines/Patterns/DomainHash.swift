/// The hash of a host's suffix, taken byte by byte from the right, so that each further label costs only its own bytes.
///
/// Fixed for ever (compiled lists carry it) and without a seed: 64 bits make an accidental collision among a million
/// domains and a billion look-ups a matter of one in ten thousand; who wants to collide on purpose gains a false alarm on
/// a host of his own.
struct DomainHash {
    private var state: UInt64 = 0x243F_6A88_85A3_08D3

    /// Takes the next byte to the left; ASCII capitals count as small letters.
    @inline(__always)
    mutating func add(_ byte: UInt8) {
        let isCapital = byte &- 0x41 < 26
        let folded = isCapital ? byte | 0x20 : byte
        state = (state ^ UInt64(folded)) &* 0x9E37_79B9_7F4A_7C15
        state ^= state >> 32
    }

    /// Hash of what was taken so far.
    @inline(__always)
    var value: UInt64 {
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
