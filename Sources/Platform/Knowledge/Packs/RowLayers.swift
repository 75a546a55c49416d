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
        let place = known[name]
        guard !isRepeated(place?.layer == layer ? place?.line : nil, row, &diagnostics) else { return }
        if let slot = place?.slot {
            slots[slot] = row
            known[name] = Place(slot: slot, layer: layer, line: row.line)
        } else {
            known[name] = Place(slot: slots.count, layer: layer, line: row.line)
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

/// The fields of a row's key with tabs between them. Compared byte for byte: packs are read with their letters joined.
private struct RowKey: Hashable {
    private let bytes: [UInt8]

    init(_ row: TSVRow, _ columns: [String]) {
        var bytes: [UInt8] = []
        for (index, column) in columns.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: "\t")) }
            row.bytes(column) { bytes.append(contentsOf: $0) }
        }
        self.bytes = bytes
    }

    private init(_ bytes: ArraySlice<UInt8>) { self.bytes = Array(bytes) }

    /// What the key removes when it begins with `-`.
    var removalTarget: RowKey? { bytes.first == UInt8(ascii: "-") ? RowKey(bytes.dropFirst()) : nil }

    func hash(into hasher: inout Hasher) {
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    }
}
