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
            guard let table = TSVReader(composes: true).read(file.path, required: required, known: known, &diagnostics)
            else {
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
