import Glibc
import Knowledge

/// A folder of its own for one test, removed with the value.
final class Scratch {
    let path: String

    init() throws {
        var template = Array("/tmp/vonggac-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw FileError(path: "/tmp", errno: errno) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { Self.remove(path) }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }

    @discardableResult
    func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        let file = path + "/" + name
        try FileBytes.makeFolder(String(file[..<(file.lastIndex(of: "/") ?? file.endIndex)]))
        try FileBytes.writeAtomically(bytes, to: file)
        return file
    }

    private static func remove(_ path: String) {
        if FileBytes.isFolder(path) {
            for name in (try? FileBytes.names(in: path)) ?? [] { remove(path + "/" + name) }
            rmdir(path)
        } else {
            unlink(path)
        }
    }
}
