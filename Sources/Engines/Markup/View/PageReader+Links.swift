// Addresses: from attribute values, from text, from scripts.
extension PageReader {
    /// Longest address that is kept; the rest of a longer one is cut.
    static let longestAddress = 4096
    /// A `data:` address is kept only so far: its body is not an address.
    static let longestDataAddress = 64

    @discardableResult
    mutating func addLink(
        _ kind: Link.Kind, _ value: Attribute?, _ token: Token, _ frame: Frame,
        _ attributes: UnsafeBufferPointer<Attribute>, level: Int
    ) -> Int? {
        guard let value, value.valueEnd > value.valueStart else { return nil }
        let text = self.value(value)
        if isScriptAddress(text) {
            deferHandler(value, frame, level: level)
            return nil
        }
        guard hasRoomForDerived(min(text.count, PageReader.longestAddress) * 2 + 8) else { return nil }
        var link = Link()
        link.kind = kind
        link.valueStart = source.pageStart(value.valueStart)
        link.valueEnd = source.pageEnd(value.valueEnd)
        link.start = source.pageStart(token.start)
        link.end = source.pageEnd(token.end)
        link.place = frame.place
        link.hidden = frame.hidden
        if kind == .anchor || kind == .area || kind == .form { link.rel = readRel(attributes) }
        if kind == .image, open.isOpen, open.block.textBytes > 0 {
            link.block = UInt32(truncatingIfNeeded: blocks.count)
        }
        fillAddress(&link, text, hasReference: value.hasReference)
        links.append(link)
        return links.count - 1
    }

    mutating func hasRoomForDerived(_ count: Int) -> Bool {
        if derived.count + count <= limits.maxDerivedBytes { return true }
        facts.wasCut = true
        return false
    }

    private func isScriptAddress(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = text.first, first | 0x20 == 0x6A || first <= 0x20 else { return false }
        var start = 0
        while start < text.count, text[start] <= 0x20 { start += 1 }
        return UnsafeBufferPointer(rebasing: text[start...]).hasLowercasedPrefix("javascript:")
    }

    private mutating func readRel(_ attributes: UnsafeBufferPointer<Attribute>) -> Link.Rel {
        var rel: Link.Rel = []
        for attribute in attributes {
            if attribute.name == .target, value(attribute).equalsLowercased("_blank") { rel.insert(.blank) }
            guard attribute.name == .rel else { continue }
            value(attribute).forEachWord { word in
                if word.equalsLowercased("nofollow") { rel.insert(.nofollow) }
                if word.equalsLowercased("sponsored") { rel.insert(.sponsored) }
                if word.equalsLowercased("ugc") { rel.insert(.ugc) }
                if word.equalsLowercased("noopener") { rel.insert(.noopener) }
            }
        }
        return rel
    }

    // MARK: the address itself

    /// Writes the decoded address and its host to `derived`.
    mutating func fillAddress(_ link: inout Link, _ text: UnsafeBufferPointer<UInt8>, hasReference: Bool) {
        let start = derived.count
        appendAddressBytes(text, hasReference: hasReference)
        link.urlStart = UInt32(truncatingIfNeeded: start)
        link.urlEnd = UInt32(truncatingIfNeeded: derived.count)
        let host = Address.host(in: &derived, start..<derived.count)
        link.urlEnd = UInt32(truncatingIfNeeded: host.addressEnd)
        link.hostStart = UInt32(truncatingIfNeeded: host.start)
        link.hostEnd = UInt32(truncatingIfNeeded: host.end)
    }

    /// Decodes references, drops tabs and line ends, trims white space at both ends.
    private mutating func appendAddressBytes(_ text: UnsafeBufferPointer<UInt8>, hasReference: Bool) {
        guard let base = text.baseAddress else { return }
        var cursor = base
        var end = base + text.count
        while cursor < end, cursor.pointee <= 0x20 { cursor += 1 }
        while end > cursor, (end - 1).pointee <= 0x20 { end -= 1 }
        let isData = UnsafeBufferPointer(start: cursor, count: end - cursor).hasLowercasedPrefix("data:")
        end = min(end, cursor + (isData ? PageReader.longestDataAddress : PageReader.longestAddress))
        if !hasReference, !UnsafeBufferPointer(start: cursor, count: end - cursor).contains(where: { $0 < 0x20 }) {
            derived.append(contentsOf: UnsafeBufferPointer(start: cursor, count: end - cursor))
            return
        }
        while cursor < end {
            let byte = cursor.pointee
            if byte == 0x26, hasReference,
                let reference = Entities.reference(at: cursor, end: end, inAttribute: true)
            {
                appendUTF8(reference.first)
                if reference.second != 0 { appendUTF8(reference.second) }
                cursor += reference.length
                continue
            }
            if byte != 0x0A && byte != 0x0D && byte != 0x09 { derived.append(byte) }
            cursor += 1
        }
    }

