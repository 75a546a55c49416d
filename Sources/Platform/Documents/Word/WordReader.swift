import Markup
import Unpack

/// Reads a DOCX: its text with what is hidden in it, its links, and what it wants from elsewhere. Nothing is fetched, no macro
/// is run, and the XML is read without document types or entities.
struct WordReader {
    let reading: Reading
    let zip: ZipReader

    /// Files that hold text, in the order in which they are told.
    private static let stems = ["document", "header", "footer", "footnotes", "endnotes", "comments"]

    func read(path: [String]) {
        var document = ExtractedDocument(path: path, kind: .docx)
        var collector = TextCollector(limits: reading.limits)
        note(&document)
        let styles = styles(&document)
        let names = textFiles()
        for name in names {
            collector.begin(name)
            guard let bytes = bytes(of: name, &document) else { continue }
            var body = WordBody(styles: styles, links: relationships(of: name, &document).links)
            let isWhole = body.read(bytes, isUp: { reading.timeIsUp })
            for block in body.blocks { collector.add(block) }
            if !isWhole { add(reading.timeIsUp ? .timedOut : .broken, &document) }
        }
        document.parts = collector.filledParts
        if collector.isFull { add(.tooMuchOutput, &document) }
        if document.parts.isEmpty, document.faults.isEmpty { add(.noText, &document) }
        if !document.faults.isEmpty { document.state = document.parts.isEmpty ? .unread : .cut }
        reading.give(document)
    }

    private func textFiles() -> [String] {
        let all = zip.members.map { MemberName.plain($0) }
        return Self.stems.flatMap { stem in
            all.filter { $0.hasPrefix("word/" + stem) && $0.hasSuffix(".xml") && !$0.dropFirst(5).contains("/") }
                .sorted()
        }
    }

    private func note(_ document: inout ExtractedDocument) {
        for member in zip.members {
            let name = MemberName.plain(member).lowercased()
            if name.hasSuffix("vbaproject.bin") || name.hasSuffix("vbadata.xml") { document.facts.hasMacros = true }
            if name.hasPrefix("word/embeddings/") || name.hasPrefix("word/activex/") {
                document.facts.embeddedFileCount += 1
            }
            // The template that a document is laid out by is named in the relationships of its settings.
            if name == "word/_rels/settings.xml.rels" { _ = relationships(of: "word/settings.xml", &document) }
        }
    }

    private func styles(_ document: inout ExtractedDocument) -> WordStyles {
        guard zip.members.contains(where: { MemberName.plain($0) == "word/styles.xml" }),
            let bytes = bytes(of: "word/styles.xml", &document)
        else { return WordStyles() }
        return WordStyles(bytes)
    }

    /// Addresses by identifier; what is wanted from elsewhere without being a link is noted.
    private func relationships(of name: String, _ document: inout ExtractedDocument) -> WordRelationships {
        let parts = name.split(separator: "/")
        let file = "word/_rels/\(parts.last ?? "").rels"
        guard zip.members.contains(where: { MemberName.plain($0) == file }), let bytes = bytes(of: file, &document)
        else {
            return WordRelationships()
        }
        let found = WordRelationships(bytes)
        let room = max(0, 100 - document.facts.remoteReferences.count)
        for url in found.remote.prefix(room) where !document.facts.remoteReferences.contains(url) {
            document.facts.remoteReferences.append(url)
        }
        return found
    }

    private func bytes(of name: String, _ document: inout ExtractedDocument) -> [UInt8]? {
        guard let member = zip.members.first(where: { MemberName.plain($0) == name }) else { return nil }
        do {
            let bytes = try zip.unpack(member)
            guard reading.takeUnpacked(bytes.count) else {
                add(.tooLarge, &document)
                return nil
            }
            return bytes
        } catch {
            add(ArchiveReader.fault(of: error), &document)
            return nil
        }
    }

    private func add(_ fault: DocumentFault, _ document: inout ExtractedDocument) {
        if !document.faults.contains(fault) { document.faults.append(fault) }
    }
}

/// The relationships of one file of a package (ECMA-376 part 2).
struct WordRelationships {
    private(set) var links: [String: String] = [:]
    private(set) var remote: [String] = []

    private static let maxCount = 20_000

    init() {}

    /// What cannot be read ends it.
    init(_ bytes: [UInt8]) {
        var reader = XMLReader(document: bytes)
        while links.count + remote.count < Self.maxCount, let event = try? reader.next() {
            guard case .start(let name, let attributes) = event, WordXML.local(name) == "Relationship" else { continue }
            let values = WordXML.values(attributes)
            guard let target = values["Target"], values["TargetMode"] == "External", target.utf8.count <= 4_096 else {
                continue
            }
            if values["Type"]?.hasSuffix("/hyperlink") == true, let id = values["Id"] {
                links[id] = target
            } else {
                remote.append(target)
            }
        }
    }
}

/// What WordprocessingML asks of the XML reader.
enum WordXML {
    static var limits: XMLLimits {
        var limits = XMLLimits()
        limits.maxDepth = 400
        limits.maxAttributes = 128
        return limits
    }

    static func local(_ name: String) -> Substring { XMLName.local(name) }

    static func values(_ attributes: [XMLAttribute]) -> [Substring: String] {
        var values: [Substring: String] = [:]
        for attribute in attributes { values[local(attribute.name)] = attribute.value }
        return values
    }

    /// On unless its value says otherwise (`<w:vanish w:val="false"/>`).
    static func isOn(_ attributes: [XMLAttribute]) -> Bool {
        guard let value = values(attributes)["val"] else { return true }
        return !["0", "false", "off"].contains(value)
    }
}
