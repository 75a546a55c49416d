/// What folding took away from one letter: the tone, the shape (circumflex, breve, horn, stroke) and whether the letter was
/// written in disguise. One byte stands beside every byte of a folded stream, so that a hit on `lo de` can still be told
/// to have been `lô đề`, a stripped `lo de`, or the different words `lở dê`.
package struct FoldMark: RawRepresentable, Equatable, Sendable {
    package var rawValue: UInt8
    @inlinable
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    // bits 0–2: tone
    // The masks are asked for in hot loops of other modules, to whom a stored constant is a call.
    @inlinable
    package static var toneMask: UInt8 { 0b0000_0111 }
    package static let grave: UInt8 = 1  // huyền
    package static let acute: UInt8 = 2  // sắc
    package static let hook: UInt8 = 3  // hỏi
    package static let tilde: UInt8 = 4  // ngã
    package static let dot: UInt8 = 5  // nặng
    // bits 3–5: shape
    @inlinable
    package static var shapeMask: UInt8 { 0b0011_1000 }
    package static let circumflex: UInt8 = 1 << 3  // â ê ô
    package static let breve: UInt8 = 2 << 3  // ă
    package static let horn: UInt8 = 3 << 3  // ơ ư
    package static let stroke: UInt8 = 4 << 3  // đ
    /// Any other mark that was removed (diaeresis, ring, cedilla, …).
    package static let foreignMark: UInt8 = 5 << 3
    /// Bit 6: the byte came from a confusable, a compatibility form (mathematical, full-width, circled), or stands after
    /// a dropped invisible character (zero width, soft hyphen, variation selector) inside a word.
    @inlinable
    package static var disguised: UInt8 { 1 << 6 }
    /// Bit 7: the byte is part of a multi-byte UTF-8 letter of a script that is not folded to Latin (Thai, Han, …).
    package static let otherScript: UInt8 = 1 << 7

    /// What two marks on one letter give, in whatever order they are written. Two different tones or shapes on one letter
    /// are no Vietnamese: the greater stays, and the letter counts as disguised.
    static func joined(_ left: UInt8, _ right: UInt8) -> UInt8 {
        let leftTone = left & toneMask
        let rightTone = right & toneMask
        let leftShape = left & shapeMask
        let rightShape = right & shapeMask
        let isToneClash = leftTone != rightTone && leftTone != 0 && rightTone != 0
        let isShapeClash = leftShape != rightShape && leftShape != 0 && rightShape != 0
        return max(leftTone, rightTone) | max(leftShape, rightShape) | (left | right) & (disguised | otherScript)
            | (isToneClash || isShapeClash ? disguised : 0)
    }
}
