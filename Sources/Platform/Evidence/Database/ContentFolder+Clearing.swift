import Cryptography
import Glibc

/// What no row names: killed puts and removals left it, or the database was restored from an older backup. For the latter it is
/// set aside first; when a newer backup is restored, it comes back.
extension ContentFolder {
    /// How long something lies there before it is taken for left behind.
    static let freshTime = Duration.seconds(86_400)
    /// How long what was set aside can come back.
    static let asideTime = Duration.seconds(30 * 86_400)
    static let asidePrefix = EvidenceFolder.removedPrefix
    /// Entries of one shelf that are looked at.
    private static let maxEntries = 1 << 20

    /// An entry of a shelf that this program made. Other names are not evidence and not ours.
    struct Entry: Sendable {
        enum State: Sendable { case inPlace, aside, unfinished }

        let text: String
        let state: State
        /// Nil for what is unfinished.
        let content: ContentName?

        init?(_ text: String, on shelf: String) {
            self.text = text
            if text.hasPrefix(ContentFolder.unfinishedPrefix) {
                (state, content) = (.unfinished, nil)
                return
            }
            let isAside = text.hasPrefix(ContentFolder.asidePrefix)
            let name = isAside ? String(text.dropFirst(ContentFolder.asidePrefix.count)) : text
            guard let content = ContentName(name), content.shelf == shelf else { return nil }
            (state, self.content) = (isAside ? .aside : .inPlace, content)
        }
    }

    /// Folders alone: a link in the place of one leads elsewhere.
    /// - Throws: `ioFailed`.
    func shelves() throws(EvidenceError) -> [String] {
        try root.names(max: Self.maxEntries).filter { name in
            guard name.utf8.count == 2, Hexadecimal.bytes(of: name) != nil else { return false }
            var status = stat()
            return fstatat(root.descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0
                && status.st_mode & S_IFMT == S_IFDIR
        }
    }

    /// Memory: the names of one shelf.
    /// - Throws: `tooLarge`, `ioFailed`.
    func entries(on shelf: String) throws(EvidenceError) -> [Entry] {
        try root.folder(shelf).names(max: Self.maxEntries).compactMap { Entry($0, on: shelf) }
    }

    /// Sets aside what no row names, removes what was set aside long ago, and brings back what a row names again.
    /// - Parameters:
    ///   - named: those that a row names, read after the entries were.
    ///   - seconds: the time now, since 1970, UTC. Ages go by the clock of the folder's machine.
    /// - Throws: `ioFailed` when something cannot be moved or removed.
    func clear(
        _ entries: some Sequence<Entry>, named: Set<ContentName>, on shelf: String, now seconds: Int64
    ) throws(EvidenceError) {
        let shelf = try root.folder(shelf)
        for entry in entries {
            guard let age = Self.age(entry.text, in: shelf, now: seconds) else { continue }
            let isNamed = entry.content.map(named.contains) ?? false
            switch entry.state {
            case .unfinished where age > Self.freshTime: try Self.unlink(entry.text, in: shelf)
            case .inPlace where !isNamed && age > Self.freshTime: try Self.setAside(entry.text, in: shelf)
            case .aside where isNamed: try Self.bringBack(entry, in: shelf)
            case .aside where age > Self.asideTime: try Self.unlink(entry.text, in: shelf)
            default: continue
            }
        }
    }

    /// Since it was written or set aside; nil for a folder, and for what is gone meanwhile.
    private static func age(_ name: String, in shelf: FolderHandle, now seconds: Int64) -> Duration? {
        var status = stat()
        guard fstatat(shelf.descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0, status.st_mode & S_IFMT != S_IFDIR
        else { return nil }
        return .seconds(seconds - Int64(status.st_mtim.tv_sec))
    }

    private static func unlink(_ name: String, in shelf: FolderHandle) throws(EvidenceError) {
        guard unlinkat(shelf.descriptor, name, 0) == 0 || errno == ENOENT else {
            throw EvidenceError("\(shelf.path)/\(name)", errno: errno)
        }
    }

    private static func setAside(_ name: String, in shelf: FolderHandle) throws(EvidenceError) {
        // No time given: now.
        guard utimensat(shelf.descriptor, name, nil, AT_SYMLINK_NOFOLLOW) == 0 else {
            throw EvidenceError("\(shelf.path)/\(name)", errno: errno)
        }
        _ = try shelf.move(name, to: shelf, as: asidePrefix + name)
    }

    private static func bringBack(_ entry: Entry, in shelf: FolderHandle) throws(EvidenceError) {
        guard let name = entry.content?.description, !shelf.has(name) else { return }
        _ = try shelf.move(entry.text, to: shelf, as: name)
    }
}
