private import Cryptography
private import Foundation
import Mustache

/// What the pages are made of: templates, styles, scripts, icons. Read once, when the server starts.
package struct ConsoleAssets: Sendable {
    /// A file that browsers keep for good: its address changes with its content.
    package struct File: Sendable {
        package let path: String
        package let type: String
        package let bytes: [UInt8]
    }

    /// Bytes of one file.
    private static let maxFileBytes = 1 << 20

    let library: MustacheLibrary
    package let style: File
    package let script: File
    package let icons: File
    package let files: [String: File]

    /// - Parameter resources: the folder that holds `templates/`, `styles/console/`, `scripts/` and `icons/`.
    /// - Throws: `ConsoleError.assets` with the file and what is wrong with it.
    package init(resources: String) throws {
        MustacheContentTypes.register(HTMLText(), named: HTMLText.name)
        var library = MustacheLibrary()
        for path in try Self.names(in: "\(resources)/templates", ending: ".mustache") {
            let text = String(decoding: try Self.read("\(resources)/templates/\(path)"), as: UTF8.self)
            let name = String(path.dropLast(".mustache".count))
            do {
                try library.register(HTMLText.pragma + text, named: name)
                // What other templates stand in: the name that ends a block has no slash.
                if name.hasPrefix("console/") {
                    try library.register(HTMLText.pragma + text, named: String(name.dropFirst("console/".count)))
                }
            } catch {
                throw ConsoleError.assets("templates/\(path): \(error)")
            }
        }
        self.library = library
        style = try Self.joined("\(resources)/styles/console", ending: ".css", as: "console", "text/css; charset=utf-8")
        script = try Self.joined("\(resources)/scripts", ending: ".js", as: "console", "text/javascript; charset=utf-8")
        icons = try Self.joined("\(resources)/icons", ending: ".svg", as: "icons", "image/svg+xml")
        files = Dictionary(uniqueKeysWithValues: [style, script, icons].map { ($0.path, $0) })
    }

    /// All files of a folder in the order of their names, as one.
    private static func joined(_ folder: String, ending: String, as name: String, _ type: String) throws -> File {
        var bytes: [UInt8] = []
        for file in try names(in: folder, ending: ending) { bytes += try read("\(folder)/\(file)") + [0x0A] }
        guard !bytes.isEmpty else { throw ConsoleError.assets("\(folder) holds no \(ending)") }
        return File(path: "/assets/\(name).\(SHA256.hex(of: bytes).prefix(16))\(ending)", type: type, bytes: bytes)
    }

    /// Paths below a folder, in order.
    private static func names(in folder: String, ending: String) throws -> [String] {
        guard let walk = FileManager.default.enumerator(atPath: folder) else {
            throw ConsoleError.assets("\(folder) cannot be read")
        }
        return walk.compactMap { $0 as? String }.filter { $0.hasSuffix(ending) }.sorted()
    }

    private static func read(_ path: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ConsoleError.assets("\(path) cannot be read")
        }
        guard data.count <= maxFileBytes else { throw ConsoleError.assets("\(path) is larger than 1 MB") }
        return [UInt8](data)
    }
}

/// What the shell itself can fail at, in words for operators.
package enum ConsoleError: Error, Sendable, Equatable, CustomStringConvertible {
    case assets(String)
    case address(String)
    case routes(String)

    package var description: String {
        switch self {
        case .assets(let text), .address(let text), .routes(let text): text
        }
    }
}
