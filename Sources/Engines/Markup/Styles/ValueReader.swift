/// From the value of one property to the longhands that bear on visibility.
enum ValueReader {
    static func read(_ property: Declaration.Property, _ value: StyleCursor, into out: inout [Declaration]) {
        var cursor = value
        guard let word = cursor.next() else { return }
        if word.kind == .name, let unit = globalUnit(cursor.text(word)) {
            return readGlobal(property, unit, into: &out)
        }
        switch property {
        case .display: readDisplay(word, &cursor, into: &out)
        case .visibility: keyword(property, word, cursor, visibilities, into: &out)
        case .position: keyword(property, word, cursor, positions, into: &out)
        case .float: keyword(property, word, cursor, floats, into: &out)
        case .whiteSpace: keyword(property, word, cursor, whiteSpaces, into: &out)
        case .opacity:
            guard word.kind == .number else { return }
            out.append(Declaration(property: property, number: word.unit == .percent ? word.number / 100 : word.number))
        case .colour, .backgroundColour: readColour(property, word, cursor, into: &out)
        case .backgroundImage:
            out.append(Declaration(property: property, number: word.kind == .function ? 1 : 0))
        case .background: readBackground(value, into: &out)
        case .fontSize: readFontSize(word, cursor, into: &out)
        case .font: readFont(value, into: &out)
        case .overflow: readOverflow(word, &cursor, into: &out)
        case .overflowX, .overflowY: keyword(property, word, cursor, overflows, into: &out)
        case .margin: readSides(value, .marginTop, .marginRight, .none, .marginLeft, into: &out)
        case .inset: readSides(value, .top, .right, .bottom, .left, into: &out)
        case .padding: readPadding(value, into: &out)
        case .paddingLeft, .paddingRight: length(.paddingX, word, cursor, into: &out)
        case .paddingTop, .paddingBottom: length(.paddingY, word, cursor, into: &out)
        case .transform: TransformReader.read(value, into: &out)
        case .translate: TransformReader.readTranslate(value, into: &out)
        case .scaleProperty: TransformReader.readScale(value, into: &out)
        case .clip, .clipPath: ShapeReader.read(property, word, cursor, into: &out)
        default: length(property, word, cursor, into: &out)
        }
    }

    // MARK: keywords

    private static func globalUnit(_ name: UnsafeBufferPointer<UInt8>) -> StyleWord.Unit? {
        if name.equalsLowercased("inherit") { return .inherit }
        if name.equalsLowercased("initial") || name.equalsLowercased("unset") || name.equalsLowercased("revert") {
            return .initial
        }
        return nil
    }

    private static func readGlobal(
        _ property: Declaration.Property, _ unit: StyleWord.Unit, into out: inout [Declaration]
    ) {
        func set(_ longhand: Declaration.Property) { out.append(Declaration(property: longhand, unit: unit)) }
        switch property {
        case .background:
            set(.backgroundColour)
            set(.backgroundImage)
        case .font: set(.fontSize)
        case .overflow:
            set(.overflowX)
            set(.overflowY)
        case .margin:
            set(.marginTop)
            set(.marginLeft)
            set(.marginRight)
        case .inset:
            set(.top)
            set(.right)
            set(.bottom)
            set(.left)
        case .padding:
            set(.paddingX)
            set(.paddingY)
        case .transform:
            set(.translateX)
            set(.translateY)
            set(.scale)
        default: set(property)
        }
    }

    private static func keyword(
        _ property: Declaration.Property, _ word: StyleWord, _ cursor: StyleCursor, _ table: [(StaticString, Float)],
        into out: inout [Declaration]
    ) {
        guard word.kind == .name else { return }
        let name = cursor.text(word)
        for (known, value) in table where name.equalsLowercased(known) {
            out.append(Declaration(property: property, number: value))
            return
        }
    }

    private static func readDisplay(_ word: StyleWord, _ cursor: inout StyleCursor, into out: inout [Declaration]) {
        keyword(.display, word, cursor, displays, into: &out)
    }

    private static let displays: [(StaticString, Float)] = [
        ("none", Keyword.none), ("block", Keyword.block), ("inline", Keyword.inline),
        ("inline-block", Keyword.inlineBlock), ("flex", Keyword.flex), ("grid", Keyword.flex),
        ("inline-flex", Keyword.flex), ("inline-grid", Keyword.flex), ("list-item", Keyword.block),
        ("table", Keyword.block), ("table-cell", Keyword.block), ("table-row", Keyword.block),
        ("inline-table", Keyword.inlineBlock), ("flow-root", Keyword.block), ("contents", Keyword.contents),
        ("-webkit-box", Keyword.flex), ("-webkit-flex", Keyword.flex), ("table-header-group", Keyword.block),
        ("table-row-group", Keyword.block), ("table-caption", Keyword.block),
    ]
    private static let visibilities: [(StaticString, Float)] = [
        ("visible", Keyword.visible), ("hidden", Keyword.hidden), ("collapse", Keyword.hidden),
    ]
    private static let positions: [(StaticString, Float)] = [
        ("static", Keyword.fixedInFlow), ("sticky", Keyword.fixedInFlow), ("relative", Keyword.relative),
        ("absolute", Keyword.absolute), ("fixed", Keyword.fixed),
    ]
    private static let floats: [(StaticString, Float)] = [("none", 0), ("left", 1), ("right", 2)]
    private static let whiteSpaces: [(StaticString, Float)] = [
        ("normal", 0), ("nowrap", 1), ("pre", 1), ("pre-wrap", 0), ("pre-line", 0), ("break-spaces", 0),
    ]
    private static let overflows: [(StaticString, Float)] = [
        ("visible", 0), ("hidden", 1), ("clip", 1), ("scroll", 1), ("auto", 1), ("overlay", 1),
    ]

