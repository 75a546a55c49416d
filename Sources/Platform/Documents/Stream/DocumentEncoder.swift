/// Writes extracted documents for the way out of the box: each as its length (four bytes, little-endian) and its fields,
/// numbers as four bytes, texts and lists with their count in front. A document of length 0 is the end.
struct DocumentEncoder {
    private(set) var bytes: [UInt8] = []

    static let endMark: [UInt8] = [0, 0, 0, 0]

    static func message(_ document: ExtractedDocument) -> [UInt8] {
        var encoder = DocumentEncoder()
        encoder.put(document)
        return number(encoder.bytes.count) + encoder.bytes
    }

    private mutating func put(_ document: ExtractedDocument) {
        list(document.path) { $0.text($1) }
        text(document.kind.rawValue)
        text(document.state.rawValue)
        list(document.faults) { $0.text($1.rawValue) }
        put(document.facts)
        list(document.parts) { encoder, part in
            encoder.text(part.place)
            encoder.list(part.blocks) { encoder, block in encoder.list(block.runs) { $0.put($1) } }
        }
        raw(document.source)
    }

    private mutating func put(_ facts: ExtractedDocument.Facts) {
        let flags = (facts.isEncrypted ? 1 : 0) | (facts.hasMacros ? 2 : 0) | (facts.hasScripts ? 4 : 0)
        for value in [facts.pageCount, flags, facts.embeddedFileCount, facts.passedOverCount] {
            bytes += Self.number(value)
        }
        list(facts.remoteReferences) { $0.text($1) }
    }

    private mutating func put(_ run: ExtractedDocument.Run) {
        text(run.text)
        text(run.hiding?.rawValue ?? "")
        // A link to the empty address is none.
        text(run.url ?? "")
    }

    private mutating func text(_ text: String) { raw(Array(text.utf8)) }

    private mutating func raw(_ value: [UInt8]) {
        bytes += Self.number(value.count)
        bytes += value
    }

    private mutating func list<Element>(_ elements: [Element], _ body: (inout Self, Element) -> Void) {
        bytes += Self.number(elements.count)
        for element in elements { body(&self, element) }
    }

    private static func number(_ value: Int) -> [UInt8] {
        let value = UInt32(clamping: value)
        return (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
}
