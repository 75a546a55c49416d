// Elements that carry links, end blocks in a way of their own, or hold something other than text.
extension PageReader {
    /// True when nothing of the element is pushed.
    mutating func handleSpecial(
        _ token: Token, _ attributes: UnsafeBufferPointer<Attribute>, frame: inout Frame, level: Int
    ) -> Bool {
        switch token.tag {
        case .a:
            openAnchor = -1
            if let value = attributes.first(.href) ?? attributes.first(.xlinkHref) ?? attributes.first(.dataHref) {
                openAnchor = addLink(.anchor, value, token, frame, attributes, level: level) ?? -1
            }
        case .area: addLink(.area, attributes.first(.href), token, frame, attributes, level: level)
        case .img, .image:
            if openAnchor >= 0 { links[openAnchor].hasImage = true }
            addLink(.image, attributes.first(.src), token, frame, attributes, level: level)
            addLink(.image, attributes.first(.dataSrc), token, frame, attributes, level: level)
        case .input, .button: readControl(token, attributes, frame, level: level)
        case .br, .wbr:
            if token.tag == .br {
                lineBreak(token.start, token.end)
                if stack.top.hidden.contains(.textIndent) { endIndentedLine() }
            }
        case .iframe, .frame, .embed, .object: readEmbedded(token, attributes, frame, level: level)
        case .source, .video, .audio:
            addLink(.other, attributes.first(.src), token, frame, attributes, level: level)
        case .form:
            facts.formCount &+= 1
            if let link = addLink(.form, attributes.first(.action), token, frame, attributes, level: level) {
                noteForm(attributes, link: link)
            }
        case .link: readLinkElement(token, attributes, frame, level: level)
        case .base:
            if facts.baseHref == nil, let value = attributes.first(.href),
                let index = addLink(.other, value, token, frame, attributes, level: level)
            {
                facts.baseHref = UInt32(truncatingIfNeeded: index)
            }
        case .meta: readMeta(token, attributes, frame, level: level)
        case .script: return readScriptTag(token, attributes, frame, level: level)
        case .noscript, .template:
            frame.hide(token.tag == .noscript ? .noscript : .template)
            frame.box.id = nextBoxID()
        case .html, .body:
            guard stack.isOpen(token.tag) else { return false }
            return true
        default: break
        }
        return false
    }

    private mutating func readControl(
        _ token: Token, _ attributes: UnsafeBufferPointer<Attribute>, _ frame: Frame, level: Int
    ) {
        addLink(.form, attributes.first(.formaction), token, frame, attributes, level: level)
        guard token.tag == .input else { return }
        let type = attributes.first(.type)
        if let type, value(type).equalsLowercased("password") { facts.passwordInputCount &+= 1 }
        guard let shown = attributes.first(.value), let type else { return }
        if value(type).equalsLowercased("submit") || value(type).equalsLowercased("button") {
            deferAttribute(shown, frame, hidden: frame.hidden, level: level)
        } else if value(type).equalsLowercased("hidden"), value(shown).contains(0x20) {
            deferAttribute(shown, frame, hidden: frame.hidden.union(.attribute).union(.customary), level: level)
        } else if value(type).equalsLowercased("image") {
            addLink(.image, attributes.first(.src), token, frame, attributes, level: level)
        }
    }

    private mutating func readEmbedded(
        _ token: Token, _ attributes: UnsafeBufferPointer<Attribute>, _ frame: Frame, level: Int
    ) {
        let address = attributes.first(.src) ?? attributes.first(.dataSrc) ?? attributes.first(.data)
        if let index = addLink(.iframe, address, token, frame, attributes, level: level), token.tag == .frame {
            redirects.append(Redirect(kind: .frame, link: UInt32(truncatingIfNeeded: index)))
        }
        if let inner = attributes.first(.srcdoc), inner.valueEnd > inner.valueStart {
            deferred.append(deferral(.template, inner.valueStart, inner.valueEnd, frame, place: .iframe, level: level))
            deferred[deferred.count - 1].hasReference = inner.hasReference
            flushDeferredIfIdle()
        }
    }

    private mutating func readLinkElement(
        _ token: Token, _ attributes: UnsafeBufferPointer<Attribute>, _ frame: Frame, level: Int
    ) {
        var kind = Link.Kind.other
        if let rel = attributes.first(.rel) {
            if value(rel).equalsLowercased("canonical") { kind = .canonical }
            if value(rel).hasLowercasedPrefix("stylesheet") { kind = .style }
        }
        addLink(kind, attributes.first(.href), token, frame, attributes, level: level)
    }

