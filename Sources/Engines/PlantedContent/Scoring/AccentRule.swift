import VietText

/// Whether a stretch of a folded stream was written with Vietnamese tones or shapes.
enum AccentRule {
    @inline(__always)
    static func hasVietnameseMarks(_ marks: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
        let mask = FoldMark.toneMask | FoldMark.shapeMask
        for index in start..<end where marks[index] & mask != 0 { return true }
        return false
    }
}
