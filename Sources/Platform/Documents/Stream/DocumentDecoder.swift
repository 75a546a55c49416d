/// Reads what came out of the box. The child may have been taken over by the document it read: its words are as hostile as the
/// document. Linear; what is built is bounded by the bytes that came, and the first thing that does not fit ends it.
struct DocumentDecoder {
    private let bytes: [UInt8]
    private var position = 0
    private var end = 0

    /// A list element takes four bytes at least, so a count cannot promise more than came.
    private static let leastElementBytes = 4

    struct Malformed: Error {}

    struct Result {
        var documents: [ExtractedDocument] = []
        /// The end mark came, and nothing behind it.
        var isWhole = false
    }

    static func documents(in bytes: [UInt8]) -> Result {
        var decoder = DocumentDecoder(bytes: bytes)
        var result = Result()
        do {
            while decoder.position < bytes.count {
                decoder.end = bytes.count
                let length = try decoder.number()
                if length == 0 {
                    result.isWhole = decoder.position == bytes.count
                    return result
                }
                guard length <= bytes.count - decoder.position else { return result }
                decoder.end = decoder.position + length
                let document = try decoder.document()
                guard decoder.position == decoder.end else { return result }
                result.documents.append(document)
            }
        } catch {}
        return result
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func document() throws(Malformed) -> ExtractedDocument {
        let path = try list { decoder throws(Malformed) in try decoder.text() }
        var document = ExtractedDocument(path: path, kind: try word())
        document.state = try word()
        document.faults = try list { decoder throws(Malformed) in try decoder.word() }
        document.facts = try facts()
        document.parts = try list { decoder throws(Malformed) in
            let place = try decoder.text()
            let blocks = try decoder.list { decoder throws(Malformed) in
                ExtractedDocument.Block(try decoder.list { decoder throws(Malformed) in try decoder.run() })
            }
            return ExtractedDocument.Part(place: place, blocks: blocks)
        }
        document.source = try raw()
        return document
    }

    private mutating func facts() throws(Malformed) -> ExtractedDocument.Facts {
        var facts = ExtractedDocument.Facts()
        facts.pageCount = try number()
        let flags = try number()
        facts.isEncrypted = flags & 1 != 0
        facts.hasMacros = flags & 2 != 0
        facts.hasScripts = flags & 4 != 0
        facts.embeddedFileCount = try number()
        facts.passedOverCount = try number()
        facts.remoteReferences = try list { decoder throws(Malformed) in try decoder.text() }
        return facts
    }

    private mutating func run() throws(Malformed) -> ExtractedDocument.Run {
        let text = try text()
        let hiding = try self.text()
        let url = try self.text()
        if hiding.isEmpty { return .init(text, url: url.isEmpty ? nil : url) }
        guard let why = ExtractedDocument.Hiding(rawValue: hiding) else { throw Malformed() }
        return .init(text, hiding: why, url: url.isEmpty ? nil : url)
    }

    // MARK: values

    private mutating func word<Word: RawRepresentable<String>>() throws(Malformed) -> Word {
        guard let word = Word(rawValue: try text()) else { throw Malformed() }
        return word
    }

    private mutating func list<Element>(
        _ element: (inout Self) throws(Malformed) -> Element
    ) throws(Malformed) -> [Element] {
        let count = try number()
        guard count <= (end - position) / Self.leastElementBytes else { throw Malformed() }
        var elements: [Element] = []
        elements.reserveCapacity(min(count, 4_096))
        for _ in 0..<count { elements.append(try element(&self)) }
        return elements
    }

    /// Malformed UTF-8 becomes U+FFFD.
    private mutating func text() throws(Malformed) -> String { String(decoding: try rawSlice(), as: UTF8.self) }

    private mutating func raw() throws(Malformed) -> [UInt8] { Array(try rawSlice()) }

    private mutating func rawSlice() throws(Malformed) -> ArraySlice<UInt8> {
        let count = try number()
        guard count <= end - position else { throw Malformed() }
        position += count
        return bytes[(position - count)..<position]
    }

    private mutating func number() throws(Malformed) -> Int {
        guard end - position >= 4 else { throw Malformed() }
        var value = 0
        for index in 0..<4 { value |= Int(bytes[position + index]) << (8 * index) }
        position += 4
        return value
    }
}
