import Cryptography

/// A pack that was found: its header and files, not its contents.
package struct Pack: Sendable {
    package let header: PackHeader
    package let folder: String
    package let overlayFolder: String?
    /// `id@version`, and `+overlay.<8 digits>` when an overlay is laid on.
    package let version: String
    package let files: [PackFile]

    package var packFiles: PackFiles {
        PackFiles(header: header, folder: folder, version: version, files: files)
    }

    /// Reads the header and lists the files of a pack; nil when the header cannot be used.
    /// Cost: the overlay's files are read once for their digest.
    static func find(folder: String, overlay: String?, _ diagnostics: inout Diagnostics) -> Pack? {
        guard let header = PackHeader.read(folder + "/" + PackHeader.fileName, &diagnostics) else { return nil }
        let base = dataFiles(folder, .base, &diagnostics)
        let added = overlay.map { dataFiles($0, .overlay, &diagnostics) } ?? []
        if let overlay { checkOverlayHeader(overlay, header, &diagnostics) }
        var version = "\(header.id)@\(header.version)"
        if !added.isEmpty { version += "+overlay." + digest(added, &diagnostics) }
        return Pack(
            header: header, folder: folder, overlayFolder: added.isEmpty ? nil : overlay, version: version,
            files: base + added)
    }

    private static func dataFiles(
        _ folder: String, _ origin: PackOrigin, _ diagnostics: inout Diagnostics
    ) -> [PackFile] {
        do {
            return try FileBytes.names(in: folder).compactMap { name in
                let path = folder + "/" + name
                guard name != PackHeader.fileName, name.hasSuffix(".tsv") || name.hasSuffix(".bin") else { return nil }
                return FileBytes.isFile(path) ? PackFile(path: path, name: name, origin: origin) : nil
            }
        } catch {
            diagnostics.error(error.reason, file: error.path)
            return []
        }
    }

    /// An overlay needs no header; one that has a header must be meant for this pack.
    private static func checkOverlayHeader(_ folder: String, _ base: PackHeader, _ diagnostics: inout Diagnostics) {
        let path = folder + "/" + PackHeader.fileName
        guard FileBytes.isFile(path), let header = PackHeader.read(path, &diagnostics) else { return }
        if header.kind != base.kind {
            diagnostics.error(
                "the overlay is of the kind '\(header.kind)', the pack of '\(base.kind)'", file: path,
                remedy: "lay it into the folder of its own pack")
        }
    }

    /// The first eight digits of the SHA-256 over the overlay's names, sizes and contents.
    private static func digest(_ files: [PackFile], _ diagnostics: inout Diagnostics) -> String {
        var stream = SHA256Stream()
        for file in files {
            do {
                let bytes = try file.bytes()
                stream.update(Array("\(file.name)\n\(bytes.count)\n".utf8))
                stream.update(bytes)
            } catch {
                diagnostics.error(error.reason, file: error.path, remedy: "make the file readable or remove it")
            }
        }
        return String(stream.finishHex().prefix(8))
    }
}
