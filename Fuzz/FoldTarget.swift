import VietText

/// Folding with and without origins gives the same stream; every origin lies in the source; disguised windows point back
/// into the stream.
func fuzzFold(_ bytes: UnsafeBufferPointer<UInt8>) {
    let plain = FoldBuffer()
    let traced = FoldBuffer(recordsOrigins: true)
    for buffer in [plain, traced] {
        buffer.append(bytes, sourceOffset: 0)
        buffer.appendBreak()
        if let first = bytes.first {
            buffer.append(scalar: UInt32(first) << 9, sourceStart: 0, sourceEnd: 1)
            buffer.append(derived: bytes, sourceStart: 0, sourceEnd: UInt32(bytes.count))
        }
    }
    require(plain.bytes.elementsEqual(traced.bytes), "origins change the folded stream")
    require(plain.marks.elementsEqual(traced.marks), "origins change the marks")
    require(plain.marks.count == plain.bytes.count, "a mark is missing or too many")
    require(plain.replacements == traced.replacements, "origins change the replacements")
    for position in 0..<traced.count {
        let origin = traced.origin(of: position)
        require(origin.start <= origin.end && Int(origin.end) <= bytes.count, "an origin lies outside the source")
    }
    let disguise = DisguiseBuffer()
    disguise.append(windowsOf: plain, range: 0..<plain.count)
    require(disguise.marks.count == disguise.bytes.count, "a window's mark is missing or too many")
    for position in 0..<disguise.count where disguise.bytes[position] != 0 {
        require(Int(disguise.position(of: position)) < plain.count, "a window points outside the stream")
        _ = disguise.isAltered(position)
    }
}
