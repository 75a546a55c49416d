import Glibc

// Forms that a script sends by itself: a way to lead visitors on that names no address in the script.
extension PageReader {
    /// A form with an address, as scripts name it.
    struct FormName {
        /// Hashes of `id` and `name`; 0 for none.
        var id: UInt64 = 0
        var name: UInt64 = 0
        var link: UInt32
    }

    /// Forms of a page, and calls of a script, that are looked at.
    private static let maxForms = 64
    private static let maxSubmits = 16

    mutating func noteForm(_ attributes: UnsafeBufferPointer<Attribute>, link: Int) {
        guard forms.count < Self.maxForms else { return }
        var form = FormName(link: UInt32(truncatingIfNeeded: link))
        if let id = attributes.first(.id) { form.id = ByteHash.of(value(id)) }
        if let name = attributes.first(.name) { form.name = ByteHash.of(value(name)) }
        forms.append(form)
    }

    /// Redirects by `….submit()` in a script's own statements. What stands in a function waits for somebody's click, unless
    /// the script begins as one that is called at once or when the page is there.
    ///
    /// Cost: one search of the script, and a count of its braces when something is found.
    mutating func noteSubmits(_ script: UnsafeBufferPointer<UInt8>) {
        guard !forms.isEmpty, let base = script.baseAddress else { return }
        let depth = Self.isCalledAtOnce(script) ? 1 : 0
        var (at, counted, braces, count) = (0, 0, 0, 0)
        while count < Self.maxSubmits, let found = memchr(base + at, 0x28, script.count - at) {
            let bracket = UnsafeRawPointer(base).distance(to: UnsafeRawPointer(found))
            at = bracket + 1
            let dot = bracket - 7
            guard dot >= 0, Self.submit.elementsEqual(script[dot..<bracket]) else { continue }
            while counted < dot {
                if script[counted] == UInt8(ascii: "{") { braces += 1 }
                if script[counted] == UInt8(ascii: "}") { braces -= 1 }
                counted += 1
            }
            count += 1
            if braces <= depth, let form = form(before: dot, in: script) {
                redirects.append(Redirect(kind: .formSubmit, link: form))
            }
        }
    }

    private static let submit = [UInt8](".submit".utf8)
    private static let calledAtOnce: [StaticString] = [
        "(function", "!function", ";(function", "window.onload=", "window.onload =", "onload=", "(()", "$(function",
        "document.addeventlistener(", "window.addeventlistener(", "settimeout(",
    ]

    private static func isCalledAtOnce(_ script: UnsafeBufferPointer<UInt8>) -> Bool {
        var start = 0
        while start < script.count, script[start] <= 0x20 { start += 1 }
        let front = UnsafeBufferPointer(rebasing: script[start...])
        return calledAtOnce.contains { front.hasLowercasedPrefix($0) }
    }

    /// The link of the form that stands before the dot: `getElementById('f')`, `forms['f']`, `forms[0]`, `document.f`; a
    /// variable is taken for the page's only form.
    private func form(before dot: Int, in script: UnsafeBufferPointer<UInt8>) -> UInt32? {
        guard dot > 0 else { return nil }
        switch script[dot - 1] {
        case UInt8(ascii: ")"), UInt8(ascii: "]"):
            var start = dot - 2
            let opening = script[dot - 1] == UInt8(ascii: ")") ? UInt8(ascii: "(") : UInt8(ascii: "[")
            while start >= 0, dot - start < 80, script[start] != opening { start -= 1 }
            guard start >= 0, script[start] == opening else { return nil }
            return form(named: script[(start + 1)..<(dot - 1)], in: script)
        default:
            var start = dot
            while start > 0, dot - start < 80, Self.isNameByte(script[start - 1]) { start -= 1 }
            guard start < dot else { return nil }
            return form(hash: hash(start..<dot, script)) ?? (forms.count == 1 ? forms[0].link : nil)
        }
    }

    private func form(named inner: Slice<UnsafeBufferPointer<UInt8>>, in script: UnsafeBufferPointer<UInt8>) -> UInt32?
    {
        var (start, end) = (inner.startIndex, inner.endIndex)
        while start < end, script[start] <= 0x20 { start += 1 }
        while end > start, script[end - 1] <= 0x20 { end -= 1 }
        guard start < end else { return nil }
        if script[start] &- 0x30 < 10 {
            guard end - start == 1 else { return nil }
            let number = Int(script[start] &- 0x30)
            return number < forms.count ? forms[number].link : nil
        }
        guard end - start > 2, script[start] == 0x22 || script[start] == 0x27, script[end - 1] == script[start] else {
            return nil
        }
        start += 1
        if script[start] == UInt8(ascii: "#") { start += 1 }
        let name = start..<(end - 1)
        guard !name.isEmpty else { return nil }
        if name.count == 4, UnsafeBufferPointer(rebasing: script[name]).hasLowercasedPrefix("form") {
            return form(hash: hash(name, script)) ?? forms.first?.link
        }
        return form(hash: hash(name, script))
    }

    private func hash(_ range: Range<Int>, _ script: UnsafeBufferPointer<UInt8>) -> UInt64 {
        ByteHash.of(UnsafeBufferPointer(rebasing: script[range]))
    }

    private func form(hash: UInt64) -> UInt32? {
        for form in forms where form.id == hash || form.name == hash { return form.link }
        return nil
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x5F || byte == 0x24 || byte >= 0x80
    }
}
