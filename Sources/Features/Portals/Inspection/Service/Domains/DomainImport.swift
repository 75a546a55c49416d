import Cryptography
package import Knowledge
import Patterns

/// Takes an operator's block list into an overlay, compiled so that a million hosts load in milliseconds.
///
/// Memory: about 32 bytes a host while it runs; the file itself is read line by line.
package struct DomainImport: Sendable {
    /// Name of the list: small letters, digits and `-`.
    package var name: String
    package var category: String
    /// The pack's folder inside the overlay.
    package var folder: String
    /// `YYYY-MM-DD`, for the list's description.
    package var date: String

    package init(name: String, category: String, folder: String, date: String) {
        self.name = name
        self.category = category
        self.folder = folder
        self.date = date
    }

    package struct Report: Sendable {
        /// Different hosts in the list.
        package var hostCount = 0
        package var lineCount = 0
        /// The lines that were not taken, by reason.
        package var refusals: [String: Int] = [:]
        /// The first refused lines.
        package var diagnostics = Diagnostics(capacity: 20)
        package var file = ""
    }

    private static let maxLineBytes = 4 << 10

    /// Reads a list and writes `domains-<name>.bin` and `domains-<name>.tsv`, each whole or not at all.
    /// - Throws: `FileError` when the list cannot be read, holds no host, or the overlay cannot be written.
    package func run(_ path: String) throws -> Report {
        let lines =
            path == "-"
            ? LineReader(borrowing: 0, path: path, maxLineBytes: Self.maxLineBytes)
            : try LineReader(path: path, maxLineBytes: Self.maxLineBytes)
        var report = Report()
        var builder = DomainSetBuilder()
        while let refusal = try lines.next({ line -> BlockListLine.Refusal? in
            if lines.isCut { return .tooLong }
            return BlockListLine.hosts(line) { host in
                builder.add(host, list: 0).map(Self.refusal)
            }
        }) {
            if let refusal { note(refusal, path, lines.lineNumber, &report) }
        }
        report.lineCount = lines.lineNumber
        let set = builder.build()
        report.hostCount = set.count
        guard set.count > 0 else {
            throw FileError(path: path, reason: "no host name was found in \(report.lineCount) lines")
        }
        report.file = try write(set, path, report)
        return report
    }

    private func write(_ set: DomainSet, _ path: String, _ report: Report) throws(FileError) -> String {
        try FileBytes.makeFolder(folder)
        let bytes = set.serialized()
        let stem = "\(folder)/domains-\(name)"
        let source = path.split(separator: "/").last.map(String.init) ?? path
        let about = """
            # Block list compiled by 'vonggac knowledge import-domains'; the hosts are in domains-\(name).bin.
            key\tvalue
            name\t\(name)
            category\t\(category)
            source\t\(String(source.map { $0.isNewline || $0 == "\t" ? " " : $0 }))
            date\t\(date)
            hosts\t\(set.count)
            lines\t\(report.lineCount)
            refused\t\(report.refusals.values.reduce(0, +))
            sha256\t\(SHA256.hex(of: bytes))

            """
        try FileBytes.writeAtomically(bytes, to: stem + ".bin")
        try FileBytes.writeAtomically(Array(about.utf8), to: stem + ".tsv")
        return stem + ".bin"
    }

    private func note(_ refusal: BlockListLine.Refusal, _ path: String, _ line: Int, _ report: inout Report) {
        report.refusals[refusal.rawValue, default: 0] += 1
        report.diagnostics.warning(refusal.rawValue, file: path, line: line)
    }

    private static func refusal(_ refusal: DomainRefusal) -> BlockListLine.Refusal {
        switch refusal {
        case .malformed: .notAHost
        case .tooWide: .tooWide
        case .address: .address
        }
    }
}
