import CByteScan

// Raw text, comments and declarations: rare next to tags, so these are plain functions.
extension Tokenizer {
    /// Reads the content of `rawElement` and leaves its end tag for the next step.
    mutating func readRawText() {
        let element = rawElement
        rawElement = .unknown
        let stop = element == .script ? endOfScript(from: position) : endOfRawText(element, from: position)
        if stop > position {
            append(
                Token(
                    start: UInt32(truncatingIfNeeded: position), end: UInt32(truncatingIfNeeded: stop), detail: 0,
                    attributeCount: 0, kind: element.traits.contains(.references) ? .escapableText : .rawText,
                    tag: element))
            position = stop
        }
    }

    /// Where `</element` stands with a byte after it that ends the name, or the end of the input.
    private func endOfRawText(_ element: Tag, from start: Int) -> Int {
        guard element != .plaintext else { return length }
        var at = start
        while at < length {
            at = vg_find(base + at, base + length, 0x3C) - base
            if isEndTag(of: element, at: at) { return at }
            at += 1
        }
        return length
    }

    /// Script content with its escaped states: after `<!--` a `<script` opens an inner level, whose end tag does not count.
    private func endOfScript(from start: Int) -> Int {
        var at = start
        var isEscaped = false
        var isDoubleEscaped = false
        while at < length {
            if !isEscaped {
                at = vg_find(base + at, base + length, 0x3C) - base
                if at >= length { return length }
                if isEndTag(of: .script, at: at) { return at }
                if matches("!--", at: at + 1) {
                    isEscaped = true
                    at += 2  // the dashes may already belong to "-->"
                }
                at += 1
                continue
            }
            let byte = base[at]
            if byte == 0x2D, at + 2 < length, base[at + 1] == 0x2D, base[at + 2] == 0x3E {
                isEscaped = false
                isDoubleEscaped = false
                at += 3
            } else if byte == 0x3C {
                if isEndTag(of: .script, at: at) {
                    if !isDoubleEscaped { return at }
                    isDoubleEscaped = false
                } else if !isDoubleEscaped, matches("script", at: at + 1), endsName(at: at + 7) {
                    isDoubleEscaped = true
                }
                at += 1
            } else {
                at += 1
            }
        }
        return length
    }

    private func isEndTag(of element: Tag, at: Int) -> Bool {
        guard at + 2 < length, base[at + 1] == 0x2F else { return false }
        let name = vg_read_name(base + at + 2, base + min(length, at + 2 + 17), 0)
        guard NameTable.tags.id(low: name.low, high: name.high) == element.rawValue else { return false }
        return at + 2 + Int(name.length) < length
    }

    private func endsName(at: Int) -> Bool {
        at < length && vg_ends_name(base[at]) != 0 && base[at] != 0x3D
    }

    /// ASCII letters are compared case-blind; `text` is lower case.
    func matches(_ text: StaticString, at: Int) -> Bool {
        let count = text.utf8CodeUnitCount
        guard at + count <= length else { return false }
        for index in 0..<count {
            let byte = base[at + index]
            let lowered = byte &- 0x41 < 26 ? byte | 0x20 : byte
            if lowered != text.utf8Start[index] { return false }
        }
        return true
    }

    /// At `<!`: comment, doctype, CDATA or a bogus comment.
    mutating func readDeclaration() {
        let start = position
        if matches("--", at: start + 2) {
            readComment()
        } else if matches("doctype", at: start + 2) {
            let stop = vg_find(base + start + 9, base + length, 0x3E) - base
            appendContent(.doctype, from: start + 9, to: stop, next: min(stop + 1, length))
        } else if foreignDepth > 0, matches("[cdata[", at: start + 2) {
            readSection(contentAt: start + 9)
        } else {
            readBogusComment(contentAt: start + 2)
        }
    }

    /// At `<!--`. Ends at `-->`, `--!>`, the abrupt `<!-->` and `<!--->`, or the end of the input.
    private mutating func readComment() {
        let content = position + 4
        if content < length, base[content] == 0x3E {
            return appendContent(.comment, from: content, to: content, next: content + 1)
        }
        if content + 1 < length, base[content] == 0x2D, base[content + 1] == 0x3E {
            return appendContent(.comment, from: content, to: content, next: content + 2)
        }
        var at = content
        while at < length {
            at = vg_find(base + at, base + length, 0x3E) - base
            if at >= length { break }
            if at >= content + 2, base[at - 1] == 0x2D, base[at - 2] == 0x2D {
                return appendContent(.comment, from: content, to: at - 2, next: at + 1)
            }
            if at >= content + 3, base[at - 1] == 0x21, base[at - 2] == 0x2D, base[at - 3] == 0x2D {
                return appendContent(.comment, from: content, to: at - 3, next: at + 1)
            }
            at += 1
        }
        appendContent(.comment, from: min(content, length), to: length, next: length)
    }

    mutating func readBogusComment(contentAt content: Int) {
        let stop = vg_find(base + min(content, length), base + length, 0x3E) - base
        appendContent(.bogusComment, from: min(content, length), to: stop, next: min(stop + 1, length))
    }

    /// A CDATA section of foreign content is text up to `]]>`.
    private mutating func readSection(contentAt content: Int) {
        var at = content
        while at < length {
            at = vg_find(base + at, base + length, 0x3E) - base
            if at < length, at >= content + 2, base[at - 1] == 0x5D, base[at - 2] == 0x5D { break }
            at += 1
        }
        let stop = at >= length ? length : at - 2
        let run = vg_scan_text(base + content, base + stop)
        append(
            Token(
                start: UInt32(truncatingIfNeeded: content), end: UInt32(truncatingIfNeeded: stop),
                detail: run.nonBlank, attributeCount: 0, kind: .text, tag: .unknown))
        position = min(at + 1, length)
    }

    private mutating func appendContent(_ kind: Token.Kind, from start: Int, to stop: Int, next: Int) {
        append(
            Token(
                start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: stop), detail: 0,
                attributeCount: 0, kind: kind, tag: .unknown))
        position = next
    }
}
