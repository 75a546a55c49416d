/// One longhand that bears on visibility, with its value reduced to a number or a keyword.
struct Declaration {
    var property: Property
    var isImportant = false
    var unit = StyleWord.Unit.none
    /// Length, number, or the raw value of a keyword.
    var number: Float = 0
    /// A packed colour.
    var bits: UInt32 = 0

    enum Property: UInt8, CaseIterable {
        case none
        case display, visibility, opacity, fontSize, colour, backgroundColour, backgroundImage
        case position, left, top, right, bottom
        case width, height, minWidth, minHeight, maxWidth, maxHeight
        case overflowX, overflowY, marginLeft, marginTop, marginRight
        case paddingX, paddingY, textIndent, whiteSpace, clip, clipPath, float
        case translateX, translateY, scale
        // shorthands
        case font, background, inset, overflow, margin, padding, transform
        case paddingLeft, paddingRight, paddingTop, paddingBottom, translate, scaleProperty
    }
}

/// Keywords, as `Declaration.number`.
enum Keyword {
    static let none: Float = 0
    // display
    static let inline: Float = 1
    static let block: Float = 2
    static let inlineBlock: Float = 3
    static let flex: Float = 4
    static let contents: Float = 5
    // visibility
    static let visible: Float = 0
    static let hidden: Float = 1
    // position
    static let fixedInFlow: Float = 0
    static let relative: Float = 1
    static let absolute: Float = 2
    static let fixed: Float = 3
}

/// Reads declarations from inline styles and rule bodies into a flat array. Properties without bearing on visibility are
/// passed over; values that cannot be read drop their declaration, as in a browser.
struct DeclarationReader {
    private static let names: NameTable = {
        let table: [(String, Declaration.Property)] = [
            ("display", .display), ("visibility", .visibility), ("opacity", .opacity), ("font-size", .fontSize),
            ("color", .colour), ("background-color", .backgroundColour), ("background-image", .backgroundImage),
            ("position", .position), ("left", .left), ("top", .top), ("right", .right), ("bottom", .bottom),
            ("width", .width), ("height", .height), ("min-width", .minWidth), ("min-height", .minHeight),
            ("max-width", .maxWidth), ("max-height", .maxHeight), ("overflow-x", .overflowX),
            ("overflow-y", .overflowY), ("margin-left", .marginLeft), ("margin-top", .marginTop),
            ("margin-right", .marginRight), ("text-indent", .textIndent), ("white-space", .whiteSpace),
            ("clip", .clip), ("clip-path", .clipPath), ("float", .float), ("font", .font),
            ("background", .background), ("inset", .inset), ("overflow", .overflow), ("margin", .margin),
            ("padding", .padding), ("transform", .transform), ("padding-left", .paddingLeft),
            ("padding-right", .paddingRight), ("padding-top", .paddingTop), ("padding-bottom", .paddingBottom),
            ("translate", .translate), ("scale", .scaleProperty), ("-webkit-clip-path", .clipPath),
            ("-webkit-transform", .transform),
        ]
        return NameTable(table.filter { $0.0.utf8.count <= 16 }.map { ($0.0, $0.1.rawValue) })
    }()

    private let names = DeclarationReader.names
    /// Values of `--name` custom properties of the page, by hash of the name: range of the sheet text.
    var variables: [UInt32: (start: Int, end: Int)] = [:]
    /// The text that `variables` points into.
    var variableBase: UnsafePointer<UInt8>?

    /// Reads up to `}` or the end and appends what it found.
    func read(_ cursor: inout StyleCursor, into out: inout [Declaration]) {
        while cursor.at < cursor.end {
            cursor.skipBlanks()
            guard cursor.at < cursor.end else { return }
            let byte = cursor.base[cursor.at]
            if byte == 0x7D { return }
            if byte == 0x3B {
                cursor.at += 1
                continue
            }
            readOne(&cursor, into: &out)
        }
    }

    private func readOne(_ cursor: inout StyleCursor, into out: inout [Declaration]) {
        let nameStart = cursor.at
        var low: UInt64 = 0
        var high: UInt64 = 0
        while cursor.at < cursor.end, StyleCursor.isNameByte(cursor.base[cursor.at]) {
            let index = cursor.at - nameStart
            let byte = UInt64(cursor.base[cursor.at] | 0x20)
            if index < 8 {
                low |= byte << UInt64(index * 8)
            } else if index < 16 {
                high |= byte << UInt64((index - 8) * 8)
            }
            cursor.at += 1
        }
        let length = cursor.at - nameStart
        cursor.skipBlanks()
        guard length > 0, cursor.at < cursor.end, cursor.base[cursor.at] == 0x3A else {
            cursor.skipValue()
            return
        }
        cursor.at += 1
        let valueStart = cursor.at
        cursor.skipValue()
        var id = length <= 16 ? names.id(low: low, high: high) : 0
        if length == 17, isWebkitTransform(cursor.base + nameStart) { id = Declaration.Property.transform.rawValue }
        guard let property = Declaration.Property(rawValue: id), property != .none else { return }
        var value = StyleCursor(base: cursor.base, at: valueStart, end: cursor.at)
        let important = value.trimImportant()
        if let resolved = resolveVariable(value) { value = resolved }
        let first = out.count
        ValueReader.read(property, value, into: &out)
        if important {
            for index in first..<out.count { out[index].isImportant = true }
        }
    }

    private func isWebkitTransform(_ name: UnsafePointer<UInt8>) -> Bool {
        UnsafeBufferPointer(start: name, count: 17).equalsLowercased("-webkit-transform")
    }

    /// The value that a lone `var(--x, fallback)` stands for, two levels deep.
    private func resolveVariable(_ value: StyleCursor) -> StyleCursor? {
        var value = value
        for _ in 0..<2 {
            var probe = value
            guard let word = probe.next(), word.kind == .function, probe.text(word).equalsLowercased("var") else {
                break
            }
            var inner = probe.arguments(word)
            inner.skipBlanks()
            let start = inner.at
            inner.skipName()
            let hash = NameHash.of(inner.base + start, inner.at - start)
            if let known = variables[hash], let base = variableBase {
                value = StyleCursor(base: base, at: known.start, end: known.end)
            } else {
                inner.skipBlanks()
                guard inner.at < inner.end, inner.base[inner.at] == 0x2C else { return value }
                value = StyleCursor(base: inner.base, at: inner.at + 1, end: inner.end)
            }
        }
        return value
    }
}

extension StyleCursor {
    /// Cuts `!important` off the end. True when it was there.
    mutating func trimImportant() -> Bool {
        var last = end
        while last > at, base[last - 1] <= 0x20 { last -= 1 }
        let word = 9
        guard last - at > word,
            UnsafeBufferPointer(start: base + last - word, count: word).equalsLowercased("important")
        else { return false }
        var mark = last - word
        while mark > at, base[mark - 1] <= 0x20 { mark -= 1 }
        guard mark > at, base[mark - 1] == 0x21 else { return false }
        self = StyleCursor(base: base, at: at, end: mark - 1)
        return true
    }
}

/// FNV-1a of names in sheets and class attributes.
enum NameHash {
    static func of(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt32 {
        var hash: UInt32 = 0x811C_9DC5
        for index in 0..<count { hash = (hash ^ UInt32(bytes[index])) &* 0x0100_0193 }
        return hash
    }
}
