private import Cryptography
private import Foundation
package import SQLStore

/// The log of a day as a file of its own, to be kept where whoever runs the database cannot reach: with it, a chain that was
/// made anew is found out.
package struct AuditExport: Sendable {
    private static let batchRows = 1_000

    private let store: SQLStore

    package init(_ store: SQLStore) { self.store = store }

    /// What an export came to.
    package struct Summary: Sendable, Equatable {
        package var path: String
        package var rowCount: Int
        package var firstSequence: Int
        package var lastSequence: Int
        package var lastHash: String
    }

    /// Writes the sealed rows from…to as JSON lines, and beside them `….sig`: the signature over the file's SHA-256.
    ///
    /// The file appears whole or not at all; one that is there already is replaced by the same rows.
    /// - Parameters:
    ///   - range: by the rows' time; the end is not included.
    ///   - sign: the node's signature over some bytes.
    /// - Throws: `file` when the folder cannot be written to.
    package func write(
        _ range: Range<Moment>, to path: String, sign: ([UInt8]) throws -> [UInt8]
    ) async throws -> Summary {
        var summary = Summary(path: path, rowCount: 0, firstSequence: 0, lastSequence: 0, lastHash: "")
        var digest = SHA256Stream()
        let unfinished = path + ".unfinished"
        guard FileManager.default.createFile(atPath: unfinished, contents: nil, attributes: [.posixPermissions: 0o640]),
            let file = FileHandle(forWritingAtPath: unfinished)
        else { throw StoreError(.file, "\(path) cannot be written") }
        defer { try? FileManager.default.removeItem(atPath: unfinished) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        while true {
            let rows = try await rows(range, after: summary.lastSequence)
            for row in rows {
                let line = try encoder.encode(row) + Data([0x0A])
                try file.write(contentsOf: line)
                digest.update(Array(line))
                if summary.rowCount == 0 { summary.firstSequence = row.sequence ?? 0 }
                summary.rowCount += 1
                summary.lastSequence = row.sequence ?? summary.lastSequence
                summary.lastHash = row.hash ?? summary.lastHash
            }
            if rows.count < Self.batchRows { break }
        }
        try file.synchronize()
        try file.close()
        let signature = try sign(digest.finish())
        try Data((Hexadecimal.text(of: signature) + "\n").utf8).write(
            to: URL(filePath: path + ".sig"), options: .atomic)
        guard rename(unfinished, path) == 0 else {
            throw StoreError(.file, "\(path): \(String(cString: strerror(errno)))")
        }
        return summary
    }

    private func rows(_ range: Range<Moment>, after sequence: Int) async throws -> [AuditRow] {
        try await store.read { connection in
            try AuditList.sealed(range, after: sequence, limit: Self.batchRows, in: connection)
        }
    }
}
