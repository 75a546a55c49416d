package import Markup
internal import Unpack

/// Reads sitemaps (XML, index, plain text), RSS and Atom, packed with gzip or not. Never fails; linear; input is hostile.
/// - SeeAlso: sitemaps.org protocol; RSS 2.0; RFC 4287.
package enum SitemapReader {
    /// - Parameters:
    ///   - bytes: the body as it came, content codings undone.
    ///   - base: where it was found; relative addresses are read from there.
    package static func read(
        _ bytes: [UInt8], base: WebURL, limits: SitemapLimits = SitemapLimits()
    ) -> SitemapDocument {
        let unpacked = unpacked(bytes, limits)
        var document = content(unpacked.bytes, base, limits)
        if let fault = unpacked.fault {
            document.isCut = document.isCut || fault.code == .outputTooLarge
            document.fault = document.fault ?? fault.code.rawValue
        }
        return document
    }

    private static func unpacked(_ bytes: [UInt8], _ limits: SitemapLimits) -> (bytes: [UInt8], fault: UnpackError?) {
        guard bytes.starts(with: [0x1F, 0x8B]) else {
            guard bytes.count > limits.maxUnpackedBytes else { return (bytes, nil) }
            let fault = UnpackError(.outputTooLarge, at: UInt64(limits.maxUnpackedBytes))
            return (Array(bytes.prefix(limits.maxUnpackedBytes)), fault)
        }
        // The cap on output is what counts: lists of like addresses pack very well.
        let caps = UnpackLimits(maxOutputBytes: UInt64(limits.maxUnpackedBytes), maxRatio: 1_100)
        let unpacked = bytes.withUnsafeBytes { Inflater.unpack($0, as: .gzip, limits: caps) }
        return (unpacked.bytes, unpacked.fault)
    }

    private static func content(_ bytes: [UInt8], _ base: WebURL, _ limits: SitemapLimits) -> SitemapDocument {
        let first = bytes.prefix(1_024).first { $0 > 0x20 && $0 < 0x80 }
        guard first == UInt8(ascii: "<") else { return text(bytes, base, limits) }
        var xml = XMLLimits()
        xml.keepsUnknownReferences = true
        var reader = XMLReader(document: bytes, limits: xml)
        var builder = SitemapBuilder(base: base, limits: limits)
        do throws(XMLFault) {
            while !builder.isDone, let event = try reader.next() { builder.take(event) }
        } catch {
            builder.document.fault = error.code.rawValue
        }
        return builder.document
    }

    /// An address a line; other lines count as bad.
    private static func text(_ bytes: [UInt8], _ base: WebURL, _ limits: SitemapLimits) -> SitemapDocument {
        var document = SitemapDocument(kind: .text)
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        for line in body.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            guard document.pages.count < limits.maxEntries, document.badAddressCount < limits.maxEntries else {
                document.isCut = true
                break
            }
            let url = line.count > WebURL.maxByteCount ? nil : WebURL(String(decoding: line, as: UTF8.self))
            if let url {
                document.pages.append(.init(url: url))
            } else if line.contains(where: { $0 > 0x20 }) {
                document.badAddressCount += 1
            }
        }
        if document.pages.isEmpty { document.kind = .unknown }
        return document
    }
}

/// Puts the events of the four XML forms together.
private struct SitemapBuilder {
    private(set) var isDone = false
    var document = SitemapDocument(kind: .unknown)
    private let base: WebURL
    private let limits: SitemapLimits
    /// Local names of the open elements.
    private var path: [String] = []
    private var text = ""
    private var address: String?
    private var date: String?

    init(base: WebURL, limits: SitemapLimits) {
        self.base = base
        self.limits = limits
    }

    mutating func take(_ event: XMLEvent) {
        switch event {
        case .start(let name, let attributes):
            path.append(Self.local(name))
            if path.count == 1 { root() }
            text = ""
            if isItem(path.dropLast()), path.last == "link" { link(attributes) }
        case .text(let piece):
            if text.utf8.count < limits.maxTextBytes { text += String(piece.prefix(limits.maxTextBytes)) }
        case .end:
            end()
            path.removeLast()
            text = ""
        }
    }

    private mutating func root() {
        switch path[0] {
        case "urlset": document.kind = .pages
        case "sitemapindex": document.kind = .index
        case "rss", "RDF": document.kind = .rss
        case "feed": document.kind = .atom
        default: isDone = true
        }
    }

    /// Whether these open elements are one entry of the list.
    private func isItem(_ path: ArraySlice<String>) -> Bool {
        switch (path.last, document.kind) {
        case ("url", .pages), ("sitemap", .index), ("entry", .atom): path.count == 2
        case ("item", .rss): path.count <= 3
        default: false
        }
    }

    /// Atom's address is an attribute; of several links that without a relation, or `alternate`, is the page.
    private mutating func link(_ attributes: [XMLAttribute]) {
        guard let href = attributes.first(where: { $0.name == "href" })?.value else { return }
        let relation = attributes.first { $0.name == "rel" }?.value
        if relation == nil || relation == "alternate" { address = href }
    }

    private mutating func end() {
        if isItem(path[...]) { return entry() }
        guard isItem(path.dropLast()), !text.isEmpty else { return }
        switch path.last {
        case "loc": address = text
        case "link" where document.kind == .rss: address = text
        case "lastmod", "pubDate", "date", "updated": date = Self.trimmed(text)
        default: break
        }
    }

    private mutating func entry() {
        defer {
            address = nil
            date = nil
        }
        guard document.pages.count + document.sitemaps.count < limits.maxEntries,
            document.badAddressCount < limits.maxEntries
        else {
            document.isCut = true
            isDone = true
            return
        }
        guard let address, let url = WebURL(address, relativeTo: base) else { return document.badAddressCount += 1 }
        let entry = SitemapDocument.Entry(url: url, lastModified: date)
        if document.kind == .index { document.sitemaps.append(entry) } else { document.pages.append(entry) }
    }

    private static func local(_ name: String) -> String {
        name.lastIndex(of: ":").map { String(name[name.index(after: $0)...]) } ?? name
    }

    private static func trimmed(_ text: String) -> String? {
        let words = text.split { $0.isWhitespace }.joined(separator: " ")
        return words.isEmpty || words.utf8.count > 40 ? nil : words
    }
}
