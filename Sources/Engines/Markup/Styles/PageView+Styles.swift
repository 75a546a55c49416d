// Computed visibility of one element: the cascade over presentational attributes, the page's sheets and the inline style.
extension PageView {
    /// What the attributes of one tag say to styles.
    struct StyleClues {
        var classes: Attribute?
        var id: Attribute?
        var style: Attribute?
        /// An attribute is there that may change the look.
        var hasOwnStyle = false
        var isCustomary = false
    }

    @inline(__always)
    func applyStyle(
        _ frame: inout Frame, _ token: Token, _ attributes: UnsafeBufferPointer<Attribute>, _ clues: inout StyleClues,
        level: Int
    ) {
        frame.hidden = stack.top.hidden
        frame.box = stack.top.box
        frame.box.isFlex = false
        frame.box.clipsText = false
        var hasRules = false
        if !sheet.isEmpty, level == 0 {
            record(&frame, token, attributes, clues)
            hasRules = collectMatches(frame.element)
        }
        if clues.isCustomary, frame.tag != .html, frame.tag != .body { frame.box.isCustomaryContext = true }
        if hasRules || clues.hasOwnStyle || PageView.hasOwnLook(frame.tag) || frame.box.fontSize < 4 {
            resolve(&frame, attributes, clues, hasRules: hasRules)
        }
    }

    /// Elements that look different by the browser's own sheet in a way that matters here.
    @inline(__always)
    private static func hasOwnLook(_ tag: Tag) -> Bool {
        switch tag {
        case .a, .button, .input, .select, .textarea, .details, .dialog, .summary, .marquee, .rp, .datalist, .nav,
            .menu,
            .mark:
            true
        default: false
        }
    }

    private func resolve(
        _ frame: inout Frame, _ attributes: UnsafeBufferPointer<Attribute>, _ clues: StyleClues, hasRules: Bool
    ) {
        var resolver = StyleResolver(parent: stack.top.box, rootFontSize: rootFontSize)
        resolver.box.isCustomaryContext = frame.box.isCustomaryContext
        let before = stack.top.box.hidden
        applyDefaults(&resolver, frame.tag, attributes)
        cascade.removeAll(keepingCapacity: true)
        if clues.hasOwnStyle { addPresentation(frame.tag, attributes) }
        inlineDeclarations.removeAll(keepingCapacity: true)
        if let style = clues.style { readInlineStyle(style) }
        if hasRules { addRules(important: false) }
        for declaration in inlineDeclarations where !declaration.isImportant { cascade.append(declaration) }
        if hasRules { addRules(important: true) }
        for declaration in inlineDeclarations where declaration.isImportant { cascade.append(declaration) }
        for declaration in cascade where declaration.property == .fontSize { resolver.applyFontSize(declaration) }
        for declaration in cascade where declaration.property == .colour { resolver.apply(declaration) }
        for declaration in cascade where declaration.property != .fontSize && declaration.property != .colour {
            resolver.apply(declaration)
        }
        resolver.finish()
        if frame.tag == .html { rootFontSize = resolver.box.fontSize }
        if frame.tag == .marquee { addMarquee(&resolver, attributes) }
        frame.box = resolver.box
        noteCustom(&frame, clues, before: before)
        frame.hidden = frame.box.hidden
    }

    /// Whether interface practice explains what this element newly hides. Closed menus, tabs and dialogs hide by `display`
    /// and `visibility`; only the element's own name excuses the other means.
    private func noteCustom(_ frame: inout Frame, _ clues: StyleClues, before: Hidden) {
        let plain: Hidden = [.displayNone, .visibility, .attribute]
        var after = frame.box.hidden
        after.remove(.customary)
        let new = after.subtracting(before)
        guard !new.isEmpty else { return }
        let isOwn = clues.isCustomary || frame.tag == .dialog || frame.tag == .rp || frame.tag == .datalist
        frame.box.isCustomary = isOwn || (frame.box.isCustomaryContext && new.subtracting(plain).isEmpty)
    }

    // MARK: the browser's own sheet and attributes

