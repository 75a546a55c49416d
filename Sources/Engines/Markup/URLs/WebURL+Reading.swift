extension WebURL {
    /// Longer addresses are refused, as they stand and as they are written: no server takes them, and what follows may then count
    /// on a bound.
    package static let maxByteCount = 8192

    /// Reads an absolute address. Nil where a browser finds none, or one of another scheme.
    ///
    /// As the standard says: white space around is cut off, tabs and line ends are dropped, `\` is `/`, slashes after the
    /// scheme may be missing or many, user names and fragments are left out. Linear; input is hostile.
    package init?(_ text: some StringProtocol) {
        guard let url = Self.read(text, base: nil) else { return nil }
        self = url
    }

    /// Reads what stands in a `href` or a `Location` of the page `base`. Nil where a browser finds no web address.
    package init?(_ reference: some StringProtocol, relativeTo base: WebURL) {
        guard let url = Self.read(reference, base: base) else { return nil }
        self = url
    }

    /// The same over bytes. Those of 0x80 and more are percent-encoded as they stand; a host must be UTF-8.
    package init?(bytes: UnsafeBufferPointer<UInt8>, relativeTo base: WebURL?) {
        guard let url = URLReader.read(bytes, base: base) else { return nil }
        self = url
    }

    private static func read(_ text: some StringProtocol, base: WebURL?) -> WebURL? {
        if let url = text.utf8.withContiguousStorageIfAvailable({ URLReader.read($0, base: base) }) { return url }
        return Array(text.utf8.prefix(maxByteCount + 1)).withUnsafeBufferPointer { URLReader.read($0, base: base) }
    }
}

/// The parts of an address, found in the order of the standard's states.
enum URLReader {
    typealias Bytes = UnsafeBufferPointer<UInt8>

    static func read(_ input: Bytes, base: WebURL?) -> WebURL? {
        guard input.count <= WebURL.maxByteCount else { return nil }
        let trimmed = trim(input)
        let url =
            trimmed.contains(where: isDropped)
            ? trimmed.filter { !isDropped($0) }.withUnsafeBufferPointer { readTrimmed($0, base: base) }
            : readTrimmed(trimmed, base: base)
        return url.flatMap { isWithinBounds($0) ? $0 : nil }
    }

    /// Bytes that are percent-encoded become three, and a reference has its base before it.
    private static func isWithinBounds(_ url: WebURL) -> Bool {
        let longestFrame = "https://:65535?".utf8.count
        let count = url.host.utf8.count + url.path.utf8.count + (url.query?.utf8.count ?? 0)
        return count + longestFrame <= WebURL.maxByteCount || url.text.utf8.count <= WebURL.maxByteCount
    }

    private static func readTrimmed(_ input: Bytes, base: WebURL?) -> WebURL? {
        let text = part(input, 0..<(input.firstIndex(of: 0x23) ?? input.count))
        guard let colon = schemeEnd(text) else { return base.flatMap { relative(text, base: $0) } }
        guard let scheme = scheme(part(text, 0..<colon)) else { return nil }
        let rest = part(text, colon + 1..<text.count)
        if let base, base.scheme == scheme { return relative(rest, base: base) }
        return withAuthority(rest, scheme: scheme)
    }

    // MARK: forms

    private static func relative(_ text: Bytes, base: WebURL) -> WebURL? {
        guard let first = text.first else { return base }
        if isSlash(first) {
            if text.count > 1, isSlash(text[1]) { return withAuthority(text, scheme: base.scheme) }
            let (path, query) = URLPath.read(part(text, 1..<text.count), after: [])
            return WebURL(scheme: base.scheme, host: base.host, port: base.port, path: path, query: query)
        }
        if first == 0x3F {
            let query = URLPath.query(part(text, 1..<text.count))
            return WebURL(scheme: base.scheme, host: base.host, port: base.port, path: base.path, query: query)
        }
        let parent = base.path.utf8.prefix(upTo: base.path.utf8.lastIndex(of: 0x2F) ?? base.path.utf8.startIndex)
        let (path, query) = URLPath.read(text, after: Array(parent))
        return WebURL(scheme: base.scheme, host: base.host, port: base.port, path: path, query: query)
    }

    /// Any number of slashes, then `user@host:port`, then the path.
    private static func withAuthority(_ text: Bytes, scheme: WebURL.Scheme) -> WebURL? {
        let start = text.firstIndex { !isSlash($0) } ?? text.count
        let end = text[start...].firstIndex { isSlash($0) || $0 == 0x3F } ?? text.count
        let afterUser = text[start..<end].lastIndex(of: 0x40).map { $0 + 1 } ?? start
        let colon = portColon(text, afterUser..<end)
        guard let host = HostReader.read(part(text, afterUser..<(colon ?? end))),
            let port = colon.map({ port(part(text, $0 + 1..<end), scheme) }) ?? scheme.defaultPort
        else { return nil }
        let hasSlash = end < text.count && isSlash(text[end])
        let (path, query) = URLPath.read(part(text, (hasSlash ? end + 1 : end)..<text.count), after: [])
        return WebURL(scheme: scheme, host: host, port: port, path: path, query: query)
    }

    // MARK: parts

    /// The colon after a scheme of any name, or nil when the text begins with none.
    private static func schemeEnd(_ text: Bytes) -> Int? {
        guard let first = text.first, isLetter(first) else { return nil }
        let end = text.firstIndex { byte in
            !(isLetter(byte) || byte &- 0x30 < 10 || byte == 0x2B || byte == 0x2D || byte == 0x2E)
        }
        guard let end, text[end] == 0x3A else { return nil }
        return end
    }

    private static func scheme(_ name: Bytes) -> WebURL.Scheme? {
        if name.equalsLowercased("https") { return .https }
        return name.equalsLowercased("http") ? .http : nil
    }

    private static func portColon(_ text: Bytes, _ range: Range<Int>) -> Int? {
        var isInBrackets = false
        for at in range {
            switch text[at] {
            case 0x5B: isInBrackets = true
            case 0x5D: isInBrackets = false
            case 0x3A where !isInBrackets: return at
            default: break
            }
        }
        return nil
    }

    /// The scheme's own for no digits; nil for anything but digits and for more than 65535.
    private static func port(_ digits: Bytes, _ scheme: WebURL.Scheme) -> UInt16? {
        guard !digits.isEmpty else { return scheme.defaultPort }
        var value = 0
        for byte in digits {
            guard byte &- 0x30 < 10 else { return nil }
            value = value * 10 + Int(byte &- 0x30)
            guard value <= 0xFFFF else { return nil }
        }
        return UInt16(value)
    }

    // MARK: bytes

    static func part(_ bytes: Bytes, _ range: Range<Int>) -> Bytes { Bytes(rebasing: bytes[range]) }

    private static func trim(_ bytes: Bytes) -> Bytes {
        guard let first = bytes.firstIndex(where: { $0 > 0x20 }), let last = bytes.lastIndex(where: { $0 > 0x20 })
        else { return part(bytes, 0..<0) }
        return part(bytes, first..<last + 1)
    }

    private static func isDropped(_ byte: UInt8) -> Bool { byte == 0x09 || byte == 0x0A || byte == 0x0D }
    static func isSlash(_ byte: UInt8) -> Bool { byte == 0x2F || byte == 0x5C }
    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
}
