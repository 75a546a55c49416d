/// Little-endian numbers out of bytes at hand; nil where they would reach over the end.
extension [UInt8] {
    func number<Value: FixedWidthInteger & UnsignedInteger>(_: Value.Type, at offset: Int) -> Value? {
        let size = MemoryLayout<Value>.size
        guard offset >= 0, offset <= count - size else { return nil }
        var value: Value = 0
        for index in 0..<size { value |= Value(self[offset + index]) << Value(8 * index) }
        return value
    }

    func uint16(_ offset: Int) -> UInt16? { number(UInt16.self, at: offset) }
    func uint32(_ offset: Int) -> UInt32? { number(UInt32.self, at: offset) }
    func uint64(_ offset: Int) -> UInt64? { number(UInt64.self, at: offset) }
}
