// Start and end tags: what is open, what that implies, and what stands in attributes.
extension PageReader {
    mutating func startTag(_ token: Token, _ attributes: UnsafeBufferPointer<Attribute>, level: Int) {
        let tag = token.tag
        let traits = traitTable[Int(tag.rawValue)]
        facts.elementCount &+= 1
        if traits.rawValue & PageReader.needsAttention.rawValue != 0 {
            if stack.topTag == .head, !PageReader.mayStandInHead(tag) { endHead() }
            if traits.contains(.block) { finishBlock() }
            if traits.contains(.closesParagraph), stack.isOpen(.p) { closeParagraph() }
            if traits.contains(.endsSiblings) { endSiblings(of: tag) }
            if traits.contains(.heading), traitTable[Int(stack.top.tag.rawValue)].contains(.heading) { stack.pop() }
        }
        var frame = stack.top
        frame.tag = tag
        frame.element = -1
        frame.lastChild = -1
        frame.childCount = 0
        frame.path = 0
        inheritFrame(&frame, token, attributes, level: level)
        if traits.contains(.special) {
            if handleSpecial(token, attributes, frame: &frame, level: level) { return }
        }
        if traits.contains(.block), stack.top.hidden.contains(.textIndent) { endIndentedLine() }
        if !attributes.isEmpty { readTextAttributes(token, attributes, frame: frame, level: level) }
        guard !traits.contains(.void) else { return }
        if token.kind == .selfClosingTag && isForeign(tag) { return }
        if !stack.push(frame) { facts.wasCut = true }
    }

    private static var needsAttention: TagTraits {
        TagTraits(
            rawValue: TagTraits.block.rawValue | TagTraits.closesParagraph.rawValue | TagTraits.endsSiblings.rawValue
                | TagTraits.heading.rawValue | TagTraits.special.rawValue)
    }

    private func isForeign(_ tag: Tag) -> Bool {
        tag == .svg || tag == .math || stack.isOpen(.svg) || stack.isOpen(.math)
    }

    /// Place, visibility and language of the element's content.
    @inline(__always)
    private mutating func inheritFrame(
        _ frame: inout Frame, _ token: Token, _ attributes: UnsafeBufferPointer<Attribute>, level: Int
    ) {
        if !frame.locksPlace { frame.place = PageReader.place(of: frame.tag, inside: frame.place) }
        var clues = StyleClues()
        for attribute in attributes {
            switch attribute.name {
            case .lang, .xmlLang:
                frame.langStart = source.pageStart(attribute.valueStart)
                frame.langEnd = source.pageEnd(attribute.valueEnd)
                if frame.tag == .html, facts.lang.end == 0 { facts.lang = (frame.langStart, frame.langEnd) }
            case .class, .id:
                let start = source.base + Int(attribute.valueStart)
                let count = Int(attribute.valueEnd &- attribute.valueStart)
                let hash = ByteHash.of(start, count)
                let hint = hints.hint(start, count, hash: hash)
                clues.nameHash = (clues.nameHash ^ hash) &* 0x9E37_79B9_7F4A_7C15
                if !frame.locksPlace, let place = hint.place { frame.place = place }
                if hint.isCustomary { clues.isCustomary = true }
                if attribute.name == .class { clues.classes = attribute } else { clues.id = attribute }
            case .role:
                if !frame.locksPlace, let place = place(ofRole: attribute) { frame.place = place }
                clues.isCustomary = true
            case .ariaHidden: clues.isCustomary = true
            case .style:
                clues.style = attribute
                clues.hasOwnStyle = true
            case .hidden, .bgcolor, .background, .color, .text, .width, .height, .scrollamount:
                clues.hasOwnStyle = true
                clues.hasPresentation = true
            default: break
            }
        }
        applyStyle(&frame, token, attributes, &clues, level: level)
    }

    /// An indent moves the first line only: what follows a block or a break in the same box stands in its place.
    mutating func endIndentedLine() {
        guard stack.top.box.sticky.contains(.textIndent) else { return }
        stack.top.box.sticky.remove(.textIndent)
        stack.top.box.id = nextBoxID()
        stack.top.hidden = stack.top.box.hidden
    }

    // MARK: end tags

    mutating func endTag(_ tag: Tag) {
        let traits = traitTable[Int(tag.rawValue)]
        if traits.contains(.block) { finishBlock() }
        if stack.skipsFlattened() { return }
        switch tag {
        case .a: openAnchor = -1
        case .body, .html: return
        case .br: return lineBreak(0, 0)
        default: break
        }
        guard stack.count > stack.floor, stack.isOpen(tag), tag != .unknown || stack.top.tag == .unknown else { return }
        if stack.top.tag == tag {
            if stack.count > stack.floor { stack.pop() }
            return
        }
        closeThrough(tag, isInline: !traits.contains(.block))
    }

