// The walk over the tokens of one source.
extension PageView {
    /// How deep readings nest: the page, markup in a comment or script, markup in that.
    static let maxReadingLevel = 2

    /// Reads all of `input` under the frame that is on top of the stack.
    func read(_ input: Source, level: Int) {
        while readers.count <= level { readers.append(Reader(level: readers.count)) }
        let outer = source
        source = input
        let tokenizer = readers[level].tokenizer
        tokenizer.start(UnsafeBufferPointer(start: input.base, count: input.count))
        tokenizer.fill()
        if level == 0 { collectStyles(tokenizer) }
        walk(tokenizer, level: level)
        while !tokenizer.isFinished {
            tokenizer.fill()
            if level == 0 { fillNumber &+= 1 }
            walk(tokenizer, level: level)
        }
        finishBlock()
        if tokenizer.droppedAttributes { facts.wasCut = true }
        source = outer
    }

    /// Reads markup that is not part of the page's own tree: everything in it has `place` and is at least `hidden`.
    func readNested(_ input: Source, place: Place, hidden: Hidden, level: Int) {
        guard level <= PageView.maxReadingLevel, input.count > 0 else { return }
        var frame = stack.top
        frame.tag = .unknown
        frame.place = place
        frame.locksPlace = true
        frame.reset(hidden: hidden)
        let kept = stack.pushReading(frame)
        let anchor = openAnchor
        openAnchor = -1
        read(input, level: level)
        openAnchor = anchor
        stack.popReading(kept)
    }

    private func walk(_ tokenizer: Tokenizer, level: Int) {
        let tokens = tokenizer.tokens
        let count = tokenizer.tokenCount
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
                    start: tokenizer.attributes + Int(token.detail), count: Int(token.attributeCount))
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
