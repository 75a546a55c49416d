import CByteScan

/// Cuts HTML into tokens the way the standard's tokenizer does, filling flat arrays that are kept from page to page.
///
/// A value without reference counts or checks of exclusive access. Never fails: every byte sequence has a reading. Cost is linear: each byte is looked at a bounded number of times, also in
/// unterminated tags, quotes, comments and raw text. Input is hostile. Memory is bounded: after `maxTokens` tokens or
/// `maxAttributes` attributes `fill` returns and goes on at the next call.
package struct Tokenizer: ~Copyable {
    package private(set) var tokens: UnsafeMutablePointer<Token>
    package private(set) var tokenCount = 0
    package private(set) var attributes: UnsafeMutablePointer<Attribute>
    package private(set) var attributeCount = 0
    /// True when the last `fill` reached the end of the input.
    package private(set) var isFinished = true
    /// Some attributes of a tag were not kept (more than `maxAttributesPerTag`).
    package private(set) var droppedAttributes = false

    let maxTokens: Int
    static let maxAttributes = 1 << 20
    /// Attributes with a name the house does not know are kept up to here; known ones always.
    static let maxAttributesPerTag = 256
    private var tokenCapacity: Int
    private var attributeCapacity: Int

    var base: UnsafePointer<UInt8>
    var position = 0
    var length = 0
    /// The element whose raw text comes next, or `.unknown`.
    var rawElement = Tag.unknown
    /// Depth of `svg` and `math`: CDATA sections are text only there.
    var foreignDepth = 0

    private let tagNames = NameTable.tags
    private let attributeNames = NameTable.attributes
    private let traitTable = Tag.traits

    package init(tokenCapacity: Int = 4096, maxTokens: Int = 1 << 20) {
        self.tokenCapacity = tokenCapacity
        self.maxTokens = max(maxTokens, 64)
        attributeCapacity = 4096
        tokens = .allocate(capacity: tokenCapacity)
        attributes = .allocate(capacity: attributeCapacity)
        base = UnsafePointer(bitPattern: 1).unsafelyUnwrapped
    }

    deinit {
        tokens.deallocate()
        attributes.deallocate()
    }

    /// Sets the input; its memory must outlive the tokens' use. At most 4 GB are read.
    package mutating func start(_ input: UnsafeBufferPointer<UInt8>) {
        if let start = input.baseAddress { base = start }
        length = min(input.count, Int(UInt32.max) - 1)
        position = 0
        rawElement = .unknown
        foreignDepth = 0
        tokenCount = 0
        attributeCount = 0
        isFinished = length == 0
        droppedAttributes = false
    }

    /// Replaces the tokens by the next ones: all that are left, or `maxTokens`.
    package mutating func fill() {
        tokenCount = 0
        attributeCount = 0
        let end = base + length
        while position < length {
            if tokenCount &+ 4 > tokenCapacity, !growTokens() { return }
            if attributeCount &+ Tokenizer.maxAttributesPerTag &+ 64 > attributeCapacity, !growAttributes() { return }
            if rawElement != .unknown {
                readRawText()
                continue
            }
            let here = base + position
            if here.pointee != 0x3C {
                appendText(from: position, run: vg_scan_text(here, end))
                continue
            }
            readMarkup(here, end)
        }
        isFinished = true
    }

    @inline(__always)
    private mutating func appendText(from start: Int, run: vg_text_run) {
        let kind: Token.Kind =
            switch run.flags {
            case 0: .text
            case 1: .textWithReference
            case 2: .textWithAddress
            default: .textWithBoth
            }
        let stop = start &+ Int(run.length)
        append(
            Token(
                start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: stop),
                detail: run.nonBlank, attributeCount: 0, kind: kind, tag: .unknown))
        position = stop
    }

    /// At '<': a tag, a comment, or a '<' that is only text.
    @inline(__always)
    private mutating func readMarkup(_ here: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) {
        let next = here + 1 < end ? here[1] : 0
        if (next | 0x20) &- 0x61 < 26 {
            readStartTag(here + 1, end)
        } else if next == 0x2F {
            let letter = here + 2 < end ? here[2] : 0
            if (letter | 0x20) &- 0x61 < 26 {
                readEndTag(here + 2, end)
            } else if letter == 0x3E {
                position &+= 3  // "</>" is nothing
            } else if here + 2 >= end {
                appendLessThan()
            } else {
                readBogusComment(contentAt: position &+ 2)
            }
        } else if next == 0x21 {
            readDeclaration()
        } else if next == 0x3F {
            readBogusComment(contentAt: position &+ 1)
        } else {
            appendLessThan()
        }
    }

    /// A '<' that opens nothing: it and the text after it are one token.
    private mutating func appendLessThan() {
        let run = vg_scan_text(base + position + 1, base + length)
        let start = position
        appendText(
            from: start, run: vg_text_run(length: run.length &+ 1, nonBlank: run.nonBlank &+ 1, flags: run.flags))
    }

    @inline(__always)
    mutating func append(_ token: Token) {
        tokens[tokenCount] = token
        tokenCount &+= 1
    }

    // MARK: tags

    @inline(__always)
    private mutating func readStartTag(_ nameStart: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) {
        let name = vg_read_name(nameStart, end, 0)
        let tag = unsafeBitCast(tagNames.id(low: name.low, high: name.high), to: Tag.self)
        var cursor = nameStart + Int(name.length)
        let first = attributeCount
        var seen: UInt64 = 0
        var selfClosing = false
        // before-attribute-name state
        while true {
            while cursor < end, isBlank(cursor.pointee) { cursor += 1 }
            if cursor >= end { return endInsideTag(first) }
            let byte = cursor.pointee
            if byte == 0x3E { break }
            if byte == 0x2F {
                cursor += 1
                selfClosing = cursor < end && cursor.pointee == 0x3E
                continue
            }
            cursor = readAttribute(cursor, end, first: first, seen: &seen)
            if cursor >= end { return endInsideTag(first) }
        }
        let stop = cursor - base + 1
        append(
            Token(
                start: UInt32(truncatingIfNeeded: position), end: UInt32(truncatingIfNeeded: stop),
                detail: UInt32(truncatingIfNeeded: first),
                attributeCount: UInt16(truncatingIfNeeded: attributeCount &- first),
                kind: selfClosing ? .selfClosingTag : .startTag, tag: tag))
        position = stop
        let traits = traitTable[Int(tag.rawValue)]
        if tag == .svg || tag == .math {
            if !selfClosing { foreignDepth &+= 1 }
        } else if foreignDepth == 0, traits.contains(.rawText) {
            rawElement = tag
        } else if foreignDepth > 0, !selfClosing, tag == .script || tag == .style {
            // In foreign content these hold ordinary markup by the letter; what they hold is code all the same.
            rawElement = tag
        } else if foreignDepth > 0, traits.contains(.block) {
            foreignDepth = 0  // a `div` or `p` breaks out of foreign content
        }
    }

    /// Reads one attribute and returns where to go on: `end` when the input ended inside it.
    @inline(__always)
    private mutating func readAttribute(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, first: Int, seen: inout UInt64
    ) -> UnsafePointer<UInt8> {
        // A leading '=' belongs to the name.
        var name = vg_read_name(start, end, 1)
        if name.length == 0 {
            name = vg_read_name(start + 1, end, 1)
            name.length &+= 1
            name.low = 0
            name.high = 0
        }
        var cursor = start + Int(name.length)
        while cursor < end, isBlank(cursor.pointee) { cursor += 1 }
        var valueStart = cursor
        var valueEnd = cursor
        var reference = false
        if cursor < end, cursor.pointee == 0x3D {
            cursor += 1
            while cursor < end, isBlank(cursor.pointee) { cursor += 1 }
            if cursor >= end { return end }
            let quote = cursor.pointee
            if quote == 0x22 || quote == 0x27 {
                valueStart = cursor + 1
                let run = vg_scan_value(valueStart, end, quote)
                valueEnd = valueStart + Int(run.length)
                if valueEnd >= end { return end }
                reference = run.ampersand != 0
                cursor = valueEnd + 1
            } else {
                valueStart = cursor
                while cursor < end, cursor.pointee != 0x3E, !isBlank(cursor.pointee) {
                    if cursor.pointee == 0x26 { reference = true }
                    cursor += 1
                }
                valueEnd = cursor
            }
        }
        let id = attributeNames.id(low: name.low, high: name.high)
        if id != 0 {
            let bit: UInt64 = 1 << UInt64(id)
            if seen & bit != 0 { return cursor }  // the first of two wins
            seen |= bit
        } else if attributeCount &- first >= Tokenizer.maxAttributesPerTag {
            droppedAttributes = true
            return cursor
        }
        attributes[attributeCount] = Attribute(
            nameStart: UInt32(truncatingIfNeeded: start - base),
            valueStart: UInt32(truncatingIfNeeded: valueStart - base),
            valueEnd: UInt32(truncatingIfNeeded: valueEnd - base),
            nameLength: UInt16(truncatingIfNeeded: min(Int(name.length), 65535)),
            name: unsafeBitCast(id, to: AttributeName.self), hasReference: reference)
        attributeCount &+= 1
        return cursor
    }

    /// The input ended inside a tag: the standard drops the tag.
    private mutating func endInsideTag(_ firstAttribute: Int) {
        attributeCount = firstAttribute
        position = length
    }

    @inline(__always)
    private mutating func readEndTag(_ nameStart: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) {
        let name = vg_read_name(nameStart, end, 0)
        let tag = unsafeBitCast(tagNames.id(low: name.low, high: name.high), to: Tag.self)
        var cursor = nameStart + Int(name.length)
        if cursor < end, cursor.pointee == 0x3E {
            appendEndTag(tag, stop: cursor - base + 1)
            return
        }
        // Attributes of an end tag are read over, quotes and all.
        let first = attributeCount
        var seen: UInt64 = 0
        while true {
            while cursor < end, isBlank(cursor.pointee) || cursor.pointee == 0x2F { cursor += 1 }
            if cursor >= end { return endInsideTag(first) }
            if cursor.pointee == 0x3E { break }
            cursor = readAttribute(cursor, end, first: first, seen: &seen)
            if cursor >= end { return endInsideTag(first) }
        }
        attributeCount = first
        appendEndTag(tag, stop: cursor - base + 1)
    }

    @inline(__always)
    private mutating func appendEndTag(_ tag: Tag, stop: Int) {
        append(
            Token(
                start: UInt32(truncatingIfNeeded: position), end: UInt32(truncatingIfNeeded: stop), detail: 0,
                attributeCount: 0, kind: .endTag, tag: tag))
        position = stop
        if (tag == .svg || tag == .math) && foreignDepth > 0 { foreignDepth &-= 1 }
    }

    @inline(__always)
    func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D || byte == 0x0C
    }

    // MARK: storage

    private mutating func growTokens() -> Bool {
        guard tokenCapacity < maxTokens else { return false }
        let capacity = min(tokenCapacity * 2, maxTokens)
        let larger = UnsafeMutablePointer<Token>.allocate(capacity: capacity)
        larger.moveInitialize(from: tokens, count: tokenCount)
        tokens.deallocate()
        tokens = larger
        tokenCapacity = capacity
        return tokenCount + 4 <= tokenCapacity
    }

    private mutating func growAttributes() -> Bool {
        guard attributeCapacity < Tokenizer.maxAttributes else { return false }
        let capacity = attributeCapacity * 2
        let larger = UnsafeMutablePointer<Attribute>.allocate(capacity: capacity)
        larger.moveInitialize(from: attributes, count: attributeCount)
        attributes.deallocate()
        attributes = larger
        attributeCapacity = capacity
        return true
    }
}
