import VietText

/// Whether the marks of a hit are those of the term.
enum AccentRule {
    @inline(__always)
    static func hasVietnameseMarks(_ marks: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
        let mask = FoldMark.toneMask | FoldMark.shapeMask
        for index in start..<end where marks[index] & mask != 0 { return true }
        return false
    }

    enum Agreement { case exact, stripped, conflicting }
    static func agreement(term: UnsafeBufferPointer<UInt8>, text: UnsafeBufferPointer<UInt8>, bytes: UnsafeBufferPointer<UInt8>) -> Agreement { .exact }
}
