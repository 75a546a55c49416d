/// One JSON object a line for every input, clean ones too. The fields are those of `Docs/inspect.md`.
package struct JSONFormat: InspectionFormat {
    package init() {}

    package func add(_ report: RecordReport, _ part: inout OutputPart) {
        Self.write(report, &part.writer)
        part.writer.byte(10)
    }

    static func write(_ report: RecordReport, _ out: inout ByteWriter) {
        out.text("{\"source\":")
        out.json(report.source)
        out.text(",\"id\":")
        write(report.id, source: report.source, &out)
        out.byte(UInt8(ascii: ","))
        writeMembers(of: report.result, elapsedMicroseconds: report.elapsedMicroseconds, &out)
        out.byte(UInt8(ascii: "}"))
    }

    /// What was found in one input, without the braces around it.
    static func writeMembers(of result: InspectionResult, elapsedMicroseconds: Int, _ out: inout ByteWriter) {
        out.text("\"verdict\":\"")
        out.string(result.tier.rawValue)
        out.text("\",\"score\":")
        out.decimal(result.score)
        out.text(",\"categories\":")
        out.list(result.categories) { $1.json($0) }
        out.text(",\"blocks\":")
        out.list(result.blocks) { write($0, &$1) }
        out.text(",\"links\":")
        out.list(result.links) { write($0, &$1) }
        out.text(",\"pack\":")
        out.json(result.pack)
        out.text(",\"bytes\":")
        out.integer(result.byteCount)
        out.text(",\"elapsed_us\":")
        out.integer(elapsedMicroseconds)
        if !result.encoding.isEmpty {
            out.text(",\"encoding\":")
            out.json(result.encoding)
            out.text(",\"replacements\":")
            out.integer(result.replacements)
        }
        if let reason = result.reason {
            out.text(",\"reason\":")
            out.json(reason)
        }
        if let paper = result.paper { write(paper, &out) }
    }

    private static func write(_ paper: InspectionResult.Paper, _ out: inout ByteWriter) {
        out.text(",\"text_of\":")
        out.json(paper.textOf)
        out.text(",\"document\":{\"pages\":")
        out.integer(paper.pageCount)
        for (name, value) in [
            ("encrypted", paper.isEncrypted), ("macros", paper.hasMacros), ("scripts", paper.hasScripts),
        ] {
            out.string(",\"\(name)\":\(value)")
        }
        out.text(",\"embedded\":")
        out.integer(paper.embeddedFileCount)
        out.text(",\"passed_over\":")
        out.integer(paper.passedOverCount)
        out.text(",\"remote\":")
        out.list(paper.remoteReferences) { $1.json($0) }
        out.text(",\"faults\":")
        out.list(paper.faults) { $1.json($0) }
        out.byte(UInt8(ascii: "}"))
    }

    private static func write(_ place: String?, _ out: inout ByteWriter) {
        guard let place else { return }
        out.text(",\"place\":")
        out.json(place)
    }

    private static func write(_ id: RecordID, source: String, _ out: inout ByteWriter) {
        switch id {
        case .source: out.json(source)
        case .line(let number): out.integer(number)
        case .json(let literal): out.string(literal)
        case .address(let address): out.json(address)
        case .member(let path): out.json(([source] + path).joined(separator: "/"))
        }
    }

    private static func write(_ block: InspectionResult.Block, _ out: inout ByteWriter) {
        out.text("{\"zone\":")
        out.json(block.zone)
        out.text(",\"hidden\":")
        out.list(block.hidden) { $1.json($0) }
        out.text(",\"start\":")
        out.integer(block.start)
        out.text(",\"end\":")
        out.integer(block.end)
        out.text(",\"text\":")
        out.json(block.text)
        out.text(",\"score\":")
        out.decimal(block.score)
        out.text(",\"category\":")
        out.json(block.category)
        out.text(",\"terms\":")
        out.list(block.terms) { write($0, &$1) }
        write(block.place, &out)
        out.byte(UInt8(ascii: "}"))
    }

    private static func write(_ term: InspectionResult.Term, _ out: inout ByteWriter) {
        out.text("{\"rule\":")
        out.json(term.rule)
        out.text(",\"text\":")
        out.json(term.text)
        out.text(",\"start\":")
        out.integer(term.start)
        out.text(",\"end\":")
        out.integer(term.end)
        out.text(",\"weight\":")
        out.decimal(term.weight)
        out.text(term.isDecoded ? ",\"decoded\":true}" : "}")
    }

    private static func write(_ link: InspectionResult.Link, _ out: inout ByteWriter) {
        out.text("{\"url\":")
        out.json(link.url)
        out.text(",\"host\":")
        out.json(link.host)
        out.text(",\"reason\":")
        out.json(link.reason)
        out.text(",\"hidden\":")
        out.list(link.hidden) { $1.json($0) }
        out.text(",\"start\":")
        out.integer(link.start)
        out.text(",\"end\":")
        out.integer(link.end)
        write(link.place, &out)
        out.byte(UInt8(ascii: "}"))
    }
}
