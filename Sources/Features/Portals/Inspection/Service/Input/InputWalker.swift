import Glibc
import Knowledge

/// One file to inspect, found under what was named.
package struct FoundInput: Sendable, Equatable {
    /// As it will be reported; `-` is standard input.
    package var path: String
    package var type: InputType
    package var isCompressed: Bool
    /// 0 when not known.
    package var byteCount: Int
    /// True when the user named this very file.
    package var isExplicit: Bool
}

/// Walks files and folders in a fixed order: arguments as given, names in a folder by their bytes.
///
/// Symbolic links inside a folder are not followed: a link that leads out is not ours to read, what one inside leads to is
/// met by its own name. Memory: the names of the folders on the way down.
package struct InputWalker {
    package enum Step: Equatable {
        case input(FoundInput)
        /// A named place, or a folder on the way, that cannot be read.
        case failed(path: String, reason: String)
    }

    /// Files in folders that are of no kind this program reads, and links.
    package private(set) var skippedCount = 0

    private struct Level {
        let folder: String
        var names: ArraySlice<String>
    }

    private var arguments: ArraySlice<String>
    private var levels: [Level] = []
    private static let maxDepth = 256

    package init(paths: [String]) { arguments = paths[...] }

    /// The next input; nil at the end.
    package mutating func next() -> Step? {
        while true {
            guard let folder = levels.last?.folder else {
                guard let argument = arguments.popFirst() else { return nil }
                if let step = start(argument) { return step }
                continue
            }
            guard let name = levels[levels.count - 1].names.popFirst() else {
                levels.removeLast()
                continue
            }
            if let step = visit(folder.hasSuffix("/") ? folder + name : folder + "/" + name, name) { return step }
        }
    }

    private mutating func start(_ argument: String) -> Step? {
        if argument == "-" {
            return .input(
                FoundInput(path: "-", type: .unknown, isCompressed: false, byteCount: 0, isExplicit: true))
        }
        var status = stat()
        guard stat(argument, &status) == 0 else {
            return .failed(path: argument, reason: String(cString: strerror(errno)))
        }
        if status.st_mode & S_IFMT == S_IFDIR { return enter(argument) }
        let named = InputType.named(argument)
        return .input(
            FoundInput(
                path: argument, type: named.type, isCompressed: named.isCompressed, byteCount: Int(status.st_size),
                isExplicit: true))
    }

    private mutating func visit(_ path: String, _ name: String) -> Step? {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            return .failed(path: path, reason: String(cString: strerror(errno)))
        }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: return enter(path)
        case S_IFREG: break
        default:
            skippedCount += 1
            return nil
        }
        var named = InputType.named(name)
        if named.type == .unknown, !named.isCompressed, Self.mayBePage(name), Self.isPage(path) { named.type = .html }
        switch named.type {
        case .unknown, .refused:
            skippedCount += 1
            return nil
        default:
            return .input(
                FoundInput(
                    path: path, type: named.type, isCompressed: named.isCompressed, byteCount: Int(status.st_size),
                    isExplicit: false))
        }
    }

    private mutating func enter(_ folder: String) -> Step? {
        guard levels.count < Self.maxDepth else {
            return .failed(path: folder, reason: "more than \(Self.maxDepth) folders deep")
        }
        do {
            levels.append(Level(folder: folder, names: try FileBytes.names(in: folder)[...]))
            return nil
        } catch {
            return .failed(path: folder, reason: error.reason)
        }
    }

    /// Mirrors of portals keep pages under names such as `index.php?id=7` or none at all; pictures and the like are not
    /// opened to see.
    private static func mayBePage(_ name: String) -> Bool {
        guard let dot = name.lastIndex(of: ".") else { return true }
        let known: Set<String> = [
            "png", "jpg", "jpeg", "gif", "webp", "svg", "ico", "bmp", "css", "js", "mjs", "map", "woff", "woff2", "ttf",
            "eot", "otf", "mp3", "mp4", "avi", "webm", "csv", "tsv", "md", "yml", "yaml", "swift", "so", "o", "bin",
        ]
        return !known.contains(name[name.index(after: dot)...].lowercased())
    }

    private static func isPage(_ path: String) -> Bool {
        guard let source = try? FileSource(path: path), let head = try? PeekedSource(source, count: 1_024).head else {
            return false
        }
        return head.withUnsafeBufferPointer { InputType.looksLikePage($0) }
    }
}
