internal import VietText

/// How a CSV file is written, told from its bytes: encoding, where the table begins, separator.
struct CSVLayout {
    /// The file as UTF-8, without byte order mark.
    private(set) var utf8: [UInt8]
    private(set) var start = 0
    private(set) var separator: CSVSeparator
    /// Bytes of the file stood for no character; U+FFFD stands where they were.
    private(set) var isDamaged = false

    /// The separator is told from so many bytes and records.
    private static let sampleBytes = 64 << 10
    private static let sampleRecords = 20

    init(_ bytes: [UInt8], options: TableOptions) {
        let encoding = options.encoding ?? EncodingDetector.detect(bytes, declared: nil)
        let text = Transcoder.transcode(bytes, from: encoding)
        utf8 = text.utf8
        isDamaged = text.replacements > 0
        if encoding == .windows1258 || encoding == .tcvn3 {
            // Their tones are bytes of their own.
            let scalars = String(decoding: utf8, as: UTF8.self).unicodeScalars.map(\.value)
            utf8 = Self.encoded(Normalizer.nfc(scalars))
        }
        separator = .comma
        if utf8.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
        if let named = takeDirective() {
            separator = options.separator ?? named
        } else {
            separator = options.separator ?? guess()
        }
    }

    private static func encoded(_ scalars: [UInt32]) -> [UInt8] {
        var text = String.UnicodeScalarView()
        for value in scalars { if let scalar = Unicode.Scalar(value) { text.append(scalar) } }
        return Array(String(text).utf8)
    }

    /// Excel's first line `sep=;`, which no spreadsheet counts as a row.
    private mutating func takeDirective() -> CSVSeparator? {
        let head = utf8[start...].prefix(7)
        guard head.count >= 5, String(decoding: head.prefix(4), as: UTF8.self).lowercased() == "sep=",
            let named = CSVSeparator(rawValue: head[start + 4])
        else { return nil }
        var end = start + 5
        if end < utf8.count, utf8[end] == 0x0D { end += 1 }
        if end < utf8.count, utf8[end] == 0x0A { end += 1 }
        guard end > start + 5 else { return nil }
        start = end
        return named
    }

    /// The separator by which most of the first records have one number of fields, and of two such the one with more fields.
    private func guess() -> CSVSeparator {
        var best = (separator: CSVSeparator.comma, score: 0)
        for separator in [CSVSeparator.tab, .semicolon, .comma] {
            let counts = fieldCounts(separator)
            // Titles above the table have one field.
            let widths = Dictionary(counts.filter { $0 > 1 }.map { ($0, 1) }, uniquingKeysWith: +)
            guard let usual = widths.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }) else { continue }
            let score = usual.value * 100_000 / counts.count * 1_000 + min(usual.key, 999)
            if score > best.score { best = (separator, score) }
        }
        return best.separator
    }

    private func fieldCounts(_ separator: CSVSeparator) -> [Int] {
        let end = min(utf8.count, start + Self.sampleBytes)
        var scanner = CSVScanner(Array(utf8[..<end]), from: start, separator: separator, maxFieldBytes: end)
        var counts: [Int] = []
        var count = 0
        var isBlank = true
        while counts.count < Self.sampleRecords, !(scanner.isAtEnd && count == 0) {
            let field = scanner.next()
            count += 1
            if scanner.field.contains(where: { $0 > 0x20 }) { isBlank = false }
            if field.end == .separator { continue }
            // The last record of a sample may be a part of one.
            let isWhole = field.end == .record || end == utf8.count || counts.isEmpty
            if !isBlank, isWhole { counts.append(count) }
            (count, isBlank) = (0, true)
            if field.end == .file { break }
        }
        return counts
    }
}
