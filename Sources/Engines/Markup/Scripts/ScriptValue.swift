/// What the evaluator knows about an expression: 28 bytes without references, so that stacks of them cost no counting.
struct ScriptValue {
    enum Kind: UInt8 {
        case unknown
        /// `a..<b` are bytes of the arena (`inArena`) or of the script being read.
        case string
        /// `a` and `b` are the halves of a `Double`.
        case number
        /// `a` is the first of `b` elements.
        case array
        /// `a` is the first of `b` elements: key, value, key, value.
        case object
        /// `a` is an index into the functions.
        case function
        /// A value that stands for each element of a constant array in turn; `a..<b` are steps of the program.
        case each
        /// A name that is not constant: `name` is its last component, `object` the one before.
        case name
    }

    struct Flags: OptionSet {
        let rawValue: UInt8
        static let inArena = Flags(rawValue: 1)
        /// The text does not stand in the source as such.
        static let isBuilt = Flags(rawValue: 2)
        /// May hold bytes ≥ 0x80, so that indices are not byte offsets.
        static let isWide = Flags(rawValue: 4)
        /// An unknown operand was left out at the front.
        static let hasOpenFront = Flags(rawValue: 8)
        /// May hold surrogates, encoded like other characters of three bytes until the text is reported.
        static let hasSurrogates = Flags(rawValue: 16)
        /// Each character stands for one byte: the product of `atob` and its like.
        static let isBinary = Flags(rawValue: 32)
        /// Tells one visitor from another (referrer, user agent, cookie, …).
        static let isTested = Flags(rawValue: 64)

        // Sets as constants: a literal of several members builds an array each time.
        static let wideWithSurrogates = Flags(rawValue: isWide.rawValue | hasSurrogates.rawValue)
        static let builtInArena = Flags(rawValue: inArena.rawValue | isBuilt.rawValue)
        static let wideBinary = Flags(rawValue: isBinary.rawValue | isWide.rawValue)
        static let ofOrigin = Flags(
            rawValue: isWide.rawValue | hasSurrogates.rawValue | isTested.rawValue | hasOpenFront.rawValue)
        static let notOfSums = Flags(rawValue: inArena.rawValue | hasOpenFront.rawValue | isBinary.rawValue)
    }

    var kind: Kind = .unknown
    var flags: Flags = []
    var name: ScriptName = .none
    var object: ScriptName = .none
    /// Source range, in bytes of the page: of the text itself where it stands in the source, else of the expression.
    var start: UInt32 = 0
    var end: UInt32 = 0
    var a: UInt32 = 0
    var b: UInt32 = 0
    /// Index of the reported string that holds this text, or -1.
    var report: Int32 = -1
    /// Index of the room kept behind this text in the arena, or -1.
    var room: Int32 = -1

    var number: Double {
        get { Double(bitPattern: UInt64(a) | UInt64(b) << 32) }
        set {
            a = UInt32(truncatingIfNeeded: newValue.bitPattern)
            b = UInt32(truncatingIfNeeded: newValue.bitPattern >> 32)
        }
    }

    /// A number as an index or code, when it is a whole one of a sane size.
    var integer: Int? {
        guard kind == .number else { return nil }
        let value = number
        guard value >= -9e15, value <= 9e15 else { return nil }
        return Int(value)
    }

    var count: Int { Int(b) - Int(a) }

    /// True for values that an expression can be folded with.
    var isConstant: Bool {
        switch kind {
        case .string, .number, .array, .object: true
        default: false
        }
    }

    static func unknown(_ start: UInt32, _ end: UInt32) -> ScriptValue {
        var value = ScriptValue()
        value.start = start
        value.end = end
        return value
    }

    static func number(_ number: Double, _ start: UInt32, _ end: UInt32) -> ScriptValue {
        var value = ScriptValue()
        value.kind = .number
        value.start = start
        value.end = end
        value.number = number
        return value
    }
}
