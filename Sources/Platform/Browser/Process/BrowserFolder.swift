import Foundation
import Glibc
import Synchronization

/// The folder of one running browser, for its account alone; removed once, when the browser is gone.
///
/// Whoever holds it has its lock, which the kernel opens when the process ends, however that was. What a killed program left
/// behind the next one removes.
final class BrowserFolder: Sendable {
    private static let prefix = "vonggac-browser-"
    private static let lockName = "owner.lock"
    private static let maxRounds = 50
    private static let roundMicroseconds: UInt32 = 20_000

    let path: String
    /// Of the lock; nil when the folder was removed.
    private let held: Mutex<Int32?>
    private let cleared = Atomic<Bool>(false)

    /// - Parameter account: whom it is given to; nil for this process's own.
    /// - Throws: `notStarted`.
    init(account: String?) throws(BrowserError) {
        let owner = try account.map(Self.user)
        let parent = FileManager.default.temporaryDirectory
        Self.removeAbandoned(in: parent, of: owner?.id ?? geteuid())
        let made = try Self.make(in: parent)
        path = made.path
        held = Mutex(made.lock)
        if let owner, chown(path, owner.id, owner.group) != 0 {
            remove()
            throw BrowserError(.notStarted, "no folder for the account: \(String(cString: strerror(errno)))")
        }
    }

    deinit { remove() }

    /// Blocks for milliseconds, for a second where something still writes: the child's own thread calls it.
    func remove() {
        guard let descriptor = held.withLock({ $0.take() }) else { return }
        Self.clear(path)
        close(descriptor)
        cleared.store(true, ordering: .releasing)
    }

    /// Whether `remove` has come to its end.
    var isRemoved: Bool { cleared.load(ordering: .acquiring) }

    /// Processes that were killed a moment ago may still write: what they make anew goes in the next round. The lock's file goes
    /// last, so that a folder which outlives the rounds is known as abandoned.
    private static func clear(_ path: String) {
        for _ in 0..<maxRounds {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
            for name in names where name != lockName { try? FileManager.default.removeItem(atPath: path + "/" + name) }
            unlink(path + "/" + lockName)
            if rmdir(path) == 0 || errno == ENOENT { return }
            close(open(path + "/" + lockName, O_RDONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600))
            usleep(roundMicroseconds)
        }
    }

    private static func user(_ account: String) throws(BrowserError) -> (id: uid_t, group: gid_t) {
        guard let entry = getpwnam(account) else {
            throw BrowserError(.notStarted, "no folder for the account '\(account)': the browser never runs as root")
        }
        return (entry.pointee.pw_uid, entry.pointee.pw_gid)
    }

    private static func make(in parent: URL) throws(BrowserError) -> (path: String, lock: Int32) {
        for _ in 0..<8 {
            var template = Array(parent.appending(path: prefix + "XXXXXX").path(percentEncoded: false).utf8CString)
            guard mkdtemp(&template) != nil else { break }
            let path = template.withUnsafeBufferPointer {
                String(decoding: $0.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
            }
            // Somebody who tidies up may come between the folder and its lock, and takes it for abandoned: another one, then.
            let descriptor = open(path + "/" + lockName, O_RDONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else {
                rmdir(path)
                break
            }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return (path, descriptor) }
            close(descriptor)
        }
        throw BrowserError(.notStarted, "no folder for the browser: \(String(cString: strerror(errno)))")
    }

    /// Removes folders of this kind whose holder is gone.
    private static func removeAbandoned(in parent: URL, of owner: uid_t) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent.path(percentEncoded: false))) ?? []
        for name in names where name.hasPrefix(prefix) {
            let path = parent.appending(path: name).path(percentEncoded: false)
            var status = stat()
            guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_uid == owner else {
                continue
            }
            let descriptor = open(path + "/" + lockName, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { clear(path) }
            close(descriptor)
        }
    }
}
