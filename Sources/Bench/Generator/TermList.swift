import Glibc

/// The terms that pages are sown with: every line's phrase, in lower case as written.
struct TermList {
    private(set) var terms: [[UInt8]] = []

    /// Reads a list: tab-separated with a column `term` (a pack's `terms.tsv`), or one phrase a line. Lines that begin with
    /// `#` are comments. Doublets are dropped, and terms of fewer than six bytes (`win`, `link`): they stand in the mark-up
    /// of any page, and slow other programs down.
    /// - Returns: nil when the file cannot be read.
    init?(path: String) {
        guard let content = readFile(path) else { return nil }
        var column: Int?
        var seen: Set<[UInt8]> = []
        for line in content.split(separator: 0x0A) where line.first != UInt8(ascii: "#") {
            let fields = line.split(separator: 0x09, omittingEmptySubsequences: false)
            if column == nil {
                let header = fields.firstIndex { Array($0) == Array("term".utf8) }
                column = header ?? 0
                if header != nil { continue }
            }
            guard let column, column < fields.count else { continue }
            let text = String(decoding: fields[column], as: UTF8.self).lowercased()
            let term = Array(text.utf8)
            if term.count >= 6, seen.insert(term).inserted { terms.append(term) }
        }
    }
}

/// The bytes of a file, or nil.
func readFile(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var content: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = fread(&chunk, 1, chunk.count, file)
        if count == 0 { return content }
        content += chunk[0..<count]
    }
}

/// Writes a file whole.
/// - Returns: whether every byte was written.
func writeFile(_ path: String, _ content: [UInt8]) -> Bool {
    guard let file = fopen(path, "wb") else { return false }
    let written = fwrite(content, 1, content.count, file)
    return fclose(file) == 0 && written == content.count
}
