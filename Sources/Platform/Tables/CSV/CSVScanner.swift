/// Parts CSV text into fields and records (RFC 4180; line ends CR, LF and CRLF).
///
/// A field that begins with a quotation mark reaches to the closing one; a mark elsewhere is a character. Blanks behind a
/// closing mark are passed over. Linear; memory is one field.
struct CSVScanner {
    /// What ended a field.
    enum End { case separator, record, file }

    struct Field {
        var end: End
        var isQuoted = false
        /// Something stood between the closing mark and the separator; it was left out.
        var hasRest = false
        var isUnclosed = false
        /// There is more than `maxBytes`: nothing behind it can be read.
        var isCut = false
    }

    private let bytes: [UInt8]
    private let separator: UInt8
    private let maxBytes: Int
    private var at: Int
    /// Bytes of the field that `next` read last, marks undone.
    private(set) var field: [UInt8] = []

    init(_ bytes: [UInt8], from start: Int, separator: CSVSeparator, maxFieldBytes: Int) {
        self.bytes = bytes
        self.separator = separator.rawValue
        maxBytes = maxFieldBytes
        at = start
    }

    var isAtEnd: Bool { at >= bytes.count }

    /// Reads the next field into `field`. To be asked until it ends with `.file`; a file that ends with a line end has no
    /// record behind it, which `isAtEnd` tells after a `.record`.
    mutating func next() -> Field {
        field.removeAll(keepingCapacity: true)
        guard at < bytes.count, bytes[at] == 0x22 else { return plain() }
        at += 1
        return quoted()
    }

    private mutating func plain() -> Field {
        let start = at
        while at < bytes.count {
            let byte = bytes[at]
            if byte == separator || byte == 0x0A || byte == 0x0D { break }
            guard at - start < maxBytes else { return Field(end: .file, isCut: true) }
            at += 1
        }
        field += bytes[start..<at]
        return Field(end: takeEnd())
    }

    private mutating func quoted() -> Field {
        var result = Field(end: .file, isQuoted: true, isUnclosed: true)
        while at < bytes.count {
            let start = at
            while at < bytes.count, bytes[at] != 0x22, at - start <= maxBytes { at += 1 }
            guard at - start + field.count <= maxBytes else { return Field(end: .file, isQuoted: true, isCut: true) }
            field += bytes[start..<at]
            guard at < bytes.count else { break }
            guard at + 1 < bytes.count, bytes[at + 1] == 0x22 else {
                at += 1
                result.isUnclosed = false
                break
            }
            field.append(0x22)
            at += 2
        }
        if result.isUnclosed { return result }
        while at < bytes.count, bytes[at] != separator, bytes[at] != 0x0A, bytes[at] != 0x0D {
            if bytes[at] != 0x20 { result.hasRest = true }
            at += 1
        }
        result.end = takeEnd()
        return result
    }

    private mutating func takeEnd() -> End {
        guard at < bytes.count else { return .file }
        let byte = bytes[at]
        at += 1
        if byte == separator { return .separator }
        if byte == 0x0D, at < bytes.count, bytes[at] == 0x0A { at += 1 }
        return .record
    }
}
