// Scripts: their type, their source, and what their strings give.
extension PageReader {
    /// Notes what the script tag says; its content comes as raw text. Never pushed.
    mutating func readScriptTag(
        _ token: Token, _ attributes: UnsafeBufferPointer<Attribute>, _ frame: Frame, level: Int
    ) -> Bool {
        facts.scriptCount &+= 1
        addLink(.script, attributes.first(.src), token, frame, attributes, level: level)
        scriptType = .code
        guard let type = attributes.first(.type) else { return true }
        let name = value(type)
        if name.hasLowercasedPrefix("application/ld+json") || name.hasLowercasedPrefix("application/json") {
            scriptType = .data
        } else if name.hasLowercasedPrefix("text/html") || name.hasLowercasedPrefix("text/x-")
            || name.hasLowercasedPrefix("text/template") || name.hasLowercasedPrefix("text/ng-template")
        {
            scriptType = .template
        }
        return true
    }

    enum ScriptType { case code, data, template }

    /// Content of an element without tags.
    mutating func rawText(_ token: Token, level: Int) {
        switch token.tag {
        case .script:
            if scriptType == .code {
                let script = UnsafeBufferPointer(
                    start: source.base + Int(token.start), count: Int(token.end - token.start))
                noteSubmits(script)
                if level == 0, Self.writes(script) { facts.writingScriptCount &+= 1 }
            }
            deferScript(token, level: level)
        case .style: break
        case .title, .textarea: appendDecoding(token.start, token.end)
        case .iframe, .noembed, .noframes:
            var entry = deferral(
                .template, token.start, token.end, stack.top, place: token.tag == .iframe ? .iframe : stack.top.place,
                level: level)
            entry.hidden.insert(.noscript)
            deferred.append(entry)
            flushDeferredIfIdle()
        default:
            emitRun(token.start, token.end, hasReference: false, inAttribute: false)
        }
    }

    private mutating func deferScript(_ token: Token, level: Int) {
        let kind: Deferred.Kind =
            switch scriptType {
            case .code: .script
            case .data: .data
            case .template: .template
            }
        let place: Place = scriptType == .data ? .data : scriptType == .template ? stack.top.place : .script
        var entry = deferral(kind, token.start, token.end, stack.top, place: place, level: level)
        switch scriptType {
        case .code: entry.hidden.insert(.script)
        case .data: entry.hidden.insert(.metadata)
        case .template: entry.hidden.insert(.template)
        }
        deferred.append(entry)
        flushDeferredIfIdle()
    }

    // MARK: folded strings

    mutating func emitScript(_ entry: Deferred) {
        var script = source.part(entry.start, entry.end)
        if entry.hasReference {
            guard let decoded = decodeToDerived(entry) else { return }
            script = decoded
        }
        while folders.count <= entry.level { folders.append(ScriptFolder()) }
        let folder = folders[entry.level]
        folder.fold(
            UnsafeBufferPointer(start: script.base, count: script.count), sourceOffset: script.offset,
            maxRounds: limits.maxScriptRounds, maxOutputBytes: limits.maxDerivedBytes)
        var entry = entry
        entry.hidden.insert(.script)
        for string in folder.strings {
            emit(string, of: folder, in: script, entry)
        }
    }

    private mutating func emit(
        _ string: ScriptFolder.FoldedString, of folder: ScriptFolder, in script: Source, _ entry: Deferred
    ) {
        let length = Int(string.byteEnd) - Int(string.byteStart)
        guard length > 0, hasRoomForDerived(length * 2 + 16) else { return }
        let start = derived.count
        derived.append(contentsOf: folder.bytes[Int(string.byteStart)..<Int(string.byteEnd)])
        let end = derived.count
        guard var text = derivedSource(start, end, expression: (0, 0)) else { return }
        text.expressionStart = script.isDerived ? script.expressionStart : string.start
        text.expressionEnd = script.isDerived ? script.expressionEnd : string.end
        switch string.use {
        case .markup, .code:
            readNested(text, place: .script, hidden: entry.hidden, level: entry.level + 1)
        case .redirect:
            let index = addScriptLink(.other, text, entry)
            var redirect = Redirect(kind: .script, link: index)
            redirect.isConditional = string.isConditional
            redirects.append(redirect)
        case .link: _ = addScriptLink(.other, text, entry)
        case .plain: emitPlain(text, entry, isDecoded: string.isDecoded)
        }
    }

    /// A string that nothing is known of: text when it looks like text, a link when it is an address.
    private mutating func emitPlain(_ text: Source, _ entry: Deferred, isDecoded: Bool) {
        let bytes = UnsafeBufferPointer(start: text.base, count: text.count)
        if bytes.hasLowercasedPrefix("http://") || bytes.hasLowercasedPrefix("https://")
            || bytes.hasLowercasedPrefix("//"), !bytes.contains(0x20), !bytes.contains(0x3C)
        {
            _ = addScriptLink(.other, text, entry)
            return
        }
        guard bytes.count >= 12, looksLikeText(bytes) else { return }
        readNested(text, place: .script, hidden: entry.hidden, level: entry.level + 1)
    }

    private func looksLikeText(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var letters = 0
        var hasSpace = false
        for byte in bytes.prefix(4096) {
            if (byte | 0x20) &- 0x61 < 26 { letters += 1 }
            if byte == 0x20 || byte >= 0x80 { hasSpace = true }
            if byte >= 0x80 { letters += 1 }
        }
        return hasSpace && letters >= 6
    }

    private mutating func addScriptLink(_ kind: Link.Kind, _ text: Source, _ entry: Deferred) -> UInt32 {
        var link = Link()
        link.kind = kind
        link.start = text.expressionStart
        link.end = text.expressionEnd
        link.valueStart = text.expressionStart
        link.valueEnd = text.expressionEnd
        link.place = .script
        link.hidden = entry.hidden
        fillAddress(&link, UnsafeBufferPointer(start: text.base, count: text.count), hasReference: false)
        links.append(link)
        return UInt32(truncatingIfNeeded: links.count - 1)
    }

    /// Keeps bytes of `derived` at a fixed address until the next page.
    mutating func holdCopy(_ start: Int, _ end: Int) -> UnsafePointer<UInt8> {
        copies.hold(derived, start, end)
    }
}

/// Copies of derived text that are read while `derived` grows: chunks that stay where they are until `removeAll`.
final class CopyStore {
    private var chunks: [UnsafeMutableBufferPointer<UInt8>] = []
    private var chunk = 0
    private var used = 0
    private static let chunkBytes = 64 << 10

    deinit {
        for chunk in chunks { chunk.deallocate() }
    }

    func removeAll() {
        // Large chunks of one page are not kept for the next.
        while let last = chunks.last, last.count > CopyStore.chunkBytes || chunks.count > 4 {
            last.deallocate()
            chunks.removeLast()
        }
        chunk = 0
        used = 0
    }

    func hold(_ bytes: [UInt8], _ start: Int, _ end: Int) -> UnsafePointer<UInt8> {
        let count = end - start
        while chunk < chunks.count, chunks[chunk].count - used < count {
            chunk += 1
            used = 0
        }
        if chunk == chunks.count {
            chunks.append(.allocate(capacity: max(count, CopyStore.chunkBytes)))
            used = 0
        }
        guard let base = chunks[chunk].baseAddress else { return UnsafePointer(bitPattern: 1).unsafelyUnwrapped }
        let copy = base + used
        bytes.withUnsafeBufferPointer { all in
            if let from = all.baseAddress { copy.update(from: from + start, count: count) }
        }
        used += count
        return UnsafePointer(copy)
    }
}