    mutating func appendUTF8(_ scalar: UInt32) {
        guard let scalar = Unicode.Scalar(scalar), scalar.value != 0x0A, scalar.value != 0x0D, scalar.value != 0x09
        else {
            return
        }
        for unit in UTF8.encode(scalar).unsafelyUnwrapped { derived.append(unit) }
    }

    /// Copies an attribute value to `derived` with its references decoded, to be read as markup or script.
    mutating func decodeToDerived(_ entry: Deferred) -> Source? {
        guard hasRoomForDerived(Int(entry.end) - Int(entry.start)) else { return nil }
        let start = derived.count
        appendDecoded(Int(entry.start), Int(entry.end))
        return derivedSource(start, derived.count, expression: (entry.start, entry.end))
    }

    /// Appends an attribute value to `derived` with its references decoded.
    mutating func appendDecoded(_ start: Int, _ end: Int) {
        var cursor = source.base + start
        let stop = source.base + end
        while cursor < stop {
            if cursor.pointee == 0x26, let reference = Entities.reference(at: cursor, end: stop, inAttribute: true) {
                appendUTF8(reference.first)
                if reference.second != 0 { appendUTF8(reference.second) }
                cursor += reference.length
            } else {
                derived.append(cursor.pointee)
                cursor += 1
            }
        }
    }

    /// Markup that stands in `derived`. It is read from a copy, because reading it adds to `derived`.
    mutating func derivedSource(_ start: Int, _ end: Int, expression: (start: UInt32, end: UInt32)) -> Source? {
        guard end > start else { return nil }
        let copy = holdCopy(start, end)
        var part = Source(base: copy, count: end - start)
        part.isDerived = true
        part.expressionStart = source.pageStart(expression.start)
        part.expressionEnd = source.pageEnd(expression.end)
        part.derivedOffset = UInt32(truncatingIfNeeded: start)
        return part
    }

    // MARK: addresses in text

    /// Bare `http://…`, `https://…` and `www.…` in a run of text become links of kind `.text`.
    mutating func findAddresses(_ start: UInt32, _ end: UInt32) {
        var at = Int(start)
        let stop = Int(end)
        let base = source.base
        while at < stop {
            let byte = base[at]
            var from = -1
            if byte == 0x3A, at + 2 < stop, base[at + 1] == 0x2F, base[at + 2] == 0x2F {
                from = Address.schemeStart(base, low: Int(start), colon: at)
            } else if byte | 0x20 == 0x77, at + 3 < stop, base[at + 1] | 0x20 == 0x77, base[at + 2] | 0x20 == 0x77,
                base[at + 3] == 0x2E, at == Int(start) || !Address.isWordByte(base[at - 1])
            {
                from = at
            }
            guard from >= 0 else {
                at += 1
                continue
            }
            let to = Address.textEnd(base, from: from, limit: min(stop, from + PageReader.longestAddress))
            addTextLink(from, to)
            at = max(to, at + 1)
        }
    }

    private mutating func addTextLink(_ from: Int, _ to: Int) {
        guard to - from > 6, hasRoomForDerived((to - from) * 2 + 16) else { return }
        var link = Link()
        link.kind = .text
        link.valueStart = source.pageStart(UInt32(truncatingIfNeeded: from))
        link.valueEnd = source.pageEnd(UInt32(truncatingIfNeeded: to))
        link.start = link.valueStart
        link.end = link.valueEnd
        link.place = stack.top.place
        link.hidden = stack.top.hidden
        link.hasText = true
        if open.isOpen { link.block = UInt32(truncatingIfNeeded: blocks.count) }
        let isBare = source.base[from] | 0x20 == 0x77
        let start = derived.count
        if isBare { derived.append(contentsOf: [0x68, 0x74, 0x74, 0x70, 0x3A, 0x2F, 0x2F]) }
        let text = UnsafeBufferPointer(start: source.base + from, count: to - from)
        fillAddress(&link, text, hasReference: false)
        if isBare {
            link.urlStart = UInt32(truncatingIfNeeded: start)
            let host = Address.host(in: &derived, start..<Int(link.urlEnd))
            link.hostStart = UInt32(truncatingIfNeeded: host.start)
            link.hostEnd = UInt32(truncatingIfNeeded: host.end)
        }
        links.append(link)
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Calls `body` with every run between white space.
    @inline(__always)
    func forEachWord(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        var at = 0
        while at < count {
            while at < count, self[at] <= 0x20 { at += 1 }
            let start = at
            while at < count, self[at] > 0x20 { at += 1 }
            if at > start { body(UnsafeBufferPointer(rebasing: self[start..<at])) }
        }
    }
}
