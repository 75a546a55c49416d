/// The packs of an installation, with the operator's overlay laid over them.
///
/// ```
/// <resources>/knowledge/<pack>/PACK.tsv  terms.tsv  …
/// <overlay>/<pack>/terms.tsv  domains-mine.bin  …
/// ```
package struct KnowledgeBase: Sendable {
    /// In the order of their folders' names.
    package let packs: [Pack]

    /// Finds the packs and checks their headers; contents are read by `load`.
    /// - Parameter resources: the folder that holds `knowledge/`.
    /// - Parameter overlay: the operator's folder; one that does not exist is a warning.
    package init(resources: String, overlay: String? = nil, _ diagnostics: inout Diagnostics) {
        let root = resources + "/knowledge"
        let overlays = Self.folders(overlay, &diagnostics)
        guard FileBytes.isFolder(root) else {
            diagnostics.error(
                "no such folder", file: root, remedy: "name the data folder with --data-dir or VONGGAC_DATA")
            packs = []
            return
        }
        let bases = Self.folders(root, &diagnostics)
        var packs: [Pack] = []
        for (name, folder) in bases {
            let laid = overlays.first { $0.name == name }?.folder
            if let pack = Pack.find(folder: folder, overlay: laid, &diagnostics) { packs.append(pack) }
        }
        for (name, folder) in overlays where !bases.contains(where: { $0.name == name }) {
            // An operator's own pack; without a header it is a misspelled folder.
            if let pack = Pack.find(folder: folder, overlay: nil, &diagnostics) { packs.append(pack) }
        }
        self.packs = packs
        checkIdentities(&diagnostics)
    }

    /// The content of the one current pack of a kind and its version; nil (and a fault) when there is none or it cannot be used.
    package func load<D: PackDecoder>(
        _ decoder: D.Type = D.self, _ diagnostics: inout Diagnostics
    ) -> (content: D, version: String)? {
        guard let pack = current(D.kind, &diagnostics) else { return nil }
        guard let content = D.decode(pack.packFiles, diagnostics: &diagnostics) else { return nil }
        return (content, pack.version)
    }

    /// The one pack of a kind whose status is `current`.
    package func current(_ kind: String, _ diagnostics: inout Diagnostics) -> Pack? {
        let found = packs.filter { $0.header.kind == kind && $0.header.status == .current }
        if found.count > 1 {
            diagnostics.error(
                "\(found.count) packs of the kind '\(kind)' are current: \(found.map(\.version).joined(separator: ", "))",
                file: found[1].folder, remedy: "set the status of all but one to retired")
            return nil
        }
        if found.isEmpty {
            diagnostics.error(
                "no pack of the kind '\(kind)' is current", file: packs.first?.folder ?? "knowledge",
                remedy: "set the status of one to current")
        }
        return found.first
    }

    /// Checks every pack with the decoder of its kind, so that every fault is recorded.
    package func check(_ decoders: [any PackDecoder.Type], _ diagnostics: inout Diagnostics) {
        for pack in packs {
            guard let decoder = decoders.first(where: { $0.kind == pack.header.kind }) else {
                diagnostics.warning(
                    "nothing reads packs of the kind '\(pack.header.kind)'",
                    file: pack.folder + "/" + PackHeader.fileName,
                    remedy: "known kinds: \(decoders.map { $0.kind }.joined(separator: ", "))")
                continue
            }
            decoder.check(pack.packFiles, diagnostics: &diagnostics)
        }
    }

    private static func folders(
        _ root: String?, _ diagnostics: inout Diagnostics
    ) -> [(name: String, folder: String)] {
        guard let root else { return [] }
        guard FileBytes.isFolder(root) else {
            diagnostics.warning("there is no such overlay", file: root, remedy: "check --overlay and VONGGAC_OVERLAY")
            return []
        }
        do {
            return try FileBytes.names(in: root).map { ($0, root + "/" + $0) }.filter { FileBytes.isFolder($0.1) }
        } catch {
            diagnostics.error(error.reason, file: error.path)
            return []
        }
    }

    private func checkIdentities(_ diagnostics: inout Diagnostics) {
        var seen: [String: String] = [:]
        for pack in packs {
            let name = "\(pack.header.id)@\(pack.header.version)"
            if let first = seen[name] {
                diagnostics.error(
                    "'\(name)' is also in \(first)", file: pack.folder + "/" + PackHeader.fileName,
                    remedy: "give each pack its own id or version")
            }
            seen[name] = pack.folder
        }
    }
}