    // MARK: meta

    private mutating func readMeta(
        _ token: Token, _ attributes: UnsafeBufferPointer<Attribute>, _ frame: Frame, level: Int
    ) {
        guard let content = attributes.first(.content), content.valueEnd > content.valueStart else { return }
        if let equivalent = attributes.first(.httpEquiv) {
            if value(equivalent).equalsLowercased("refresh") {
                readRefresh(content, token, attributes, frame, level: level)
            }
            return
        }
        guard let name = attributes.first(.name) ?? attributes.first(.property) ?? attributes.first(.itemprop) else {
            return
        }
        guard let place = PageReader.place(ofMeta: value(name)) else { return }
        if place == .iframe {
            addLink(.meta, content, token, frame, attributes, level: level)
            return
        }
        deferred.append(
            deferral(.attribute, content.valueStart, content.valueEnd, frame, place: place, level: level))
        deferred[deferred.count - 1].hasReference = content.hasReference
        deferred[deferred.count - 1].hidden.insert(.metadata)
        flushDeferredIfIdle()
    }

    /// The place of a meta's text; `.iframe` stands for an address; nil for what no reader or search engine is shown.
    private static func place(ofMeta name: UnsafeBufferPointer<UInt8>) -> Place? {
        for (known, place) in metaNames where name.equalsLowercased(known) { return place }
        return name.hasLowercasedPrefix("og:") || name.hasLowercasedPrefix("twitter:")
            || name.hasLowercasedPrefix("article:") ? .meta : nil
    }

    private static let metaNames: [(StaticString, Place)] = [
        ("description", .description), ("og:description", .description), ("twitter:description", .description),
        ("og:title", .description), ("twitter:title", .description), ("dc.description", .description),
        ("dc.title", .description), ("title", .description), ("abstract", .description), ("subject", .description),
        ("keywords", .keywords), ("news_keywords", .keywords), ("article:tag", .keywords), ("dc.subject", .keywords),
        ("og:url", .iframe), ("og:image", .iframe), ("og:video", .iframe), ("twitter:image", .iframe),
        ("twitter:url", .iframe), ("og:image:url", .iframe), ("og:image:secure_url", .iframe),
        ("author", .meta), ("copyright", .meta), ("og:site_name", .meta), ("application-name", .meta),
    ]

    /// `content="5; url='https://…'"`.
    private mutating func readRefresh(
        _ content: Attribute, _ token: Token, _ attributes: UnsafeBufferPointer<Attribute>, _ frame: Frame, level: Int
    ) {
        let text = value(content)
        var at = 0
        while at < text.count, text[at] != 0x3B, text[at] != 0x2C { at += 1 }
        guard at < text.count else { return }
        at += 1
        while at < text.count, text[at] <= 0x20 { at += 1 }
        if UnsafeBufferPointer(rebasing: text[at...]).hasLowercasedPrefix("url") {
            at += 3
            while at < text.count, text[at] <= 0x20 || text[at] == 0x3D { at += 1 }
        }
        var address = content
        address.valueStart += UInt32(truncatingIfNeeded: at)
        if at < text.count, text[at] == 0x22 || text[at] == 0x27 {
            address.valueStart += 1
            let quote = text[at]
            var stop = at + 1
            while stop < text.count, text[stop] != quote { stop += 1 }
            address.valueEnd = content.valueStart + UInt32(truncatingIfNeeded: stop)
        }
        if let index = addLink(.meta, address, token, frame, attributes, level: level) {
            redirects.append(Redirect(kind: .metaRefresh, link: UInt32(truncatingIfNeeded: index)))
        }
    }

    // MARK: small helpers

    @inline(__always)
    mutating func value(_ attribute: Attribute) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(
            start: source.base + Int(attribute.valueStart), count: Int(attribute.valueEnd &- attribute.valueStart))
    }
}

extension UnsafeBufferPointer<Attribute> {
    @inline(__always)
    func first(_ name: AttributeName) -> Attribute? {
        for attribute in self where attribute.name == name { return attribute }
        return nil
    }
}

extension Frame {
    /// Hides the content for good: no property of a descendant takes it back.
    mutating func hide(_ reason: PageReader.Hidden) {
        hidden.insert(reason)
        box.sticky.insert(reason)
    }

    /// Content that is not part of the page's own tree: styles begin anew.
    mutating func reset(hidden: PageReader.Hidden) {
        self.hidden = hidden
        box = BoxStyle()
        box.sticky = hidden
        element = -1
        lastChild = -1
        childCount = 0
        path = 0
    }
}
