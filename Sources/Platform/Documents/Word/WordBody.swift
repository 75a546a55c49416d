import Markup

/// Reads the text of one file of a DOCX (WordprocessingML, ECMA-376 part 1).
struct WordBody {
    private(set) var blocks: [[ExtractedDocument.Run]] = []
    private let styles: WordStyles
    private let links: [String: String]

    private var paragraph: [ExtractedDocument.Run] = []
    private var paragraphFormat = WordFormat()
    /// Grounds of the table cells that stand open.
    private var cellGrounds: [String?] = []
    private var runFormat = WordFormat()
    private var urls: [String?] = []
    private var fields: [Field] = []
    /// Depth of elements whose content is not told: another form of what stands before.
    private var skipped = 0
    private var isText = false
    private var isInstruction = false

    /// A field as `fldChar` parts it: its instruction, then its result.
    private struct Field {
        var instruction = ""
        var isResult = false
        var url: String?
    }

    private static let maxInstruction = 4_096
    private static let maxFields = 64

    init(styles: WordStyles, links: [String: String]) {
        self.styles = styles
        self.links = links
    }

    /// - Returns: false when it could not be read to its end; what was read stays.
    mutating func read(_ bytes: [UInt8], isUp: () -> Bool) -> Bool {
        var reader = XMLReader(document: bytes, limits: WordXML.limits)
        var count = 0
        do {
            while let event = try reader.next() {
                count += 1
                if count % 4_096 == 0, isUp() { break }
                switch event {
                case .start(let name, let attributes): start(WordXML.local(name), attributes, reader.path)
                case .end(let name): end(WordXML.local(name))
                case .text(let text): add(text)
                }
            }
        } catch {
            close()
            return false
        }
        close()
        return !isUp()
    }

    private mutating func start(_ name: Substring, _ attributes: [XMLAttribute], _ path: [String]) {
        if skipped > 0 || name == "Fallback" {
            skipped += 1
            return
        }
        switch name {
        case "p":
            close()
            paragraphFormat = WordFormat()
        case "pStyle":
            paragraphFormat = styles.format(WordXML.values(attributes)["val"]).overlaid(by: paragraphFormat)
        case "tc": cellGrounds.append(nil)
        case "r": runFormat = WordFormat()
        case "rStyle": runFormat = styles.format(WordXML.values(attributes)["val"]).overlaid(by: runFormat)
        case "t": isText = true
        case "instrText": isInstruction = true
        case "tab": append(" ")
        case "br", "cr": append("\n")
        case "hyperlink":
            let values = WordXML.values(attributes)
            urls.append(values["id"].flatMap { links[$0] })
        case "fldSimple": urls.append(WordXML.values(attributes)["instr"].flatMap(Self.address))
        case "fldChar": field(WordXML.values(attributes)["fldCharType"])
        case "hlinkClick":
            // A link on a picture or shape.
            if let url = WordXML.values(attributes)["id"].flatMap({ links[$0] }) {
                paragraph.append(.init("", url: url))
            }
        case "vanish", "specVanish", "sz", "color", "shd", "highlight": property(name, attributes, path)
        default: break
        }
    }

    /// A property belongs to what stands around its list.
    private mutating func property(_ name: Substring, _ attributes: [XMLAttribute], _ path: [String]) {
        guard path.count >= 3 else { return }
        let holder = WordXML.local(path[path.count - 2])
        let owner = WordXML.local(path[path.count - 3])
        if holder == "rPr", owner == "r" {
            runFormat.take(name, attributes)
        } else if holder == "pPr" {
            paragraphFormat.take(name, attributes)
        } else if holder == "tcPr", !cellGrounds.isEmpty {
            var cell = WordFormat()
            cell.take(name, attributes)
            cellGrounds[cellGrounds.count - 1] = cell.ground
        }
    }

    private mutating func end(_ name: Substring) {
        if skipped > 0 {
            skipped -= 1
            return
        }
        switch name {
        case "p": close()
        case "tc": _ = cellGrounds.popLast()
        case "t": isText = false
        case "instrText": isInstruction = false
        case "hyperlink", "fldSimple": _ = urls.popLast()
        default: break
        }
    }

    private mutating func add(_ text: String) {
        guard skipped == 0 else { return }
        if isText {
            append(text)
        } else if isInstruction, let last = fields.indices.last,
            fields[last].instruction.utf8.count < Self.maxInstruction
        {
            fields[last].instruction += text
        }
    }

    private mutating func field(_ type: String?) {
        switch type {
        case "begin": if fields.count < Self.maxFields { fields.append(Field()) }
        case "separate":
            guard let last = fields.indices.last else { return }
            fields[last].isResult = true
            fields[last].url = Self.address(fields[last].instruction)
        case "end":
            guard let field = fields.popLast(), !field.isResult, let url = Self.address(field.instruction) else {
                return
            }
            paragraph.append(.init("", url: url))
        default: break
        }
    }

    private mutating func append(_ text: String) {
        let format = paragraphFormat.overlaid(by: runFormat)
        let hiding = format.hiding(on: cellGrounds.last ?? nil)
        let url = urls.last(where: { $0 != nil }) ?? fields.last(where: { $0.url != nil })?.url
        if let last = paragraph.indices.last, paragraph[last].hiding == hiding, paragraph[last].url == url {
            paragraph[last].text += text
        } else {
            paragraph.append(.init(text, hiding: hiding, url: url))
        }
    }

    private mutating func close() {
        if !paragraph.isEmpty { blocks.append(paragraph) }
        paragraph = []
    }

    /// The address in `HYPERLINK "https://…" \o "…"`, with or without quotes.
    static func address(_ instruction: String) -> String? {
        let words = instruction.split(whereSeparator: \.isWhitespace)
        guard words.first?.uppercased() == "HYPERLINK", words.count > 1, words[1].first != "\\" else { return nil }
        let quoted = instruction.split(separator: "\"", omittingEmptySubsequences: false)
        let url = words[1].hasPrefix("\"") && quoted.count > 2 ? String(quoted[1]) : String(words[1])
        return url.isEmpty ? nil : url
    }
}
