/// Makes a cell's value of what a sheet says about it.
struct CellValues {
    var strings: [String]
    var formats: CellFormats
    var counts1904: Bool

    /// Attributes and content of one `c` element.
    struct Source {
        var type: String?
        var style = 0
        /// Content of `v`.
        var value = ""
        /// Content of `is`.
        var inline = ""
        var hasFormula = false
    }

    /// - Returns: nil when it names a text that is not there.
    func cell(_ source: Source) -> Cell? {
        switch source.type ?? "n" {
        case "s":
            if source.value.isEmpty { return .empty }
            guard let index = Int(source.value), strings.indices.contains(index) else { return nil }
            return Self.text(strings[index])
        case "inlineStr": return Self.text(EscapedText.resolved(source.inline))
        case "str": return Self.text(EscapedText.resolved(source.value))
        case "b": return source.value.isEmpty ? missing(source) : .flag(source.value == "1" || source.value == "true")
        case "e": return .fault(CellFault(rawValue: source.value) ?? .value)
        case "d": return source.value.isEmpty ? missing(source) : Self.isoDate(source.value)
        default: return source.value.isEmpty ? missing(source) : number(source)
        }
    }

    /// U+0000 is left out: neither XML nor a database has it.
    private static func text(_ text: String) -> Cell {
        let text = text.utf8.contains(0) ? String(text.unicodeScalars.filter { $0.value != 0 }) : text
        return text.isEmpty ? .empty : .text(text)
    }

    private func missing(_ source: Source) -> Cell { source.hasFormula ? .fault(.notCalculated) : .empty }

    private static func isoDate(_ text: String) -> Cell {
        guard let moment = LocalTime.read(text[...]) else { return Self.text(text) }
        return moment.microseconds.map { .time($0) } ?? .day(moment.day)
    }

    private func number(_ source: Source) -> Cell {
        guard source.value.utf8.count <= 64 else { return .fault(.value) }
        guard let value = Double(source.value), value.isFinite else { return .fault(.value) }
        switch formats.kind(source.style) {
        case .number: break
        case .clock:
            if let clock = Self.clock(value) { return clock }
        case .day, .time:
            if let date = date(value, formats.kind(source.style)) { return date }
        }
        return Int64(source.value).map { .integer($0) } ?? .real(value)
    }

    /// A date whose format shows no time but that has one is a time: nothing is lost.
    private func date(_ value: Double, _ kind: NumberKind) -> Cell? {
        guard let (day, milliseconds) = SerialDate.read(value, counts1904: counts1904) else {
            return kind == .time ? Self.clock(value) : nil
        }
        if kind == .day, milliseconds == 0 { return .day(day) }
        return .time(LocalTime.midnight(day) + Int64(milliseconds) * 1_000)
    }

    /// A time of no date stands as text, as the spreadsheet shows it.
    private static func clock(_ value: Double) -> Cell? {
        guard value >= 0, value < 1 else { return nil }
        let milliseconds = Int64((value * 86_400_000).rounded())
        return milliseconds < 86_400_000 ? .text(LocalTime.clock(milliseconds * 1_000)) : nil
    }
}