    private func applyDefaults(
        _ resolver: inout StyleResolver, _ tag: Tag, _ attributes: UnsafeBufferPointer<Attribute>
    ) {
        let traits = tag.traits
        resolver.own.display =
            traits.contains(.inlineBox)
            ? Keyword.inlineBlock : traits.contains(.block) ? Keyword.block : Keyword.inline
        switch tag {
        case .a: if attributes.first(.href) != nil { resolver.box.colour = .link }
        case .button, .input, .select, .textarea:
            resolver.box.colour = .black
            resolver.own.background = tag == .button ? .button : .white
            resolver.box.textIndent = 0
            resolver.box.fontSize = 13.3
        case .mark:
            resolver.box.colour = .black
            resolver.own.background = Colour(red: 255, green: 255, blue: 0)
        case .nav, .menu: resolver.box.isCustomaryContext = true
        case .marquee:
            resolver.own.overflowX = true
            resolver.own.overflowY = true
        case .dialog:
            if attributes.first(.open) == nil {
                resolver.own.display = Keyword.none
                resolver.own.isHiddenByAttribute = true
            }
        case .details:
            if attributes.first(.open) == nil {
                resolver.box.sticky.insert(.attribute)
                resolver.box.isCustomary = true
            }
        case .summary: if stack.top.tag == .details { openSummary(&resolver) }
        case .rp, .datalist: resolver.own.display = Keyword.none
        default: break
        }
        if attributes.first(.hidden) != nil {
            resolver.own.display = Keyword.none
            resolver.own.isHiddenByAttribute = true
        }
        if tag.traits.contains(.heading) || tag == .small || tag == .big { applyHeadingSize(&resolver, tag) }
    }

    /// A summary is seen when its `details` is closed.
    private func openSummary(_ resolver: inout StyleResolver) {
        let outer = stack.belowTop.box
        if !outer.sticky.contains(.attribute) { resolver.box.sticky.remove(.attribute) }
        resolver.box.isCustomary = outer.isCustomary
    }

    private func applyHeadingSize(_ resolver: inout StyleResolver, _ tag: Tag) {
        switch tag {
        case .h1: resolver.box.fontSize *= 2
        case .h2: resolver.box.fontSize *= 1.5
        case .h3: resolver.box.fontSize *= 1.17
        case .h5, .small: resolver.box.fontSize *= 0.83
        case .h6: resolver.box.fontSize *= 0.67
        case .big: resolver.box.fontSize *= 1.2
        default: break
        }
    }

    /// `<font color>`, `<td bgcolor>`, `<body text>` and sizes.
    private func addPresentation(_ tag: Tag, _ attributes: UnsafeBufferPointer<Attribute>) {
        for attribute in attributes {
            switch attribute.name {
            case .color where tag == .font: addColour(.colour, attribute)
            case .text where tag == .body: addColour(.colour, attribute)
            case .bgcolor: addColour(.backgroundColour, attribute)
            case .background where attribute.valueEnd > attribute.valueStart:
                cascade.append(Declaration(property: .backgroundImage, number: 1))
            case .width where tag != .img && tag != .input: addSize(.width, attribute)
            case .height where tag != .img && tag != .input: addSize(.height, attribute)
            default: break
            }
        }
    }

    private func addColour(_ property: Declaration.Property, _ attribute: Attribute) {
        var cursor = StyleCursor(base: source.base, at: Int(attribute.valueStart), end: Int(attribute.valueEnd))
        guard let word = cursor.next() else { return }
        // Old attributes take hex digits without their sign.
        guard let colour = Colour.read(word, in: cursor) ?? Colour.hex(cursor.text(word)) else { return }
        cascade.append(Declaration(property: property, bits: colour.packed))
    }

    private func addSize(_ property: Declaration.Property, _ attribute: Attribute) {
        var cursor = StyleCursor(base: source.base, at: Int(attribute.valueStart), end: Int(attribute.valueEnd))
        guard let word = cursor.next(), word.kind == .number, word.number >= 0 else { return }
        cascade.append(
            Declaration(property: property, unit: word.unit == .percent ? .percent : .px, number: word.number))
    }

