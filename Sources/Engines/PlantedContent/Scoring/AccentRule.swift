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

    static func agreement(
        term: UnsafeBufferPointer<UInt8>, text: UnsafeBufferPointer<UInt8>, bytes: UnsafeBufferPointer<UInt8>
    ) -> Agreement {
        var result = Agreement.exact
        var termTone: UInt8 = 0, textTone: UInt8 = 0
        var anyText: UInt8 = 0, anyTerm: UInt8 = 0
        var shapesAgree = true
        for index in 0...term.count {
            if index == term.count || bytes[index] == 0x20 {
                if termTone != textTone || !shapesAgree {
                    if anyText != 0 { return .conflicting }
                    if anyTerm != 0 { result = .stripped }
                }
                termTone = 0; textTone = 0; anyText = 0; anyTerm = 0
                shapesAgree = true
                continue
            }
            let a = term[index], b = text[index]
            termTone |= a & FoldMark.toneMask
            textTone |= b & FoldMark.toneMask
            if (a ^ b) & FoldMark.shapeMask != 0 { shapesAgree = false }
            anyTerm |= a & (FoldMark.toneMask | FoldMark.shapeMask)
            anyText |= b & (FoldMark.toneMask | FoldMark.shapeMask)
        }
        return result
    }
}
