/// Where a file of a pack came from.
package enum PackOrigin: String, Sendable {
    case base, overlay
}

/// One data file of a pack.
package struct PackFile: Sendable, Equatable {
    package let path: String
    /// Name inside the pack's folder.
    package let name: String
    package let origin: PackOrigin

    /// All its bytes.
    /// - Throws: `FileError` when it cannot be read or is larger than `maxBytes`.
    package func bytes(maxBytes: Int = 512 << 20) throws(FileError) -> [UInt8] {
        try FileBytes.read(path, maxBytes: maxBytes)
    }
}

/// What a decoder gets: the header and the files, those of the base before those of the operator's overlay, by name.
package struct PackFiles: Sendable {
    package let header: PackHeader
    /// Folder of the base pack, for messages.
    package let folder: String
    /// `id@version`, and `+overlay.<8 digits>` when an overlay is laid on.
    package let version: String
    package let files: [PackFile]

    /// The files of one name: the base's, then the overlay's.
    package func named(_ name: String) -> [PackFile] { files.filter { $0.name == name } }

    /// The files whose name ends so (`.bin`), and begins so (`domains-`).
    package func matching(prefix: String = "", suffix: String) -> [PackFile] {
        files.filter { $0.name.hasPrefix(prefix) && $0.name.hasSuffix(suffix) }
    }

    /// The rows of a table with the overlay laid over the base: a row whose key is there already takes its place, a row
    /// whose key begins with `-` removes, any other is added at the end.
    /// - Parameter key: the column that tells rows apart; several columns are joined.
    /// - Parameter isOptional: when false, a pack without the file is a fault.
    package func rows(
        _ name: String, key: [String], required: [String], known: [String] = [], isOptional: Bool = false,
        _ diagnostics: inout Diagnostics
    ) -> [TSVRow] {
        let files = named(name)
        if files.isEmpty, !isOptional {
            diagnostics.error("the pack has no \(name)", file: folder, remedy: "add the file")
        }
        var layers = RowLayers(key: key)
        for file in files {
            guard let table = TSVReader().read(file.path, required: required, known: known, &diagnostics) else {
                continue
            }
            layers.lay(table, origin: file.origin, &diagnostics)
        }
        return layers.rows
    }
}

/// A decoder of one kind of pack. A feature owns it: Knowledge knows headers, not contents.
package protocol PackDecoder: Sendable {
    /// As written in the header's `kind`.
    static var kind: String { get }
    /// The contents, with every fault recorded; nil when nothing usable is left.
    static func decode(_ files: PackFiles, diagnostics: inout Diagnostics) -> Self?
    /// As `decode`, and whatever is too costly for every start: the pack's own samples.
    static func check(_ files: PackFiles, diagnostics: inout Diagnostics)
}

extension PackDecoder {
    package static func check(_ files: PackFiles, diagnostics: inout Diagnostics) {
        _ = decode(files, diagnostics: &diagnostics)
    }
}

/// Rows by key, in the order of their first appearance.
private struct RowLayers {
    let key: [String]
    private var slots: [TSVRow?] = []
    private var positions: [String: Int] = [:]

    init(key: [String]) { self.key = key }

    var rows: [TSVRow] { slots.compactMap { $0 } }

    mutating func lay(_ table: TSVTable, origin: PackOrigin, _ diagnostics: inout Diagnostics) {
        var seen: [String: Int] = [:]
        for var row in table.rows {
            row.isOverlay = origin == .overlay
            let name = key.map { row[$0] ?? "" }.joined(separator: "\t")
            if let first = seen[name] {
                row.fault("the key stands in line \(first) already", key.first, "remove one of them", &diagnostics)
                continue
            }
            seen[name] = row.line
            if origin == .overlay, name.hasPrefix("-") {
                remove(String(name.dropFirst()), row, &diagnostics)
            } else if let position = positions[name] {
                slots[position] = row
            } else {
                positions[name] = slots.count
                slots.append(row)
            }
        }
    }

    private mutating func remove(_ name: String, _ row: TSVRow, _ diagnostics: inout Diagnostics) {
        if let position = positions.removeValue(forKey: name) {
            slots[position] = nil
        } else {
            row.fault(
                "there is no row to remove", key.first, "the key must be spelled as in the base pack",
                severity: .warning, &diagnostics)
        }
    }
}
