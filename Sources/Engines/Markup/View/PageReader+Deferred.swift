// What stands beside the flow of text: attributes, comments, scripts, markup inside them.
extension PageReader {
    mutating func deferral(
        _ kind: Deferred.Kind, _ start: UInt32, _ end: UInt32, _ frame: Frame, place: Place, level: Int
    ) -> Deferred {
        Deferred(
            kind: kind, place: frame.locksPlace ? frame.place : place, hidden: frame.hidden, start: start, end: end,
            level: level, langStart: frame.langStart, langEnd: frame.langEnd)
    }

    /// Queues a comment: a word may go on behind it, so it must not end the open block.
    mutating func deferContent(_ kind: Deferred.Kind, _ token: Token, level: Int) {
        var entry = deferral(kind, token.start, token.end, stack.top, place: .markupComment, level: level)
        entry.place = .markupComment
        entry.hidden.insert(.markupComment)
        deferred.append(entry)
        flushDeferredIfIdle()
    }

    mutating func deferAttribute(_ attribute: Attribute, _ frame: Frame, hidden: Hidden, level: Int) {
        guard attribute.valueEnd > attribute.valueStart else { return }
        var entry = deferral(
            .attribute, attribute.valueStart, attribute.valueEnd, frame, place: .attribute, level: level)
        entry.hidden = hidden
        entry.hasReference = attribute.hasReference
        deferred.append(entry)
        flushDeferredIfIdle()
    }

    @inline(__always)
    mutating func flushDeferredIfIdle() {
        if !open.isOpen { emitDeferred() }
    }

    /// Attributes whose text a reader or a search engine may meet, and handlers.
    mutating func readTextAttributes(
        _ token: Token, _ attributes: UnsafeBufferPointer<Attribute>, frame: Frame, level: Int
    ) {
        for attribute in attributes {
            switch attribute.name {
            case .alt, .title, .ariaLabel, .summary:
                deferAttribute(attribute, frame, hidden: frame.hidden.union(.metadata), level: level)
            case .placeholder:
                deferAttribute(attribute, frame, hidden: frame.hidden, level: level)
            case .label where token.tag == .option || token.tag == .optgroup:
                deferAttribute(attribute, frame, hidden: frame.hidden, level: level)
            case .onclick, .onerror, .onload, .onmouseover, .onsubmit:
                if attribute.name == .onload, token.tag == .body, level == 0 {
                    bodyHandler = Int(attribute.valueStart)..<Int(attribute.valueEnd)
                }
                deferHandler(attribute, frame, level: level)
            default: break
            }
        }
    }

    /// An inline event handler that can navigate or write: others are not worth folding.
    mutating func deferHandler(_ attribute: Attribute, _ frame: Frame, level: Int) {
        guard attribute.valueEnd - attribute.valueStart >= 8 else { return }
        var entry = deferral(
            .handler, attribute.valueStart, attribute.valueEnd, frame, place: .script, level: level)
        entry.hasReference = attribute.hasReference
        deferred.append(entry)
        flushDeferredIfIdle()
    }

    /// Gives every waiting item of this reading its blocks. Items of a nested reading are queued behind and emitted there.
    mutating func emitDeferred() {
        let first = deferredFloor
        let stop = deferred.count
        deferredFloor = stop
        var index = first
        while index < stop {
            emit(deferred[index])
            index += 1
        }
        deferred.removeLast(deferred.count - first)
        deferredFloor = first
    }

    private mutating func emit(_ entry: Deferred) {
        switch entry.kind {
        case .attribute: emitText(entry)
        case .comment: emitComment(entry)
        case .script, .handler: emitScript(entry)
        case .data: emitData(entry)
        case .template: emitMarkup(entry)
        }
    }

    private mutating func emitText(_ entry: Deferred) {
        let outer = beginBlock(entry)
        emitRun(entry.start, entry.end, hasReference: entry.hasReference, inAttribute: true)
        endBlock(outer)
    }

    mutating func emitRun(_ start: UInt32, _ end: UInt32, hasReference: Bool, inAttribute: Bool) {
        if hasReference {
            appendDecoding(start, end, inAttribute: inAttribute)
            return
        }
        var ink: UInt32 = 0
        var at = start
        while at < end {
            if source.base[Int(at)] > 0x20 { ink &+= 1 }
            at &+= 1
        }
        guard ink > 0 else { return }
        openBlockIfNeeded()
        append(raw: start, end, ink: ink)
    }

    /// What stands around a block of its own.
    struct Surroundings {
        var floor: Int
        var overflow: Int
        var anchor: Int
    }

    /// Puts a frame of the entry's place and visibility on top: what is appended up to `endBlock` is a block of its own.
    mutating func beginBlock(_ entry: Deferred) -> Surroundings {
        var frame = Frame()
        frame.place = entry.place
        frame.locksPlace = true
        frame.reset(hidden: entry.hidden)
        frame.box.id = nextBoxID()
        frame.langStart = entry.langStart
        frame.langEnd = entry.langEnd
        let kept = stack.pushReading(frame)
        let anchor = openAnchor
        openAnchor = -1
        return Surroundings(floor: kept.floor, overflow: kept.overflow, anchor: anchor)
    }

    mutating func endBlock(_ outer: Surroundings) {
        if open.isOpen { closeOpenBlock() }
        openAnchor = outer.anchor
        stack.popReading((outer.floor, outer.overflow))
    }

    private mutating func emitComment(_ entry: Deferred) {
        var hasMarkup = false
        var hasReference = false
        var hasAddress = false
        for at in entry.start..<entry.end {
            let byte = source.base[Int(at)]
            if byte == 0x3C { hasMarkup = true }
            if byte == 0x26 { hasReference = true }
            if byte == 0x2F || byte | 0x20 == 0x77 { hasAddress = true }
        }
        if !hasMarkup {
            let outer = beginBlock(entry)
            emitRun(entry.start, entry.end, hasReference: hasReference, inAttribute: false)
            if hasAddress { findAddresses(entry.start, entry.end) }
            endBlock(outer)
        } else {
            emitMarkup(entry)
        }
    }

    private mutating func emitMarkup(_ entry: Deferred) {
        let start = conditionalCommentEnd(entry)
        if entry.hasReference, let decoded = decodeToDerived(entry) {
            readNested(decoded, place: entry.place, hidden: entry.hidden, level: entry.level + 1)
        } else {
            readNested(
                source.part(start, entry.end), place: entry.place, hidden: entry.hidden, level: entry.level + 1)
        }
    }

    /// Skips the `[if …]>` of a conditional comment.
    private mutating func conditionalCommentEnd(_ entry: Deferred) -> UInt32 {
        guard entry.kind == .comment, source.base[Int(entry.start)] == 0x5B else { return entry.start }
        var at = entry.start
        while at < entry.end, at - entry.start < 64 {
            if source.base[Int(at)] == 0x3E { return at + 1 }
            at += 1
        }
        return entry.start
    }
}
