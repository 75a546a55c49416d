import Glibc

// Computed visibility of one element: the cascade over presentational attributes, the page's sheets and the inline style.
extension PageReader {
    /// What the attributes of one tag say to styles.
    struct StyleClues {
        var classes: Attribute?
        var id: Attribute?
        var style: Attribute?
        /// An attribute is there that may change the look.
        var hasOwnStyle = false
        /// One besides `style` is there.
        var hasPresentation = false
        /// Of class and id.
        var nameHash: UInt64 = 0
        var isCustomary = false
    }

    @inline(__always)
    mutating func applyStyle(
        _ frame: inout Frame, _ token: Token, _ attributes: UnsafeBufferPointer<Attribute>, _ clues: inout StyleClues,
        level: Int
    ) {
        if frame.box.isFlex {
            frame.box.isFlex = false
            frame.box.id |= 1 << 31
        }
        var hasRules = false
        if !sheet.isEmpty, level == 0 {
            hasRules = findRules(&frame, token, clues)
        }
        if clues.isCustomary, frame.tag != .html, frame.tag != .body { frame.box.isCustomaryContext = true }
        guard hasRules || clues.hasOwnStyle || PageReader.hasOwnLook(frame.tag) || frame.box.needsCare else {
            if clues.isCustomary { frame.box.id = nextBoxID() }
            return
        }
        resolveOnce(&frame, attributes, clues, hasRules: hasRules)
    }

    /// Elements of one kind under parents that look the same look the same: list items and links are resolved once.
    private mutating func resolveOnce(
        _ frame: inout Frame, _ attributes: UnsafeBufferPointer<Attribute>, _ clues: StyleClues, hasRules: Bool
    ) {
        guard !clues.hasPresentation, clues.style?.hasReference != true, !PageReader.dependsOnAttributes(frame.tag)
        else {
            resolve(&frame, attributes, clues, hasRules: hasRules)
            frame.box.id = nextBoxID()
            return
        }
        var style: (base: UnsafePointer<UInt8>, count: Int)?
        var key = UInt64(stack.top.box.id) << 8 | UInt64(frame.tag.rawValue)
        key = key &* 0x9E37_79B9_7F4A_7C15
        if hasRules {
            key = (key ^ ruleHash) &* 0xD6E8_FEB8_6659_FD93
        }
        if clues.isCustomary { key ^= 0x5555_5555 }
        if frame.tag == .a, attributes.first(.href) != nil { key ^= 0xAAAA_AAAA }
        if let own = clues.style {
            let bytes = value(own)
            key = ByteHash.of(bytes, seed: key)
            if let base = bytes.baseAddress { style = (base, bytes.count) }
        }
        let slot = Int(truncatingIfNeeded: key >> 56)
        if styleCache.isEmpty { styleCache = Array(repeating: StyleCacheEntry(), count: 256) }
        if styleCache[slot].key == key, styleCache[slot].page == pageNumber, styleCache[slot].hasStyle(style) {
            frame.box = styleCache[slot].box
            frame.hidden = styleCache[slot].hidden
            return
        }
        resolve(&frame, attributes, clues, hasRules: hasRules)
        frame.box.id = nextBoxID()
        styleCache[slot] = StyleCacheEntry(
            key: key, page: pageNumber, style: style?.base, styleCount: style?.count ?? -1, box: frame.box,
            hidden: frame.hidden)
    }

    struct StyleCacheEntry {
        var key: UInt64 = 0
        /// The page that it holds for; `style` points into it.
        var page: UInt64 = 0
        /// The inline style; `styleCount` -1 is none.
        var style: UnsafePointer<UInt8>?
        var styleCount = -1
        var box = BoxStyle()
        var hidden: Hidden = []

        /// Keys are made from what a page says, so inline styles are compared themselves.
        @inline(__always)
        func hasStyle(_ other: (base: UnsafePointer<UInt8>, count: Int)?) -> Bool {
            guard let other else { return styleCount < 0 }
            guard styleCount == other.count, let style else { return false }
            return style == other.base || memcmp(style, other.base, styleCount) == 0
        }
    }

    /// Numbers are never used twice within a page, so that what is cached under one holds.
    mutating func nextBoxID() -> UInt32 {
        lastBoxID = (lastBoxID &+ 1) & 0x7FFF_FFFF
        return lastBoxID
    }

