/// The host of an address the way a browser finds it, and where a bare address in text ends.
enum Address {
    private static let longestHost = 255

    /// Finds the host of the address that stands in `bytes[range]`, lower-cases it, and decodes `%xx` in it. Where that needs
    /// other bytes than the address has, they are appended behind it; `addressEnd` is the end of the address itself.
    ///
    /// Browsers read `\` as `/`, any number of slashes after `http:`, and skip what stands before an `@`.
    /// A scheme-relative address (`//host/…`) gets `http:` put before it. Empty for relative addresses.
    static func host(in bytes: inout [UInt8], _ range: Range<Int>) -> (start: Int, end: Int, addressEnd: Int) {
        var addressEnd = range.upperBound
        guard var at = authorityStart(bytes, range) else { return (addressEnd, addressEnd, addressEnd) }
        if at == range.lowerBound + 2, isSlash(bytes[range.lowerBound]) {
            bytes.insert(contentsOf: [0x68, 0x74, 0x74, 0x70, 0x3A], at: range.lowerBound)
            addressEnd += 5
            at += 5
        }
        var end = at
        var afterUser = at
        while end < addressEnd, !isSlash(bytes[end]), bytes[end] != 0x3F, bytes[end] != 0x23 {
            if bytes[end] == 0x40 { afterUser = end + 1 }
            end += 1
        }
        at = afterUser
        let hostEnd = portStart(bytes, at, end)
        guard hostEnd > at, hostEnd - at <= longestHost * 3 else { return (addressEnd, addressEnd, addressEnd) }
        return normalise(&bytes, at, hostEnd, addressEnd)
    }

    /// Where the authority begins, or nil when the address has none.
    private static func authorityStart(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
        var at = range.lowerBound
        let end = range.upperBound
        guard at < end else { return nil }
        if isSlash(bytes[at]) {
            guard at + 1 < end, isSlash(bytes[at + 1]) else { return nil }
            at += 2
        } else {
            let scheme = at
            while at < end, at - scheme < 16, isSchemeByte(bytes[at]) { at += 1 }
            guard at < end, at > scheme, bytes[at] == 0x3A else { return nil }
            let isSpecial = isSpecialScheme(bytes, scheme, at)
            at += 1
            let slashes = at
            while at < end, isSlash(bytes[at]), isSpecial || at - slashes < 2 { at += 1 }
            guard isSpecial ? at > slashes : at == slashes + 2 else { return nil }
        }
        while at < end, isSlash(bytes[at]) { at += 1 }
        return at < end ? at : nil
    }

    private static func isSpecialScheme(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Bool {
        bytes.withUnsafeBufferPointer { all in
            let name = UnsafeBufferPointer(rebasing: all[start..<end])
            return name.equalsLowercased("http") || name.equalsLowercased("https") || name.equalsLowercased("ftp")
                || name.equalsLowercased("ws") || name.equalsLowercased("wss")
        }
    }

    private static func portStart(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Int {
        guard start < end else { return start }
        if bytes[start] == 0x5B {  // [IPv6]
            var at = start
            while at < end {
                if bytes[at] == 0x5D { return at + 1 }
                at += 1
            }
            return end
        }
        var at = start
        while at < end, bytes[at] != 0x3A { at += 1 }
        return at
    }

    private static func normalise(
        _ bytes: inout [UInt8], _ start: Int, _ end: Int, _ addressEnd: Int
    ) -> (start: Int, end: Int, addressEnd: Int) {
        var isPlain = true
        for at in start..<end {
            let byte = bytes[at]
            if byte &- 0x41 < 26 { bytes[at] = byte | 0x20 }
            if byte == 0x25 || byte >= 0x80 { isPlain = false }
        }
        if isPlain {
            var stop = end
            while stop > start, bytes[stop - 1] == 0x2E { stop -= 1 }
            return stop - start <= longestHost ? (start, stop, addressEnd) : (addressEnd, addressEnd, addressEnd)
        }
        let copied = bytes.count
        var at = start
        while at < end {
            let byte = decodedByte(bytes, &at, end)
            if isSlash(byte) || byte <= 0x20 || byte == 0x3F || byte == 0x23 { break }
            bytes.append(byte &- 0x41 < 26 ? byte | 0x20 : byte)
            foldDot(&bytes, from: copied)
        }
        var stop = bytes.count
        while stop > copied, bytes[stop - 1] == 0x2E { stop -= 1 }
        return stop - copied <= longestHost ? (copied, stop, addressEnd) : (addressEnd, addressEnd, addressEnd)
    }

    private static func decodedByte(_ bytes: [UInt8], _ at: inout Int, _ end: Int) -> UInt8 {
        let byte = bytes[at]
        if byte == 0x25, at + 2 < end, let high = hexValue(bytes[at + 1]), let low = hexValue(bytes[at + 2]) {
            at += 3
            return high << 4 | low
        }
        at += 1
        return byte
    }

    /// The full stops of other scripts (U+3002, U+FF0E, U+FF61) part labels like '.'.
    private static func foldDot(_ bytes: inout [UInt8], from start: Int) {
        let count = bytes.count
        guard count - start >= 3 else { return }
        let last = (bytes[count - 3], bytes[count - 2], bytes[count - 1])
        if last == (0xE3, 0x80, 0x82) || last == (0xEF, 0xBC, 0x8E) || last == (0xEF, 0xBD, 0xA1) {
            bytes.removeLast(3)
            bytes.append(0x2E)
        }
    }

    // MARK: bytes

    static func hexValue(_ byte: UInt8) -> UInt8? {
        if byte &- 0x30 < 10 { return byte &- 0x30 }
        let letter = (byte | 0x20) &- 0x61
        return letter < 6 ? letter + 10 : nil
    }

    private static func isSlash(_ byte: UInt8) -> Bool { byte == 0x2F || byte == 0x5C }

    private static func isSchemeByte(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x2B || byte == 0x2D || byte == 0x2E
    }

    static func isWordByte(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte >= 0x80 || byte == 0x2D || byte == 0x2E || byte == 0x5F
    }

    // MARK: addresses in text

    /// Where the `http` or `https` before a colon begins, or -1.
    static func schemeStart(_ base: UnsafePointer<UInt8>, low: Int, colon: Int) -> Int {
        func ends(_ name: StaticString) -> Bool {
            let length = name.utf8CodeUnitCount
            guard colon - length >= low else { return false }
            return UnsafeBufferPointer(start: base + colon - length, count: length).equalsLowercased(name)
        }
        return ends("https") ? colon - 5 : ends("http") ? colon - 4 : -1
    }

    /// An address in text ends at white space, a quote or bracket, or the punctuation of the sentence around it.
    static func textEnd(_ base: UnsafePointer<UInt8>, from start: Int, limit: Int) -> Int {
        var end = start
        while end < limit {
            let byte = base[end]
            if byte <= 0x20 || byte == 0x22 || byte == 0x27 || byte == 0x3C || byte == 0x3E || byte == 0x60 { break }
            if byte == 0x7C || byte == 0x7B || byte == 0x7D || byte == 0x5C { break }
            if byte == 0x26, end + 1 < limit, base[end + 1] == 0x6E || base[end + 1] == 0x23 { break }  // &nbsp; &#…
            end += 1
        }
        while end > start {
            let byte = base[end - 1]
            guard
                byte == 0x2E || byte == 0x2C || byte == 0x3B || byte == 0x3A || byte == 0x21 || byte == 0x3F
                    || byte == 0x29
            else { break }
            end -= 1
        }
        return end
    }
}
