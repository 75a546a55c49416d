/// A small PDF of our own making: Vietnamese text through a composite font with a way back to Unicode, and link annotations.
struct PDFPaper {
    enum Look: Sendable {
        case plain
        /// Render mode 3: no ink.
        case invisible
        /// White on white.
        case white
    }

    private var content = ""
    private var annotations: [String] = []
    private var height = 780
    private static let lineHeight = 18
    private static let lineLength = 76

    /// Adds a paragraph, cut into lines.
    mutating func write(_ text: String, _ look: Look = .plain) {
        let mode = look == .invisible ? 3 : 0
        let grey = look == .white ? 1 : 0
        for line in Self.lines(text) {
            content += "BT \(grey) g /F1 12 Tf \(mode) Tr 60 \(height) Td <\(Self.hex(line))> Tj ET\n"
            height -= Self.lineHeight
        }
        height -= Self.lineHeight
    }

    /// Adds a link without frame or text.
    mutating func link(_ url: String) {
        annotations.append(
            "<< /Type /Annot /Subtype /Link /Rect [60 \(height - 12) 500 \(height)] /Border [0 0 0] "
                + "/A << /S /URI /URI (\(url)) >> >>")
        height -= Self.lineHeight
    }

    /// A line as it stands in the file.
    static func marker(_ text: String) -> [UInt8] { Array(hex(lines(text).first ?? "").utf8) }

    private static func lines(_ text: String) -> [String] {
        var lines = [""]
        for word in text.split(whereSeparator: \.isWhitespace) {
            let last = lines[lines.count - 1]
            if last.count + word.count + 1 > lineLength, !last.isEmpty {
                lines.append(String(word))
            } else {
                lines[lines.count - 1] = last.isEmpty ? String(word) : last + " " + word
            }
        }
        return lines
    }

    /// Codes of the font are UTF-16 units.
    private static func hex(_ text: String) -> String {
        text.utf16.map { unit in
            let digits = String(unit, radix: 16, uppercase: true)
            return String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
    }

    private static let unicodeMap: String = {
        let rows = ["00", "01", "03", "1E", "20"].map { "<\($0)00> <\($0)FF> <\($0)00>" }
        return "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Units def /CMapType 2 def "
            + "1 begincodespacerange <0000> <FFFF> endcodespacerange \(rows.count) beginbfrange "
            + rows.joined(separator: " ") + " endbfrange endcmap end end"
    }()

    var bytes: [UInt8] {
        let links = annotations.isEmpty ? "" : " /Annots [\(annotations.joined(separator: " "))]"
        return PDFFile.bytes(of: [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
                + "/Resources << /Font << /F1 5 0 R >> >>\(links) >>",
            PDFFile.stream(content),
            "<< /Type /Font /Subtype /Type0 /BaseFont /Times-Roman /Encoding /Identity-H /DescendantFonts [6 0 R] "
                + "/ToUnicode 8 0 R >>",
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Times-Roman /CIDSystemInfo << /Registry (Adobe) "
                + "/Ordering (Identity) /Supplement 0 >> /DW 500 /FontDescriptor 7 0 R >>",
            "<< /Type /FontDescriptor /FontName /Times-Roman /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 "
                + "/Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>",
            PDFFile.stream(unicodeMapText),
        ])
    }

    private var unicodeMapText: String { Self.unicodeMap }
}

/// The frame of a PDF: objects, the table of their offsets, the trailer.
enum PDFFile {
    static func stream(_ content: String) -> String {
        "<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream"
    }

    /// - Parameter objects: the first is the catalog.
    static func bytes(of objects: [String]) -> [UInt8] {
        var out = "%PDF-1.4\n"
        var offsets: [Int] = []
        for (index, object) in objects.enumerated() {
            offsets.append(out.utf8.count)
            out += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let table = offsets.map { offset in
            let digits = String(offset)
            return String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
        }
        let start = out.utf8.count
        out += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n\(table.joined())"
        out += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
        return Array(out.utf8)
    }
}
