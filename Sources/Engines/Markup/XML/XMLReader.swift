internal import VietText

/// A hardened pull reader of XML: no document type, no entities but the five and numbers, no files, no network.
///
/// ```
/// var reader = XMLReader(document: bytes)
/// while let event = try reader.next() { … }
/// ```
/// Comments, processing instructions and the declaration are passed over; namespaces are not resolved. Linear; memory is the
/// document's copy as UTF-8, the open names and one event. Input is hostile: any bytes end in events or a fault.
package struct XMLReader {
    private let bytes: [UInt8]
    private let limits: XMLLimits
    private var position = 0
    private var open: [String] = []
    /// `<a/>` was read: its end is due.
    private var isEndDue = false
    private var sawRoot = false

    /// - Parameter document: in any encoding of `TextEncoding`, told by byte order mark, declaration or guess.
    package init(document: [UInt8], limits: XMLLimits = XMLLimits()) {
        let declared = document.withUnsafeBufferPointer { all -> TextEncoding? in
            guard let label = CharsetSniffer.declaredLabel(in: all) else { return nil }
            return TextEncoding(label: UnsafeBufferPointer(rebasing: all[Int(label.start)..<Int(label.end)]))
        }
        let encoding = EncodingDetector.detect(document, declared: declared)
        self.init(utf8: Transcoder.transcode(document, from: encoding).utf8, limits: limits)
    }

    /// - Parameter utf8: malformed characters become U+FFFD where they are handed out.
    package init(utf8: [UInt8], limits: XMLLimits = XMLLimits()) {
        bytes = utf8
        self.limits = limits
        if utf8.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// Names of the open elements, the root first.
    package var path: [String] { open }

    /// The next event; nil at the end of a whole document.
    /// - Throws: at the first fault, and again when asked again.
    package mutating func next() throws(XMLFault) -> XMLEvent? {
        if isEndDue {
            isEndDue = false
            return .end(name: open.removeLast())
        }
        while position < bytes.count {
            if bytes[position] != 0x3C {
                if let text = try text() { return text }
            } else if starts("<!--") {
                try skip(past: "-->", from: position + 4)
            } else if starts("<![CDATA[") {
                return try data()
            } else if starts("<?") {
                try skip(past: "?>", from: position + 2)
            } else if starts("<!") {
                throw fault(.documentType)
            } else if starts("</") {
                return try endTag()
            } else {
                return try startTag()
            }
        }
        guard open.isEmpty, sawRoot else { throw fault(.mismatchedTag) }
        return nil
    }

    // MARK: text

    private mutating func text() throws(XMLFault) -> XMLEvent? {
        let start = position
        let end = bytes[start...].firstIndex(of: 0x3C) ?? bytes.count
        guard !open.isEmpty else {
            // White space may stand around the root, nothing else.
            for at in start..<end where !isSpace(bytes[at]) { throw XMLFault(code: .malformed, position: at) }
            position = end
            return nil
        }
        let text = try resolved(start..<end)
        position = end
        return .text(text)
    }

    private mutating func data() throws(XMLFault) -> XMLEvent {
        guard !open.isEmpty else { throw fault(.malformed) }
        let start = position + 9
        try skip(past: "]]>", from: start)
        return .text(String(decoding: bytes[start..<position - 3], as: UTF8.self))
    }

    // MARK: tags

    private mutating func endTag() throws(XMLFault) -> XMLEvent {
        var at = position + 2
        let name = try name(&at)
        skipSpace(&at)
        guard at < bytes.count, bytes[at] == 0x3E else { throw XMLFault(code: .malformed, position: at) }
        guard open.last == name else { throw fault(.mismatchedTag) }
        position = at + 1
        open.removeLast()
        return .end(name: name)
    }

    private mutating func startTag() throws(XMLFault) -> XMLEvent {
        var at = position + 1
        let name = try name(&at)
        guard !(open.isEmpty && sawRoot) else { throw fault(.malformed) }
        guard open.count < limits.maxDepth else { throw fault(.tooDeep) }
        var attributes: [XMLAttribute] = []
        while true {
            let before = at
            skipSpace(&at)
            guard at < bytes.count else { throw XMLFault(code: .malformed, position: at) }
            if bytes[at] == 0x3E { break }
            if bytes[at] == 0x2F, at + 1 < bytes.count, bytes[at + 1] == 0x3E {
                isEndDue = true
                at += 1
                break
            }
            guard at > before else { throw XMLFault(code: .malformed, position: at) }
            guard attributes.count < limits.maxAttributes else {
                throw XMLFault(code: .tooManyAttributes, position: at)
            }
            let attribute = try attribute(&at)
            guard !attributes.contains(where: { $0.name == attribute.name }) else {
                throw XMLFault(code: .malformed, position: at)
            }
            attributes.append(attribute)
        }
        position = at + 1
        open.append(name)
        sawRoot = true
        return .start(name: name, attributes: attributes)
    }

    private func attribute(_ at: inout Int) throws(XMLFault) -> XMLAttribute {
        let name = try name(&at)
        skipSpace(&at)
        guard at < bytes.count, bytes[at] == 0x3D else { throw XMLFault(code: .malformed, position: at) }
        at += 1
        skipSpace(&at)
        guard at < bytes.count, bytes[at] == 0x22 || bytes[at] == 0x27 else {
            throw XMLFault(code: .malformed, position: at)
        }
        let quote = bytes[at]
        let start = at + 1
        var end = start
        while end < bytes.count, bytes[end] != quote, bytes[end] != 0x3C { end += 1 }
        guard end < bytes.count, bytes[end] == quote else { throw XMLFault(code: .malformed, position: end) }
        guard end - start <= limits.maxAttributeBytes else { throw XMLFault(code: .tooLong, position: start) }
        at = end + 1
        return XMLAttribute(name: name, value: try resolved(start..<end))
    }

    private func name(_ at: inout Int) throws(XMLFault) -> String {
        let start = at
        while at < bytes.count, isNameByte(bytes[at]) { at += 1 }
        guard at > start, bytes[start] &- 0x30 >= 10, bytes[start] != 0x2D, bytes[start] != 0x2E else {
            throw XMLFault(code: .malformed, position: start)
        }
        guard at - start <= limits.maxNameBytes else { throw XMLFault(code: .tooLong, position: start) }
        return String(decoding: bytes[start..<at], as: UTF8.self)
    }

    // MARK: references

    private func resolved(_ range: Range<Int>) throws(XMLFault) -> String {
        guard bytes[range].contains(0x26) else { return String(decoding: bytes[range], as: UTF8.self) }
        var result: [UInt8] = []
        result.reserveCapacity(range.count)
        var at = range.lowerBound
        while at < range.upperBound {
            if bytes[at] == 0x26 {
                try reference(&at, range.upperBound, &result)
            } else {
                result.append(bytes[at])
                at += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private func reference(_ at: inout Int, _ end: Int, _ result: inout [UInt8]) throws(XMLFault) {
        // The longest is `&#x0010FFFF;`.
        let stop = bytes[at..<min(end, at + 12)].firstIndex(of: 0x3B)
        if let stop, let scalar = XMLReference.scalar(bytes[at + 1..<stop]) {
            result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            at = stop + 1
        } else if limits.keepsUnknownReferences {
            result.append(0x26)
            at += 1
        } else {
            let isNumber = at + 1 < end && bytes[at + 1] == 0x23
            throw XMLFault(code: stop == nil || isNumber ? .badReference : .unknownEntity, position: at)
        }
    }

    // MARK: bytes

    private func fault(_ code: XMLFault.Code) -> XMLFault { XMLFault(code: code, position: position) }

    private func starts(_ text: StaticString) -> Bool {
        guard position + text.utf8CodeUnitCount <= bytes.count else { return false }
        for offset in 0..<text.utf8CodeUnitCount where bytes[position + offset] != text.utf8Start[offset] {
            return false
        }
        return true
    }

    /// Moves behind the next `end`.
    private mutating func skip(past end: StaticString, from start: Int) throws(XMLFault) {
        let before = position
        position = start
        while position < bytes.count {
            if starts(end) {
                position += end.utf8CodeUnitCount
                return
            }
            position += 1
        }
        position = before
        throw fault(.malformed)
    }

    private func skipSpace(_ at: inout Int) { while at < bytes.count, isSpace(bytes[at]) { at += 1 } }
    private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    private func isNameByte(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte >= 0x80 || byte == 0x3A || byte == 0x5F || byte == 0x2D
            || byte == 0x2E
    }
}

/// What stands between `&` and `;`.
private enum XMLReference {
    static func scalar(_ name: ArraySlice<UInt8>) -> Unicode.Scalar? {
        if name.first == 0x23 { return number(name.dropFirst()) }
        switch String(decoding: name, as: UTF8.self) {
        case "lt": return "<"
        case "gt": return ">"
        case "amp": return "&"
        case "quot": return "\""
        case "apos": return "'"
        default: return nil
        }
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Unicode.Scalar? {
        let isHex = digits.first == 0x78
        let digits = isHex ? digits.dropFirst() : digits
        guard (1...8).contains(digits.count) else { return nil }
        var value: UInt32 = 0
        for byte in digits {
            guard let digit = Address.hexValue(byte), isHex || digit < 10 else { return nil }
            value = value * (isHex ? 16 : 10) + UInt32(digit)
            guard value <= 0x10_FFFF else { return nil }
        }
        return value == 0 ? nil : Unicode.Scalar(value)
    }
}