    // MARK: lengths

    static func length(
        _ property: Declaration.Property, _ word: StyleWord, _ cursor: StyleCursor, into out: inout [Declaration]
    ) {
        guard property != .none else { return }
        switch word.kind {
        case .number:
            // Only zero may stand without a unit; old pages leave `px` out and browsers drop those.
            guard word.unit != .none || word.number == 0 else { return }
            out.append(Declaration(property: property, unit: word.unit == .none ? .px : word.unit, number: word.number))
        case .name: out.append(Declaration(property: property, unit: .auto))
        case .function: readCalculation(property, word, cursor, into: &out)
        default: return
        }
    }

    /// `calc(-1 * 9999px)` and the like: a product or sum of plain lengths, left to right.
    private static func readCalculation(
        _ property: Declaration.Property, _ word: StyleWord, _ cursor: StyleCursor, into out: inout [Declaration]
    ) {
        guard cursor.text(word).equalsLowercased("calc") else {
            out.append(Declaration(property: property, unit: .auto))
            return
        }
        var inner = cursor.arguments(word)
        var total: Float = 0
        var unit = StyleWord.Unit.none
        var operation: UInt8 = 0x2B
        while true {
            inner.skipBlanks()
            guard inner.at < inner.end else { break }
            let byte = inner.base[inner.at]
            if byte == 0x2A || byte == 0x2F || ((byte == 0x2B || byte == 0x2D) && followsBlank(inner)) {
                operation = byte
                inner.at += 1
                continue
            }
            guard let part = inner.next(), part.kind == .number else { return }
            if part.unit != .none { unit = part.unit }
            switch operation {
            case 0x2A: total *= part.number
            case 0x2F: if part.number != 0 { total /= part.number }
            case 0x2D: total -= part.number
            default: total += part.number
            }
        }
        out.append(Declaration(property: property, unit: unit == .none ? .px : unit, number: total))
    }

    private static func followsBlank(_ cursor: StyleCursor) -> Bool {
        cursor.at + 1 < cursor.end && cursor.base[cursor.at + 1] <= 0x20
    }

    /// One to four values: top, right, bottom, left.
    private static func readSides(
        _ value: StyleCursor, _ top: Declaration.Property, _ right: Declaration.Property,
        _ bottom: Declaration.Property, _ left: Declaration.Property, into out: inout [Declaration]
    ) {
        var cursor = value
        guard let first = cursor.next() else { return }
        let second = cursor.next() ?? first
        let third = cursor.next() ?? first
        let fourth = cursor.next() ?? second
        length(top, first, value, into: &out)
        length(right, second, value, into: &out)
        length(bottom, third, value, into: &out)
        length(left, fourth, value, into: &out)
    }

    private static func readPadding(_ value: StyleCursor, into out: inout [Declaration]) {
        var cursor = value
        guard let first = cursor.next() else { return }
        let second = cursor.next()
        length(.paddingY, first, value, into: &out)
        length(.paddingX, second ?? first, value, into: &out)
    }

    private static func readOverflow(_ word: StyleWord, _ cursor: inout StyleCursor, into out: inout [Declaration]) {
        keyword(.overflowX, word, cursor, overflows, into: &out)
        keyword(.overflowY, cursor.next() ?? word, cursor, overflows, into: &out)
    }

    // MARK: fonts and colours

    private static func readFontSize(_ word: StyleWord, _ cursor: StyleCursor, into out: inout [Declaration]) {
        if word.kind == .name {
            let name = cursor.text(word)
            for (known, size) in fontSizes where name.equalsLowercased(known) {
                out.append(Declaration(property: .fontSize, unit: .px, number: size))
            }
            if name.equalsLowercased("smaller") {
                out.append(Declaration(property: .fontSize, unit: .em, number: 0.83))
            }
            if name.equalsLowercased("larger") { out.append(Declaration(property: .fontSize, unit: .em, number: 1.2)) }
            return
        }
        guard word.kind != .number || word.number >= 0 else { return }
        length(.fontSize, word, cursor, into: &out)
    }

    private static let fontSizes: [(StaticString, Float)] = [
        ("medium", 16), ("small", 13), ("x-small", 10), ("xx-small", 9), ("large", 18), ("x-large", 24),
        ("xx-large", 32),
    ]

    /// The size is the first length of a `font` value.
    private static func readFont(_ value: StyleCursor, into out: inout [Declaration]) {
        var cursor = value
        while let word = cursor.next() {
            if word.kind == .number, word.unit != .none || word.number == 0 {
                return readFontSize(word, value, into: &out)
            }
        }
    }

    /// `bits` holds the colour; `number` 1 stands for `currentColor`.
    private static func readColour(
        _ property: Declaration.Property, _ word: StyleWord, _ cursor: StyleCursor, into out: inout [Declaration]
    ) {
        if word.kind == .name, cursor.text(word).equalsLowercased("currentcolor") {
            out.append(Declaration(property: property, number: 1))
        } else if let colour = Colour.read(word, in: cursor) {
            out.append(Declaration(property: property, bits: colour.packed))
        }
    }

    private static func readBackground(_ value: StyleCursor, into out: inout [Declaration]) {
        var cursor = value
        var colour = Declaration(property: .backgroundColour, bits: Colour.clear.packed)
        var image: Float = 0
        while let word = cursor.next() {
            if let read = Colour.read(word, in: value) {
                colour.bits = read.packed
            } else if word.kind == .function {
                image = 1
            }
        }
        out.append(colour)
        out.append(Declaration(property: .backgroundImage, number: image))
    }
}