    /// Closes the nearest open `tag` and all inside it, unless a boundary of its kind stands between.
    private mutating func closeThrough(_ tag: Tag, isInline: Bool) {
        let isTablePart = PageReader.isTablePart(tag)
        let isItem = tag == .li
        var depth = stack.count &- 1
        let lowest = searchFloor(from: depth)
        while depth >= lowest {
            searchSteps &+= 1
            let candidate = stack.tag(at: depth)
            if candidate == tag {
                if !isInline { finishBlock() }
                stack.pop(to: depth)
                return
            }
            if isTablePart {
                if candidate == .table || candidate == .template { return }
            } else if traitTable[Int(candidate.rawValue)].contains(.scope) {
                return
            } else if isItem, candidate == .ul || candidate == .ol {
                return
            } else if isInline, traitTable[Int(candidate.rawValue)].contains(.block) {
                return
            }
            depth &-= 1
        }
    }

    /// How far down a search for an open element may look. A page whose tags search more than they should (end tags under
    /// hundreds of open elements that are in their way) gets only the innermost ones looked at.
    @inline(__always)
    private func searchFloor(from depth: Int) -> Int {
        searchSteps <= searchLimit ? stack.floor : max(stack.floor, depth &- 8)
    }

    private static func isTablePart(_ tag: Tag) -> Bool {
        switch tag {
        case .table, .tbody, .thead, .tfoot, .tr, .td, .th, .caption, .colgroup: true
        default: false
        }
    }

    // MARK: implied ends

    private static func mayStandInHead(_ tag: Tag) -> Bool {
        switch tag {
        case .title, .meta, .link, .style, .script, .noscript, .template, .base, .basefont, .bgsound, .noframes, .head,
            .html:
            true
        default: false
        }
    }

    mutating func endHead() {
        guard stack.top.tag == .head, stack.count > stack.floor else { return }
        stack.pop()
    }

    private mutating func closeParagraph() {
        var depth = stack.count &- 1
        let lowest = searchFloor(from: depth)
        while depth >= lowest {
            searchSteps &+= 1
            let tag = stack.tag(at: depth)
            if tag == .p { return stack.pop(to: depth) }
            if traitTable[Int(tag.rawValue)].contains(.scope) { return }
            depth &-= 1
        }
    }

    /// `<li>` ends an open `li` of the same list, `<td>` an open cell of the same row, and so on.
    private mutating func endSiblings(of tag: Tag) {
        switch tag {
        case .li: close(.li, .li, until: .listEnds)
        case .dd, .dt: close(.dd, .dt, until: .listEnds)
        case .option: close(.option, .option, until: .selectEnds)
        case .optgroup: close(.option, .optgroup, until: .selectEnds)
        case .td, .th: close(.td, .th, until: .rowEnds)
        case .tr: close(.tr, .tr, until: .sectionEnds)
        case .tbody, .thead, .tfoot:
            close(.caption, .colgroup, until: .tableEnds)
            close(.tbody, .tbody, until: .tableEnds)
            close(.thead, .tfoot, until: .tableEnds)
        case .rb, .rt, .rtc, .rp:
            close(.rb, .rtc, until: .rubyEnds)
            close(.rt, .rp, until: .rubyEnds)
        default: break
        }
    }

    /// Closes the nearest open element of two kinds, unless the element that holds such ones stands between.
    private mutating func close(_ first: Tag, _ second: Tag, until boundary: TagSet) {
        guard stack.isOpen(first) || stack.isOpen(second) else { return }
        var depth = stack.count &- 1
        let lowest = searchFloor(from: depth)
        while depth >= lowest {
            searchSteps &+= 1
            let tag = stack.tag(at: depth)
            if tag == first || tag == second { return stack.pop(to: depth) }
            if boundary.contains(tag) { return }
            depth &-= 1
        }
    }
}

/// A set of tags as bits.
struct TagSet {
    private var low: UInt64 = 0
    private var high: UInt64 = 0
    private var top: UInt64 = 0

    init(_ tags: Tag...) {
        for tag in tags {
            let bit: UInt64 = 1 << UInt64(tag.rawValue & 63)
            switch tag.rawValue >> 6 {
            case 0: low |= bit
            case 1: high |= bit
            default: top |= bit
            }
        }
    }

    @inline(__always)
    func contains(_ tag: Tag) -> Bool {
        let word = tag.rawValue < 64 ? low : tag.rawValue < 128 ? high : top
        return word >> UInt64(tag.rawValue & 63) & 1 != 0
    }

    static let listEnds = TagSet(.ul, .ol, .menu, .dir, .dl, .table, .template)
    static let selectEnds = TagSet(.select, .datalist, .table, .template)
    static let rowEnds = TagSet(.tr, .table, .template)
    static let sectionEnds = TagSet(.tbody, .thead, .tfoot, .table, .template)
    static let tableEnds = TagSet(.table, .template)
    static let rubyEnds = TagSet(.ruby, .table, .template)
}
