import Cryptography
import Unpack

/// What is kept, and for how long. Nothing is removed by itself: who runs the sweeps says when.
extension EvidenceFolder {
    /// What a removal did.
    package struct Removal: Sendable, Equatable {
        package var removed: [BundleID] = []
        package var freedBytes = 0
        /// Bundles that would have gone but are held.
        package var heldCount = 0
        /// Bundles whose age cannot be read; they stay, for a person to look at.
        package var unreadableCount = 0
    }

    /// Marks a bundle as one that may not be removed, or takes the mark away.
    /// - Throws: `notFound`, `ioFailed`.
    package func setHeld(_ isHeld: Bool, _ id: BundleID) throws(EvidenceError) {
        _ = try reader.folder(of: id)
        try root.makeFolder(EvidenceReader.heldFolder)
        let held = try root.folder(EvidenceReader.heldFolder)
        if isHeld {
            if !held.has(id.text) { try held.create(id.text, []) }
        } else {
            held.removeFile(id.text)
        }
        try held.sync()
    }

    /// Removes the bundles of findings made before a time.
    /// - Parameter time: microseconds since 1970, UTC.
    /// - Throws: `ioFailed`.
    package func remove(olderThan time: Int64) throws(EvidenceError) -> Removal {
        let limit = WARCTime.text(time)
        return try remove { entry, _ in entry.created < limit }
    }

    /// Removes the oldest bundles until those left take no more than so many bytes.
    /// - Throws: `ioFailed`.
    package func remove(beyond bytes: Int) throws(EvidenceError) -> Removal {
        try remove { _, used in used > bytes }
    }

    /// Removes one bundle.
    /// - Throws: `held`, `notFound`, `ioFailed`.
    package func remove(_ id: BundleID) throws(EvidenceError) {
        guard !reader.isHeld(id) else { throw EvidenceError(.held, "\(id) is held and may not be removed") }
        try takeAway(id, bytes: try DiskSpace.used(by: try reader.folder(of: id)))
    }

    private struct Aged {
        var created: String
        var entry: EvidenceReader.Entry
    }

    /// Goes through the bundles, the oldest first, until one is not wanted gone.
    private func remove(while isDue: (Aged, _ used: Int) -> Bool) throws(EvidenceError) -> Removal {
        var removal = Removal()
        var aged: [Aged] = []
        for entry in try reader.list() {
            guard let manifest = entry.manifest else {
                removal.unreadableCount += 1
                continue
            }
            aged.append(Aged(created: manifest.created, entry: entry))
        }
        aged.sort { ($0.created, $0.entry.id) < ($1.created, $1.entry.id) }
        for item in aged {
            guard isDue(item, usedBytes) else { break }
            if item.entry.isHeld {
                removal.heldCount += 1
                continue
            }
            try takeAway(item.entry.id, bytes: item.entry.bytes)
            removal.removed.append(item.entry.id)
            removal.freedBytes += item.entry.bytes
        }
        return removal
    }

    /// Out of its place in one step, so that no half bundle is ever seen there; then file by file.
    private func takeAway(_ id: BundleID, bytes: Int) throws(EvidenceError) {
        let shelf = try root.folder(id.shelf)
        let gone = Self.removedPrefix + id.text
        root.removeFlatFolder(gone)
        guard try shelf.move(id.text, to: root, as: gone) else {
            throw EvidenceError(.ioFailed, "\(root.path)/\(gone): in the way")
        }
        try shelf.sync()
        root.removeFlatFolder(gone)
        free(bytes)
    }
}
