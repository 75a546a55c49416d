import Patterns

/// Rows by key, in the order of their first appearance, layer upon layer.
struct RowLayers {
    private let key: [String]
    private var entries: [Entry] = []
    /// Numbers in `entries`, by key.
    private var known = ByteStringIndex()
    /// Keys that the layer in hand removes, with their lines.
    private var removed: [RowKey: Int] = [:]
    private var layer: Int32 = 0
    /// Places given so far; more than entries when a row came again that had been removed.
    private var placeCount: Int32 = 0
    private var isInOrder = true

    /// The row of a key, as it was met last.
    private struct Entry {
        var row: TSVRow
        var layer: Int32
        /// Among all rows; nil for one that was removed.
        var place: Int32?
    }

    /// - Parameter key: the columns that tell rows apart.
    init(key: [String]) { self.key = key }

    var rows: [TSVRow] {
        if isInOrder { return entries.map(\.row) }
        return entries.compactMap { entry in entry.place.map { (place: $0, row: entry.row) } }
            .sorted { $0.place < $1.place }.map(\.row)
    }

    mutating func lay(_ table: TSVTable, origin: PackOrigin, _ diagnostics: inout Diagnostics) {
        layer += 1
        removed.removeAll()
        entries.reserveCapacity(entries.count + table.rows.count)
        known.reserveCapacity(known.count + table.rows.count)
        for var row in table.rows {
            row.isOverlay = origin == .overlay
            let name = RowKey(row, key)
            if origin == .overlay, let target = name.removalTarget {
                if !isRepeated(removed[name], row, &diagnostics) {
                    removed[name] = row.line
                    remove(target, row, &diagnostics)
                }
            } else {
                put(row, name, &diagnostics)
            }
        }
    }

    private func entry(of name: RowKey, _ hash: UInt64) -> Int? {
        known.number(hash) { RowKey(entries[$0].row, key) == name }
    }

    private mutating func put(_ row: TSVRow, _ name: RowKey, _ diagnostics: inout Diagnostics) {
        let hash = name.hash
        guard let index = entry(of: name, hash) else {
            known.insert(hash, number: entries.count)
            entries.append(Entry(row: row, layer: layer, place: newPlace()))
            return
        }
        let old = entries[index]
        if isRepeated(old.layer == layer ? old.row.line : nil, row, &diagnostics) { return }
        entries[index] = Entry(row: row, layer: layer, place: old.place ?? newPlace())
    }

    private mutating func newPlace() -> Int32 {
        placeCount += 1
        return placeCount
    }

    private mutating func remove(_ name: RowKey, _ row: TSVRow, _ diagnostics: inout Diagnostics) {
        if let index = entry(of: name, name.hash), entries[index].place != nil {
            entries[index].place = nil
            isInOrder = false
        } else {
            row.fault(
                "there is no row to remove", key.first, "the key must be spelled as in the base pack",
                severity: .warning, &diagnostics)
        }
    }

    /// True (and a fault) when the key stands in an earlier line of the same file.
    private func isRepeated(_ first: Int?, _ row: TSVRow, _ diagnostics: inout Diagnostics) -> Bool {
        guard let first else { return false }
        row.fault("the key stands in line \(first) already", key.first, "remove one of them", &diagnostics)
        return true
    }
}

/// The fields of a row's key. Compared byte for byte: packs are read with their letters joined. A view of the row: a key costs
/// no memory of its own.
private struct RowKey: Hashable {
    private let text: TSVText
    /// Numbers of the fields; -1 for one that the row has not.
    private let first: Int
    private let others: [Int]
    /// Bytes of the first field that do not count.
    private let skipped: Int

    init(_ row: TSVRow, _ columns: [String]) {
        text = row.fields
        first = columns.first.flatMap { row.field($0) } ?? -1
        others = columns.count > 1 ? columns.dropFirst().map { row.field($0) ?? -1 } : []
        skipped = 0
    }

    private init(removedBy row: RowKey) {
        (text, first, others) = (row.text, row.first, row.others)
        skipped = row.skipped + 1
    }

    /// What the key removes when it begins with `-`.
    var removalTarget: RowKey? {
        withFirst { $0.first == UInt8(ascii: "-") } ? RowKey(removedBy: self) : nil
    }

    static func == (left: RowKey, right: RowKey) -> Bool {
        let isFirstEqual = left.withFirst { own in right.withFirst { own.elementsEqual($0) } }
        guard isFirstEqual, left.others.count == right.others.count else { return false }
        return zip(left.others, right.others).allSatisfy { own, other in
            left.with(own) { own in right.with(other) { own.elementsEqual($0) } }
        }
    }

    /// As `ByteStringIndex` asks for it.
    var hash: UInt64 {
        var hash = withFirst { ByteStringIndex.hash($0) }
        for field in others { hash = with(field) { ByteStringIndex.hash($0, from: hash) } }
        return hash
    }

    func hash(into hasher: inout Hasher) { hasher.combine(hash) }

    private func withFirst<T>(_ body: (UnsafeBufferPointer<UInt8>) -> T) -> T {
        with(first) { body(UnsafeBufferPointer(rebasing: $0.dropFirst(skipped))) }
    }

    private func with<T>(_ field: Int, _ body: (UnsafeBufferPointer<UInt8>) -> T) -> T {
        field < 0 ? body(UnsafeBufferPointer(start: nil, count: 0)) : text.withField(field, body)
    }
}
