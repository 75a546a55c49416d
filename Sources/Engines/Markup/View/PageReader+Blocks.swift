import CByteScan

// Text runs become pieces, pieces become blocks.
extension PageReader {
    /// The block that text is being added to.
    struct OpenBlock {
        var isOpen = false
        var block = Block()
        /// White space met since the last piece: told only when more text follows.
        var blankStart: UInt32 = 0
        var blankEnd: UInt32 = 0
        var hasBlank = false
    }

    /// Something whose text stands beside the flow: it gets its blocks once the open block is finished.
    struct Deferred {
        enum Kind { case attribute, comment, script, handler, data, template }
        var kind: Kind
        var hasReference = false
        var place: Place
        var hidden: Hidden
        var start: UInt32
        var end: UInt32
        var level: Int
        var langStart: UInt32
        var langEnd: UInt32
    }

    // MARK: text

    /// White space between tags: a separator inside a block, nothing between blocks.
    @inline(__always)
    mutating func blank(_ start: UInt32, _ end: UInt32) {
        guard open.isOpen, !open.hasBlank else { return }
        open.hasBlank = true
        open.blankStart = start
        open.blankEnd = end
    }

    /// - Parameter flags: 1 the run holds an ampersand, 2 a bare address, as the tokenizer saw.
    @inline(__always)
    mutating func text(_ token: Token, flags: Int) {
        if stack.top.tag == .head, token.detail > 0 { endHead() }
        if flags & 1 == 0 {
            openBlockIfNeeded()
            append(raw: token.start, token.end, ink: token.detail)
        } else {
            appendDecoding(token.start, token.end)
        }
        if flags & 2 != 0 { findAddresses(token.start, token.end) }
    }

    /// Opens a block, or ends the open one first when its place or visibility is another.
    @inline(__always)
    mutating func openBlockIfNeeded() {
        let hidden = stack.top.hidden
        let place = stack.top.place
        if open.isOpen {
            if open.block.hidden == hidden && open.block.place == place { return }
            finishBlock()
        }
        open.isOpen = true
        open.hasBlank = false
        var block = Block()
        block.place = place
        block.hidden = hidden
        block.pieceStart = UInt32(truncatingIfNeeded: pieces.count)
        block.linkStart = UInt32(truncatingIfNeeded: openAnchor >= 0 ? openAnchor : links.count)
        block.langStart = stack.top.langStart
        block.langEnd = stack.top.langEnd
        open.block = block
    }

    /// Adds source bytes to the open block; white space at its very start is left out.
    @inline(__always)
    mutating func append(raw start: UInt32, _ end: UInt32, ink: UInt32) {
        var start = start
        let isFirst = open.block.textBytes == 0
        if isFirst {
            while start < end, source.base[Int(start)] <= 0x20 { start &+= 1 }
            open.hasBlank = false
        } else if open.hasBlank {
            flushBlank()
        }
        appendPiece(raw: start, end)
        count(ink: ink, start: start, end: end)
    }

    private mutating func flushBlank() {
        open.hasBlank = false
        if source.base[Int(open.blankStart)] == 0x26 {  // a reference to a space
            var piece = Piece(
                start: source.pageStart(open.blankStart), end: source.pageEnd(open.blankEnd), kind: .scalar)
            piece.scalar = 0x20
            pieces.append(piece)
        } else {
            appendPiece(raw: open.blankStart, open.blankEnd)
        }
    }

    @inline(__always)
    private mutating func appendPiece(raw start: UInt32, _ end: UInt32) {
        if source.isDerived {
            var piece = Piece(start: source.expressionStart, end: source.expressionEnd, kind: .derived)
            piece.derivedStart = source.derivedOffset &+ start
            piece.derivedEnd = source.derivedOffset &+ end
            pieces.append(piece)
        } else {
            pieces.append(Piece(start: start &+ source.offset, end: end &+ source.offset, kind: .raw))
        }
    }

    /// Adds one character that the source does not hold as such.
    mutating func append(scalar: UInt32, _ start: UInt32, _ end: UInt32, ink: UInt32) {
        if open.block.textBytes != 0, open.hasBlank { flushBlank() }
        open.hasBlank = false
        var piece = Piece(start: source.pageStart(start), end: source.pageEnd(end), kind: .scalar)
        piece.scalar = scalar
        pieces.append(piece)
        count(ink: ink, start: start, end: end)
    }

