import Glibc

/// The fields of all rows of a file, one behind the other. Rows are views of it: a row costs no memory of its own.
final class TSVText: Sendable {
    /// Path for messages.
    let file: String
    let header: TSVHeader
    private let bytes: [UInt8]
    /// Where each field ends in `bytes`; the next one begins behind the byte that stands there.
    private let ends: [UInt32]

    init(file: String, header: TSVHeader, bytes: [UInt8], ends: [UInt32]) {
        self.file = file
        self.header = header
        self.bytes = bytes
        self.ends = ends
    }

    func withField<T>(_ field: Int, _ body: (UnsafeBufferPointer<UInt8>) -> T) -> T {
        let range = (field == 0 ? 0 : Int(ends[field - 1]) + 1)..<Int(ends[field])
        return bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[range])) }
    }
}

/// The names of the columns, shared by all rows of a file.
struct TSVHeader: Sendable {
    let columns: [String]

    /// The first column of that name; tables have few.
    func index(of column: String) -> Int? {
        let length = column.utf8.count
        // Asked for every field of every row: a comparison of lengths passes over most of the others.
        return columns.firstIndex { $0.utf8.count == length && $0 == column }
    }
}

/// Where a row stands in a `TSVText`: twelve bytes, for tables have many.
struct TSVPlace: Sendable {
    /// From 1.
    var line: UInt32
    var firstField: UInt32
    var fieldCount: UInt32
}

/// A table that is being read, of less than 4 GiB. The fields added last are kept as a row or dropped.
struct TSVDraft {
    private(set) var rows: [TSVPlace] = []
    /// The lines as they came, with a separator behind each.
    private var bytes: [UInt8] = []
    private var ends: [UInt32] = []
    private var keptFields = 0

    /// - Parameter byteCount: bytes that are expected.
    init(byteCount: Int) { bytes.reserveCapacity(byteCount) }

    /// Splits a line at its tabs and returns the number of fields; 0 for an empty line.
    mutating func add(_ line: UnsafeBufferPointer<UInt8>) -> Int {
        guard let base = line.baseAddress, !line.isEmpty else { return 0 }
        let tab = UInt8(ascii: "\t")
        let offset = bytes.count
        bytes.append(contentsOf: line)
        bytes.append(tab)
        let start = UnsafeRawPointer(base)
        var rest = start
        while let found = memchr(rest, Int32(tab), start + line.count - rest) {
            ends.append(UInt32(truncatingIfNeeded: offset + (UnsafeRawPointer(found) - start)))
            rest = UnsafeRawPointer(found) + 1
        }
        ends.append(UInt32(truncatingIfNeeded: offset + line.count))
        return ends.count - keptFields
    }

    mutating func keep(line: Int) {
        rows.append(
            TSVPlace(
                line: UInt32(truncatingIfNeeded: line), firstField: UInt32(truncatingIfNeeded: keptFields),
                fieldCount: UInt32(truncatingIfNeeded: ends.count - keptFields)))
        keptFields = ends.count
    }

    mutating func drop() {
        ends.removeLast(ends.count - keptFields)
        bytes.removeLast(bytes.count - (ends.last.map { Int($0) + 1 } ?? 0))
    }

    /// The fields added last, which are taken out.
    mutating func takeFields() -> [String] {
        var start = keptFields == 0 ? 0 : Int(ends[keptFields - 1]) + 1
        let fields = ends[keptFields...].map { end in
            defer { start = Int(end) + 1 }
            return String(decoding: bytes[start..<Int(end)], as: UTF8.self)
        }
        drop()
        return fields
    }

    func finish(file: String, header: TSVHeader) -> [TSVRow] {
        let text = TSVText(file: file, header: header, bytes: bytes, ends: ends)
        return rows.map { TSVRow($0, of: text) }
    }
}
