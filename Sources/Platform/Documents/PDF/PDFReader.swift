import Glibc

/// Reads a PDF with poppler's tools: text with its place, colour and links (`pdftohtml -xml`, once with and once without
/// invisible text), all link annotations (`pdfinfo -url`), and a drawn page where text may be of its ground's colour
/// (`pdftoppm`).
struct PDFReader {
    let reading: Reading

    private static let path = Box.scratch + "/document.pdf"
    private static let maxToolBytes = 24 << 20
    /// Pages that are drawn at most, and their longer side in points.
    private static let maxDrawnPages = 40
    private static let drawnSide = 900

    func read(_ bytes: [UInt8], path: [String]) {
        var document = ExtractedDocument(path: path, kind: .pdf)
        if let fault = fill(&document, bytes) {
            document.state = .unread
            document.faults = [fault]
        } else if !document.faults.isEmpty {
            document.state = .cut
        }
        reading.give(document)
        unlink(Self.path)
    }

    /// - Returns: why nothing could be read.
    private func fill(_ document: inout ExtractedDocument, _ bytes: [UInt8]) -> DocumentFault? {
        guard ScratchFile.write(bytes, to: Self.path) else { return .tooLarge }
        document.facts.isEncrypted = holds("/Encrypt", bytes)
        document.facts.hasScripts = holds("/JavaScript", bytes) || holds("/JS", bytes)
        let info = tool("pdfinfo", [])
        if let fault = fault(of: info) { return document.facts.isEncrypted && fault == .broken ? .encrypted : fault }
        note(info.output, &document.facts)
        note(tool("pdfdetach", ["-list"]).output, embedded: &document.facts)
        let options = ["-xml", "-i", "-q", "-stdout", "-nodrm", "-zoom", "1", "-l", "\(reading.limits.maxPages)"]
        let all = tool("pdftohtml", options + ["-hidden"])
        if let fault = fault(of: all) { return fault }
        let seen = tool("pdftohtml", options)
        if let fault = fault(of: seen) { return fault }
        collect(PopplerText(all.output), PopplerText(seen.output), &document)
        if document.facts.pageCount > reading.limits.maxPages { document.faults.append(.tooMuchOutput) }
        // What ends before its end was mended by the tool as well as it could be.
        if !holds("%%EOF", Array(bytes.suffix(4_096))) { document.faults.append(.broken) }
        return nil
    }

    private func collect(_ all: PopplerText, _ seen: PopplerText, _ document: inout ExtractedDocument) {
        var collector = TextCollector(limits: reading.limits)
        let addresses = annotations()
        var seenPages: [Int: PopplerText.Page] = [:]
        for page in seen.pages { seenPages[page.number] = page }
        var drawn = 0
        for page in all.pages {
            collector.begin("page \(page.number)")
            var lines = VisibleLines(page, seen: seenPages[page.number])
            if lines.needsDrawing, drawn < Self.maxDrawnPages, !reading.timeIsUp {
                drawn += 1
                lines.compare(with: ground(of: page.number))
            }
            var urls = Set(page.lines.flatMap { $0.pieces.compactMap(\.url) })
            for block in lines.blocks() { collector.add(block) }
            for url in addresses[page.number] ?? [] where urls.insert(url).inserted {
                collector.add([.init("", hiding: .bareLink, url: url)])
            }
        }
        document.parts = collector.filledParts
        if collector.isFull { document.faults.append(.tooMuchOutput) }
        if !collector.hasText, !collector.isFull { document.faults.append(.noText) }
    }

    /// The addresses of link annotations by page.
    private func annotations() -> [Int: [String]] {
        var found: [Int: [String]] = [:]
        for line in tool("pdfinfo", ["-url"]).output.split(separator: 10).dropFirst() {
            let words = line.split(separator: 0x20, maxSplits: 2)
            guard words.count == 3, let page = Int(String(decoding: words[0], as: UTF8.self)) else { continue }
            let url = words[2].drop { $0 == 0x20 }
            if url.count <= 4_096 { found[page, default: []].append(String(decoding: url, as: UTF8.self)) }
        }
        return found
    }

    private func ground(of page: Int) -> PageGround? {
        let drawn = tool("pdftoppm", ["-q", "-f", "\(page)", "-l", "\(page)", "-scale-to", "\(Self.drawnSide)"])
        return drawn.ending == .exited(0) ? PageGround(drawn.output) : nil
    }

    private func note(_ info: [UInt8], _ facts: inout ExtractedDocument.Facts) {
        for line in info.split(separator: 10) {
            let text = String(decoding: line.prefix(200), as: UTF8.self)
            if text.hasPrefix("Pages:") { facts.pageCount = Int(text.dropFirst(6).filter(\.isNumber)) ?? 0 }
            if text.hasPrefix("JavaScript:"), text.hasSuffix("yes") { facts.hasScripts = true }
            if text.hasPrefix("Encrypted:"), !text.hasSuffix(" no") { facts.isEncrypted = true }
        }
    }

    private func note(_ list: [UInt8], embedded facts: inout ExtractedDocument.Facts) {
        let first = list.split(separator: 10).first.map { String(decoding: $0.prefix(40), as: UTF8.self) } ?? ""
        facts.embeddedFileCount = first.split(separator: " ").first.flatMap { Int($0) } ?? 0
    }

    // MARK: tools

    private func tool(_ name: String, _ options: [String]) -> BoundedProcess.Result {
        BoundedProcess.run(
            "/usr/bin/" + name, options + [Self.path], environment: ["LC_ALL=C.UTF-8", "HOME=" + Box.scratch],
            deadline: reading.toolDeadline, maxOutputBytes: Self.maxToolBytes)
    }

    private func fault(of result: BoundedProcess.Result) -> DocumentFault? {
        switch result.ending {
        case .exited(0): result.output.isEmpty ? .broken : nil
        case .exited: .broken
        case .signalled(24), .signalled(9), .deadline: .timedOut
        case .signalled: .brokeDown
        case .tooMuchOutput: .tooMuchOutput
        case .failedToStart: .noTool
        }
    }

    private func holds(_ mark: String, _ bytes: [UInt8]) -> Bool {
        ByteSearch.first(Array(mark.utf8), in: bytes, from: 0) != nil
    }
}

/// A file in the box's scratch folder, which is memory and goes with the box.
enum ScratchFile {
    static func write(_ bytes: [UInt8], to path: String) -> Bool {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress.map { $0 + written }, $0.count - written)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            written += count
        }
        return true
    }
}