    /// A marquee is shown, but nobody reads it in a box of a few pixels or at a speed of a screen a step.
    private func addMarquee(_ resolver: inout StyleResolver, _ attributes: UnsafeBufferPointer<Attribute>) {
        var isTrick = resolver.own.width <= 5 || resolver.own.height <= 5
        if let amount = attributes.first(.scrollamount) {
            var cursor = StyleCursor(base: source.base, at: Int(amount.valueStart), end: Int(amount.valueEnd))
            if let word = cursor.next(), word.number >= 500 { isTrick = true }
        }
        if isTrick {
            resolver.box.clipped.remove(.zeroSize)
            resolver.box.sticky.insert(.marquee)
        }
    }

    private func readInlineStyle(_ attribute: Attribute) {
        guard attribute.valueEnd > attribute.valueStart else { return }
        if !attribute.hasReference {
            sheet.readInline(
                source.base, Int(attribute.valueStart), Int(attribute.valueEnd), into: &inlineDeclarations)
            return
        }
        let start = derived.count
        guard hasRoomForDerived(Int(attribute.valueEnd - attribute.valueStart)) else { return }
        appendDecoded(Int(attribute.valueStart), Int(attribute.valueEnd))
        derived.withUnsafeBufferPointer { all in
            if let base = all.baseAddress {
                sheet.readInline(base, start, all.count, into: &inlineDeclarations)
            }
        }
        derived.removeLast(derived.count - start)
    }

    // MARK: rules

    /// Appends the declarations of the matched rules, weakest first.
    private func addRules(important: Bool) {
        for match in matches {
            let rule = sheet.rules[Int(match.rule)]
            for index in Int(rule.declarationStart)..<Int(rule.declarationEnd)
            where sheet.declarations[index].isImportant == important {
                cascade.append(sheet.declarations[index])
            }
        }
    }

    /// Finds the page's sheets before anything is laid out: a rule may stand behind what it hides.
    func collectStyles(_ tokenizer: Tokenizer) {
        sheetRanges.removeAll(keepingCapacity: true)
        var depth = 0
        noteSheets(tokenizer, &depth)
        if !tokenizer.isFinished {
            // The page has more tokens than are held at once: it is cut twice.
            while !tokenizer.isFinished {
                tokenizer.fill()
                noteSheets(tokenizer, &depth)
            }
            tokenizer.start(UnsafeBufferPointer(start: source.base, count: source.count))
            tokenizer.fill()
        }
        guard !sheetRanges.isEmpty else { return }
        for range in sheetRanges { sheet.noteVariables(source.base, range.start, range.end) }
        for range in sheetRanges { sheet.add(source.base, range.start, range.end) }
        if sheet.wasCut { facts.wasCut = true }
    }

    /// Sheets inside `noscript` and `template` do not apply.
    private func noteSheets(_ tokenizer: Tokenizer, _ depth: inout Int) {
        for index in 0..<tokenizer.tokenCount {
            let token = tokenizer.tokens[index]
            switch token.tag {
            case .noscript, .template:
                if token.kind == .startTag { depth += 1 }
                if token.kind == .endTag { depth = max(0, depth - 1) }
            case .style:
                guard token.kind == .rawText, depth == 0, index > 0, applies(tokenizer, tokenizer.tokens[index - 1])
                else { continue }
                sheetRanges.append((Int(token.start), Int(token.end)))
            default: break
            }
        }
    }

    private func applies(_ tokenizer: Tokenizer, _ start: Token) -> Bool {
        let attributes = UnsafeBufferPointer(
            start: tokenizer.attributes + Int(start.detail), count: Int(start.attributeCount))
        if let type = attributes.first(.type), type.valueEnd > type.valueStart,
            !value(type).equalsLowercased("text/css")
        {
            return false
        }
        guard let media = attributes.first(.media) else { return true }
        return MediaQuery.matches(
            StyleCursor(base: source.base, at: Int(media.valueStart), end: Int(media.valueEnd)))
    }
}
