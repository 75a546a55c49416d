/// Rows by key, in the order of their first appearance, layer upon layer.
struct RowLayers {
    private let key: [String]
    private var slots: [TSVRow?] = []
    private var known: [RowKey: Place] = [:]
    /// Keys that the layer in hand removes, with their lines.
    private var removed: [RowKey: Int] = [:]
    private var layer = 0

    /// Where a key was met last.
    private struct Place {
        /// In `slots`; nil when its row was removed.
        var slot: Int?
        var layer: Int
        var line: Int
    }

    /// - Parameter key: the columns that tell rows apart.
    init(key: [String]) { self.key = key }

    var rows: [TSVRow] { slots.compactMap { $0 } }

    mutating func lay(_ table: TSVTable, origin: PackOrigin, _ diagnostics: inout Diagnostics) {
        layer += 1
        removed.removeAll()
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

    private mutating func put(_ row: TSVRow, _ name: RowKey, _ diagnostics: inout Diagnostics) {
        // Nearly every key is new: one look-up tells, and notes it.
        let new = Place(slot: slots.count, layer: layer, line: row.line)
        guard let place = known.updateValue(new, forKey: name) else { return slots.append(row) }
        if isRepeated(place.layer == layer ? place.line : nil, row, &diagnostics) {
            known[name] = place
        } else if let slot = place.slot {
            slots[slot] = row
            known[name] = Place(slot: slot, layer: layer, line: row.line)
        } else {
            slots.append(row)
        }
    }

    private mutating func remove(_ name: RowKey, _ row: TSVRow, _ diagnostics: inout Diagnostics) {
        if let slot = known[name]?.slot {
            slots[slot] = nil
            known[name]?.slot = nil
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

    func hash(into hasher: inout Hasher) {
        withFirst { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        for field in others { with(field) { hasher.combine(bytes: UnsafeRawBufferPointer($0)) } }
    }

    private func withFirst<T>(_ body: (UnsafeBufferPointer<UInt8>) -> T) -> T {
        with(first) { body(UnsafeBufferPointer(rebasing: $0.dropFirst(skipped))) }
    }

    private func with<T>(_ field: Int, _ body: (UnsafeBufferPointer<UInt8>) -> T) -> T {
        field < 0 ? body(UnsafeBufferPointer(start: nil, count: 0)) : text.withField(field, body)
    }
}
