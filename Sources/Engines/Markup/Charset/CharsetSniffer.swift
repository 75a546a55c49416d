/// Finds the charset that a page declares, without decoding it.
package enum CharsetSniffer {
    /// How far into the page a declaration counts. The standard says 1,024 bytes; real portals put scripts before it.
    static let reach = 4096

    /// The range of the label in `<meta charset>`, `<meta http-equiv content="…charset=…">` or an XML declaration.
    /// A byte-order mark overrides it and is the decoder's to see. Looks at the first `reach` bytes only.
    package static func declaredLabel(in bytes: UnsafeBufferPointer<UInt8>) -> (start: UInt32, end: UInt32)? {
        let head = UnsafeBufferPointer(rebasing: bytes.prefix(reach))
        if let label = xmlDeclaration(head) { return label }
        var at = 0
        while at < head.count {
            guard head[at] == 0x3C else {
                at += 1
                continue
            }
            if starts(head, at, "<!--") {
                at = endOfComment(head, at + 4)
            } else if starts(head, at, "<meta"), at + 5 < head.count, head[at + 5] <= 0x20 || head[at + 5] == 0x2F {
                let end = endOfTag(head, at)
                if let label = charsetValue(head, at + 5, end) { return label }
                at = end
            } else {
                at += 1
            }
        }
        return nil
    }

    private static func xmlDeclaration(_ head: UnsafeBufferPointer<UInt8>) -> (start: UInt32, end: UInt32)? {
        var at = 0
        if head.count > 3, head[0] == 0xEF, head[1] == 0xBB, head[2] == 0xBF { at = 3 }
        guard starts(head, at, "<?xml") else { return nil }
        let end = endOfTag(head, at)
        while at < end {
            if starts(head, at, "encoding") { return labelAfterEquals(head, at + 8, end) }
            at += 1
        }
        return nil
    }

    /// `charset=` as an attribute or inside `content`: in both the label follows.
    private static func charsetValue(
        _ head: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int
    ) -> (start: UInt32, end: UInt32)? {
        var at = start
        while at < end {
            if starts(head, at, "charset"), let label = labelAfterEquals(head, at + 7, end) { return label }
            at += 1
        }
        return nil
    }

    private static func labelAfterEquals(
        _ head: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int
    ) -> (start: UInt32, end: UInt32)? {
        var at = start
        while at < end, head[at] <= 0x20 { at += 1 }
        guard at < end, head[at] == 0x3D else { return nil }
        at += 1
        while at < end, head[at] <= 0x20 || head[at] == 0x22 || head[at] == 0x27 { at += 1 }
        let label = at
        while at < end, isLabelByte(head[at]) { at += 1 }
        return at > label ? (UInt32(label), UInt32(at)) : nil
    }

    private static func isLabelByte(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x2D || byte == 0x5F || byte == 0x3A || byte == 0x2E
            || byte == 0x2B
    }

    private static func endOfTag(_ head: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        var at = start
        while at < head.count, head[at] != 0x3E { at += 1 }
        return at
    }

    private static func endOfComment(_ head: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        var at = start
        while at + 2 < head.count {
            if head[at] == 0x2D, head[at + 1] == 0x2D, head[at + 2] == 0x3E { return at + 3 }
            at += 1
        }
        return head.count
    }

    private static func starts(_ head: UnsafeBufferPointer<UInt8>, _ at: Int, _ text: StaticString) -> Bool {
        at < head.count && UnsafeBufferPointer(rebasing: head[at...]).hasLowercasedPrefix(text)
    }
}
