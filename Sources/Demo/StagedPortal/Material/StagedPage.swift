import Knowledge

/// An honest page of `Resources/staged`, cut up so that its links can be turned to pages of this portal.
package struct StagedPage: Sendable {
    enum Piece: Sendable {
        case text([UInt8])
        /// The target of an anchor that led into the page's own portal; the number chooses another page.
        case link(UInt64)
    }

    let title: String
    let pieces: [Piece]

    /// Every page of a folder, in the order of the names.
    static func all(in folder: String) throws(PortalError) -> [StagedPage] {
        do {
            return try FileBytes.names(in: folder).filter { $0.hasSuffix(".html") }.map {
                StagedPage(try FileBytes.read(folder + "/" + $0, maxBytes: 1 << 20))
            }
        } catch {
            throw PortalError(.material, "\(error)")
        }
    }

    init(_ bytes: [UInt8]) {
        let page = Self.withoutOwnHosts(bytes)
        title = Self.title(of: page)
        pieces = Self.pieces(of: page)
    }

    /// The page, with `link` asked for the target of every link.
    func html(link: (UInt64) -> String) -> [UInt8] {
        pieces.reduce(into: []) { page, piece in
            switch piece {
            case .text(let bytes): page += bytes
            case .link(let number): page += link(number).utf8
            }
        }
    }

    /// The pages name invented hosts as their own; on this portal they are all one host.
    private static func withoutOwnHosts(_ bytes: [UInt8]) -> [UInt8] {
        let own = Array("songmay.example".utf8)
        var out: [UInt8] = []
        var index = 0
        while let found = ByteText.find("http", in: bytes, from: index) {
            var end = found + 4
            if end < bytes.count, bytes[end] == UInt8(ascii: "s") { end += 1 }
            let isURL = end < bytes.count && bytes[end] == UInt8(ascii: ":")
            end += 1
            while end < bytes.count, ByteText.isSlash(bytes[end]) { end += 1 }
            let host = bytes[min(end, bytes.count)...].prefix { ByteText.isHostByte($0) }
            let isOwn = isURL && host.suffix(own.count).elementsEqual(own)
            out += bytes[index..<(isOwn ? found : found + 4)]
            index = isOwn ? host.endIndex : found + 4
        }
        return out + bytes[index...]
    }

    private static func title(of page: [UInt8]) -> String {
        guard let start = ByteText.find("<title>", in: page, from: 0),
            let end = ByteText.find("</title>", in: page, from: start)
        else { return "Bài viết" }
        let text = String(decoding: page[(start + 7)..<end], as: UTF8.self)
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        // What stands behind a dash or bar is the portal's name.
        return words.split(separator: "|").first.map { String($0).trimmedASCII } ?? words
    }

    private static func pieces(of page: [UInt8]) -> [Piece] {
        var pieces: [Piece] = []
        var kept = 0
        var index = 0
        while let anchor = ByteText.find("<a ", in: page, from: index) {
            index = anchor + 3
            let tagEnd = page[index...].firstIndex(of: UInt8(ascii: ">")) ?? page.endIndex
            guard let name = ByteText.find("href=\"", in: page, from: index), name < tagEnd else { continue }
            let start = name + 6
            guard let end = page[start...].firstIndex(of: UInt8(ascii: "\"")), end <= tagEnd else { continue }
            let target = String(decoding: page[start..<end], as: UTF8.self)
            guard leadsInside(target) else { continue }
            pieces.append(.text(Array(page[kept..<start])))
            pieces.append(.link(Dice.hash(target)))
            kept = end
            index = end
        }
        return pieces + [.text(Array(page[kept...]))]
    }

    private static func leadsInside(_ target: String) -> Bool {
        !target.hasPrefix("#") && !target.prefix { $0 != "/" && $0 != "?" }.contains(":") && !target.hasPrefix("//")
    }
}