    @inline(__always)
    private mutating func count(ink: UInt32, start: UInt32, end: UInt32) {
        if open.block.textBytes == 0 { open.block.start = source.pageStart(start) }
        open.block.end = source.pageEnd(end)
        open.block.textBytes &+= ink
        if openAnchor >= 0 {
            open.block.anchorBytes &+= ink
            if links[openAnchor].block == .max { links[openAnchor].block = UInt32(truncatingIfNeeded: blocks.count) }
            links[openAnchor].hasText = true
        }
    }

    /// Text with character references: raw pieces between, one scalar piece for each decoded character.
    mutating func appendDecoding(_ start: UInt32, _ end: UInt32, inAttribute: Bool = false) {
        let stop = source.base + Int(end)
        var cursor = source.base + Int(start)
        var run = cursor
        var runInk: UInt32 = 0
        while true {
            let plain = vg_scan_to_reference(cursor, stop)
            cursor += Int(plain.length)
            runInk &+= plain.nonBlank
            guard cursor < stop else { break }
            guard let reference = Entities.reference(at: cursor, end: stop, inAttribute: inAttribute) else {
                runInk &+= 1
                cursor += 1
                continue
            }
            appendRun(run, cursor, runInk)
            let from = UInt32(truncatingIfNeeded: cursor - source.base)
            let to = from &+ UInt32(truncatingIfNeeded: reference.length)
            if isSpace(reference.first) {
                blank(from, to)
            } else {
                openBlockIfNeeded()
                append(scalar: reference.first, from, to, ink: to &- from)
                if reference.second != 0 { append(scalar: reference.second, from, to, ink: 0) }
            }
            cursor += reference.length
            run = cursor
            runInk = 0
        }
        appendRun(run, stop, runInk)
    }

    private mutating func appendRun(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ ink: UInt32) {
        guard start < end else { return }
        let from = UInt32(truncatingIfNeeded: start - source.base)
        let to = UInt32(truncatingIfNeeded: end - source.base)
        if ink == 0 { return blank(from, to) }
        openBlockIfNeeded()
        append(raw: from, to, ink: ink)
    }

    private func isSpace(_ scalar: UInt32) -> Bool {
        scalar <= 0x20 || scalar == 0xA0 || scalar == 0x3000 || (scalar >= 0x2000 && scalar <= 0x200A)
    }

    /// A line break inside a block.
    mutating func lineBreak(_ start: UInt32, _ end: UInt32) {
        guard open.isOpen, open.block.textBytes > 0 else { return }
        append(scalar: 0x20, start, end, ink: 0)
    }

    // MARK: block ends

    /// Ends the open block and gives blocks to what was waiting for it.
    @inline(__always)
    mutating func finishBlock() {
        if open.isOpen { closeOpenBlock() }
        if deferred.count > deferredFloor { emitDeferred() }
    }

    mutating func closeOpenBlock() {
        open.isOpen = false
        guard open.block.textBytes > 0 else {
            pieces.removeLast(pieces.count - Int(open.block.pieceStart))
            return
        }
        trimEnd()
        guard pieces.count > Int(open.block.pieceStart) else { return }
        open.block.pieceEnd = UInt32(truncatingIfNeeded: pieces.count)
        open.block.linkEnd = UInt32(truncatingIfNeeded: links.count)
        if open.block.hidden.isEmpty, open.block.place != .title {
            facts.visibleTextBytes &+= Int(open.block.textBytes)
        }
        if open.block.place == .title, facts.titleBlock == nil {
            facts.titleBlock = UInt32(truncatingIfNeeded: blocks.count)
        }
        blocks.append(open.block)
    }

    /// Takes white space and line breaks off the end.
    private mutating func trimEnd() {
        while let last = pieces.last, pieces.count > Int(open.block.pieceStart) {
            switch last.kind {
            case .scalar:
                guard last.scalar <= 0x20 else {
                    open.block.end = last.end
                    return
                }
                pieces.removeLast()
            case .raw:
                guard !source.isDerived else { return }
                var end = last.end
                while end > last.start, source.base[Int(end &- source.offset) &- 1] <= 0x20 { end &-= 1 }
                if end > last.start {
                    pieces[pieces.count - 1].end = end
                    open.block.end = end
                    return
                }
                pieces.removeLast()
            case .derived:
                open.block.end = last.end
                return
            }
        }
    }
}
