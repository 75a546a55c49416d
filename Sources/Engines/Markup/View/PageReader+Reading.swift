// The walk over the tokens of one source.
extension PageReader {
    /// How deep readings nest: the page, markup in a comment or script, markup in that.
    static let maxReadingLevel = 2

    /// Reads all of `input` under the frame that is on top of the stack.
    mutating func read(_ input: Source, level: Int) {
        while readers.count <= level { readers.append(Reader(level: readers.count)) }
        let outer = source
        source = input
        tokenizedBytes &+= input.count
        let reader = readers[level]
        reader.tokenizer.start(UnsafeBufferPointer(start: input.base, count: input.count))
        reader.tokenizer.fill()
        if level == 0 { collectStyles(reader) }
        walk(reader, level: level)
        while !reader.tokenizer.isFinished {
            reader.tokenizer.fill()
            if level == 0 { fillNumber &+= 1 }
            walk(reader, level: level)
        }
        finishBlock()
        if reader.tokenizer.droppedAttributes { facts.wasCut = true }
        source = outer
    }

    /// Reads markup that is not part of the page's own tree: everything in it has `place` and is at least `hidden`.
    mutating func readNested(_ input: Source, place: Place, hidden: Hidden, level: Int) {
        guard level <= PageReader.maxReadingLevel, input.count > 0 else { return }
        var frame = stack.top
        frame.tag = .unknown
        frame.place = place
        frame.locksPlace = true
        frame.reset(hidden: hidden)
        frame.box.id = nextBoxID()
        let kept = stack.pushReading(frame)
        let anchor = openAnchor
        openAnchor = -1
        read(input, level: level)
        openAnchor = anchor
        stack.popReading(kept)
    }

    private mutating func walk(_ reader: Reader, level: Int) {
        let tokens = reader.tokenizer.tokens
        let count = reader.tokenizer.tokenCount
        let allAttributes = reader.tokenizer.attributes
        var index = 0
        while index < count {
            let token = tokens[index]
            index &+= 1
            switch token.kind {
            case .text:
                if token.detail == 0 { blank(token.start, token.end) } else { text(token, flags: 0) }
            case .textWithReference: text(token, flags: 1)
            case .textWithAddress: text(token, flags: 2)
            case .textWithBoth: text(token, flags: 3)
            case .startTag, .selfClosingTag:
                let attributes = UnsafeBufferPointer(
                    start: allAttributes + Int(token.detail), count: Int(token.attributeCount))
                startTag(token, attributes, level: level)
            case .endTag: endTag(token.tag)
            case .rawText, .escapableText: rawText(token, level: level)
            case .comment:
                if token.end > token.start { deferContent(.comment, token, level: level) }
            case .bogusComment:
                if token.end > token.start { deferContent(.comment, token, level: level) }
            case .doctype: break
            }
        }
    }
}
