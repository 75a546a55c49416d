/// The fields of all rows of a file, one behind the other. Rows are views of it: a row costs no memory of its own.
final class TSVText: Sendable {
    /// Path for messages.
    let file: String
    let header: TSVHeader
    private let bytes: [UInt8]
    /// Where each field ends in `bytes`; the next one begins there.
    private let ends: [Int]

    init(file: String, header: TSVHeader, bytes: [UInt8], ends: [Int]) {
        self.file = file
        self.header = header
        self.bytes = bytes
        self.ends = ends
    }

    func withField<T>(_ field: Int, _ body: (UnsafeBufferPointer<UInt8>) -> T) -> T {
        let range = (field == 0 ? 0 : ends[field - 1])..<ends[field]
        return bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[range])) }
    }
}

/// The names of the columns, shared by all rows of a file.
struct TSVHeader: Sendable {
    let columns: [String]

    /// The first column of that name; tables have few.
    func index(of column: String) -> Int? { columns.firstIndex(of: column) }
}

/// A table that is being read. The fields added last are kept as a row or dropped.
struct TSVDraft {
    private(set) var rows: [(line: Int, firstField: Int, fieldCount: Int)] = []
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    private var keptFields = 0

    /// Splits a line at its tabs and returns the number of fields; 0 for an empty line.
    mutating func add(_ line: some Collection<UInt8>) -> Int {
        guard !line.isEmpty else { return 0 }
        var start = line.startIndex
        while let tab = line[start...].firstIndex(of: UInt8(ascii: "\t")) {
            bytes.append(contentsOf: line[start..<tab])
            ends.append(bytes.count)
            start = line.index(after: tab)
        }
        bytes.append(contentsOf: line[start...])
        ends.append(bytes.count)
        return ends.count - keptFields
    }

    mutating func keep(line: Int) {
        rows.append((line, keptFields, ends.count - keptFields))
        keptFields = ends.count
    }

    mutating func drop() {
        ends.removeLast(ends.count - keptFields)
        bytes.removeLast(bytes.count - (ends.last ?? 0))
    }

    /// The fields added last, which are taken out.
    mutating func takeFields() -> [String] {
        var start = keptFields == 0 ? 0 : ends[keptFields - 1]
        let fields = ends[keptFields...].map { end in
            defer { start = end }
            return String(decoding: bytes[start..<end], as: UTF8.self)
        }
        drop()
        return fields
    }

    func finish(file: String, header: TSVHeader) -> [TSVRow] {
        let text = TSVText(file: file, header: header, bytes: bytes, ends: ends)
        return rows.map { TSVRow(line: $0.line, text: text, firstField: $0.firstField, fieldCount: $0.fieldCount) }
    }
}
