internal import Markup

/// Reads lists of addresses a line at a time: plain ones, and tables such as a search console exports.
///
/// The column of addresses is the first whose field is one: headings (`Top pages`, `Trang hàng đầu`, `URL`) need not be known.
/// Fields are parted by tab, comma or semicolon, and may stand in quotes. Lines that begin with `#` are comments.
package struct AddressList: Sendable {
    package internal(set) var tally: SeedTally
    /// Where the addresses stand, once one was found.
    private var column: Int?
    private var rowCount = 0

    package init(maxURLs: Int = 100_000) { tally = SeedTally(maxURLs: maxURLs) }

    /// - Parameter line: UTF-8 without its end; hostile.
    package mutating func take(_ line: ArraySlice<UInt8>) {
        let line = line.drop { $0 <= 0x20 }
        guard let first = line.first, first != 0x23 else { return }
        tally.lineCount += 1
        rowCount += 1
        // A bare address may hold commas: the whole line comes first.
        if column == nil || column == 0, let url = Self.wholeAddress(line) {
            column = 0
            return tally.add(url)
        }
        let fields = Self.fields(line)
        if let column, column < fields.count, let url = Self.address(fields[column]) { return tally.add(url) }
        for (at, field) in fields.enumerated() {
            guard let url = Self.address(field) else { continue }
            column = at
            return tally.add(url)
        }
        // The first row of a table is its heading.
        if rowCount > 1 || fields.count < 2 && !Self.isHeading(fields) { tally.badCount += 1 }
    }

    private static func isHeading(_ fields: [String]) -> Bool {
        fields.first.map { !$0.contains("/") && !$0.contains(".") } ?? true
    }

    /// An address may hold commas and semicolons; behind those of a table stand its figures.
    private static func wholeAddress(_ line: ArraySlice<UInt8>) -> WebURL? {
        guard !line.contains(where: { $0 == 0x09 || $0 == 0x22 || $0 == 0x20 }) else { return nil }
        if let separator = line.firstIndex(where: { $0 == 0x2C || $0 == 0x3B }) {
            let isFigures = line[separator...].allSatisfy {
                $0 &- 0x30 < 10 || $0 == 0x2C || $0 == 0x3B || $0 == 0x2E || $0 == 0x25 || $0 == 0x0D
            }
            if isFigures { return nil }
        }
        return address(String(decoding: line, as: UTF8.self))
    }

    /// Only what says its scheme: a bare word is no address.
    private static func address(_ field: String) -> WebURL? {
        let text = field.drop { $0 == " " }
        guard text.prefix(8).lowercased().hasPrefix("http"), text.utf8.count <= WebURL.maxByteCount else { return nil }
        return text.contains("://") ? WebURL(text) : nil
    }

    /// Fields of a row. Within quotes a doubled quote is one, and separators are text.
    static func fields(_ line: ArraySlice<UInt8>) -> [String] {
        let separator = separator(of: line)
        var fields: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        var at = line.startIndex
        while at < line.endIndex, fields.count < 64 {
            let byte = line[at]
            if byte == 0x22 {
                if isQuoted, at + 1 < line.endIndex, line[at + 1] == 0x22 {
                    field.append(byte)
                    at += 1
                } else {
                    isQuoted.toggle()
                }
            } else if byte == separator, !isQuoted {
                fields.append(String(decoding: field, as: UTF8.self))
                field.removeAll(keepingCapacity: true)
            } else {
                field.append(byte)
            }
            at += 1
        }
        fields.append(String(decoding: field, as: UTF8.self))
        return fields
    }

    /// A tab where there is one; else what stands first of `;` and `,` behind the address.
    private static func separator(of line: ArraySlice<UInt8>) -> UInt8 {
        if line.contains(0x09) { return 0x09 }
        var isQuoted = false
        var found: UInt8 = 0x2C
        var (commas, semicolons) = (0, 0)
        for byte in line {
            if byte == 0x22 { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == 0x2C { commas += 1 }
            if byte == 0x3B { semicolons += 1 }
        }
        // Numbers of the export hold decimal commas where the separator is `;`.
        if semicolons > 0, commas == 0 || semicolons >= commas { found = 0x3B }
        return found
    }
}
