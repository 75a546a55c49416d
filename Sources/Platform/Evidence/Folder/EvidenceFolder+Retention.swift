import Cryptography
import Unpack

/// What is kept, and for how long. Nothing is removed by itself: who runs the sweeps says when.
extension EvidenceFolder {
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

    /// Removes what may go, the oldest first.
    /// - Parameter isDryRun: only says what would go.
    /// - Throws: `ioFailed`.
    package func remove(_ retention: EvidenceRetention, isDryRun: Bool = false) throws(EvidenceError) -> EvidenceRemoval
    {
        var removal = EvidenceRemoval()
        let limit = retention.before.map(WARCTime.text)
        var used = usedBytes
        for item in try aged(unreadable: &removal.unreadableCount) {
            let isTooOld = limit.map { item.created < $0 } ?? false
            let isTooMuch = retention.maxBytes.map { used > $0 } ?? false
            guard isTooOld || isTooMuch else { break }
            if item.entry.isHeld {
                removal.heldCount += 1
                continue
            }
            if !isDryRun { try takeAway(item.entry.id, bytes: item.entry.bytes) }
            used -= item.entry.bytes
            removal.removed.append(item.entry.id)
            removal.freedBytes += item.entry.bytes
        }
        return removal
    }

    /// Removes one bundle.
    /// - Throws: `held`, `notFound`, `ioFailed`.
    package func remove(_ id: BundleID) throws(EvidenceError) {
        guard !reader.isHeld(id) else { throw EvidenceError(.held, "\(id) is held and may not be removed") }
        try takeAway(id, bytes: try DiskSpace.used(by: try reader.folder(of: id)))
    }

    private struct Aged {
        var created: String
        var entry: EvidenceEntry
    }

    /// The bundles, the oldest first.
    private func aged(unreadable: inout Int) throws(EvidenceError) -> [Aged] {
        var aged: [Aged] = []
        for entry in try reader.list() {
            guard let manifest = entry.manifest else {
                unreadable += 1
                continue
            }
            aged.append(Aged(created: manifest.created, entry: entry))
        }
        return aged.sorted { ($0.created, $0.entry.id) < ($1.created, $1.entry.id) }
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
