import Access
import Knowledge

/// The pack `common-passwords` for the room of accounts, which knows no files.
struct CommonPasswordsPack: PackDecoder {
    static let kind = "common-passwords"
    private static let file = "passwords.tsv"
    private static let shortest = 4

    let passwords: CommonPasswords

    static func decode(_ files: PackFiles, diagnostics: inout Diagnostics) -> CommonPasswordsPack? {
        let rows = files.rows(file, key: ["word"], required: ["word"], known: ["word", "group"], &diagnostics)
        for row in rows where (row["word"] ?? "").count < shortest {
            diagnostics.error(
                "a word of fewer than \(shortest) letters is in every password", file: row.file, line: row.line,
                remedy: "take the row out")
        }
        let words = rows.compactMap { $0["word"].map(String.init) }
        return words.isEmpty ? nil : CommonPasswordsPack(passwords: CommonPasswords(words))
    }
}