    private static func dependsOnAttributes(_ tag: Tag) -> Bool {
        switch tag {
        case .details, .dialog, .summary, .marquee, .html: true
        default: false
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

    private mutating func resolve(
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
    private mutating func noteCustom(_ frame: inout Frame, _ clues: StyleClues, before: Hidden) {
        // Not a literal, which builds an array for each element.
        let plain = Hidden.displayNone.union(.visibility).union(.attribute)
        var after = frame.box.hidden
        after.remove(.customary)
        let new = after.subtracting(before)
        guard !new.isEmpty else { return }
        let isOwn =
            clues.isCustomary || frame.tag == .dialog || frame.tag == .details || frame.tag == .rp
            || frame.tag == .datalist
        frame.box.isCustomary = isOwn || (frame.box.isCustomaryContext && new.subtracting(plain).isEmpty)
    }

    // MARK: the browser's own sheet and attributes

    private mutating func applyDefaults(
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
            } else {
                resolver.own.position = Keyword.absolute
                resolver.own.left = 0
                resolver.own.background = .white
                resolver.box.colour = .black
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
    private mutating func openSummary(_ resolver: inout StyleResolver) {
        let outer = stack.belowTop.box
        if !outer.sticky.contains(.attribute) { resolver.box.sticky.remove(.attribute) }
        resolver.box.isCustomary = outer.isCustomary
    }

    private mutating func applyHeadingSize(_ resolver: inout StyleResolver, _ tag: Tag) {
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
    private mutating func addPresentation(_ tag: Tag, _ attributes: UnsafeBufferPointer<Attribute>) {
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

    private mutating func addColour(_ property: Declaration.Property, _ attribute: Attribute) {
        var cursor = StyleCursor(base: source.base, at: Int(attribute.valueStart), end: Int(attribute.valueEnd))
        guard let word = cursor.next() else { return }
        // Old attributes take hex digits without their sign.
        guard let colour = Colour.read(word, in: cursor) ?? Colour.hex(cursor.text(word)) else { return }
        cascade.append(Declaration(property: property, bits: colour.packed))
    }

    private mutating func addSize(_ property: Declaration.Property, _ attribute: Attribute) {
        var cursor = StyleCursor(base: source.base, at: Int(attribute.valueStart), end: Int(attribute.valueEnd))
        guard let word = cursor.next(), word.kind == .number, word.number >= 0 else { return }
        cascade.append(
            Declaration(property: property, unit: word.unit == .percent ? .percent : .px, number: word.number))
    }

    /// A marquee is shown, but nobody reads it in a box of a few pixels or at a speed of a screen a step.
    private mutating func addMarquee(_ resolver: inout StyleResolver, _ attributes: UnsafeBufferPointer<Attribute>) {
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

    private mutating func readInlineStyle(_ attribute: Attribute) {
        guard attribute.valueEnd > attribute.valueStart else { return }
        if !attribute.hasReference {
            sheet.readInline(
                source.base, Int(attribute.valueStart), Int(attribute.valueEnd), into: &inlineDeclarations)
            return
        }
        let start = derived.count
        guard hasRoomForDerived(Int(attribute.valueEnd - attribute.valueStart)) else { return }
        appendDecoded(Int(attribute.valueStart), Int(attribute.valueEnd))
        let count = derived.count - start
        if count > 0 { sheet.readInline(holdCopy(start, start + count), 0, count, into: &inlineDeclarations) }
        derived.removeLast(count)
    }

    // MARK: rules

    /// Appends the declarations of the matched rules, weakest first.
    private mutating func addRules(important: Bool) {
        if let knownRules {
            for index in knownRules { addRule(Int(paths.rules[index]), important: important) }
        } else {
            for match in matches { addRule(Int(match.rule), important: important) }
        }
    }

    private mutating func addRule(_ index: Int, important: Bool) {
        let rule = sheet.rules[index]
        for index in Int(rule.declarationStart)..<Int(rule.declarationEnd)
        where sheet.declarations[index].isImportant == important {
            cascade.append(sheet.declarations[index])
        }
    }

    /// Finds the page's sheets before anything is laid out: a rule may stand behind what it hides.
    mutating func collectStyles(_ reader: Reader) {
        sheetRanges.removeAll(keepingCapacity: true)
        var depth = 0
        noteSheets(reader.tokenizer, &depth)
        if !reader.tokenizer.isFinished {
            // The page has more tokens than are held at once: it is cut twice.
            while !reader.tokenizer.isFinished {
                reader.tokenizer.fill()
                noteSheets(reader.tokenizer, &depth)
            }
            reader.tokenizer.start(UnsafeBufferPointer(start: source.base, count: source.count))
            reader.tokenizer.fill()
        }
        guard !sheetRanges.isEmpty else { return }
        if !sheets.lend(&sheet, source.base, sheetRanges, maxRules: limits.maxStyleRules) {
            sheet.read(source.base, sheetRanges)
        }
        if sheet.wasCut { facts.wasCut = true }
    }

    /// Sheets inside `noscript` and `template` do not apply.
    private mutating func noteSheets(_ tokenizer: borrowing Tokenizer, _ depth: inout Int) {
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

    private mutating func applies(_ tokenizer: borrowing Tokenizer, _ start: Token) -> Bool {
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
