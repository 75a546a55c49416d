package import Knowledge
import Patterns
import VietText

/// A pack of kind `signs-of-attack`, decoded.
///
/// A row that cannot be used is reported and left out; the rest is read on.
package struct SignsPack: PackDecoder {
    package static let kind = "signs-of-attack"

    package var knowledge = SignKnowledge()

    /// Mail services open to everybody, in small letters.
    package var publicMailDomains: Set<String> { knowledge.mailDomains }

    package static func decode(_ files: PackFiles, diagnostics: inout Diagnostics) -> SignsPack? {
        var pack = SignsPack()
        pack.readPaths(files, &diagnostics)
        pack.readFiles(files, &diagnostics)
        pack.readListings(files, &diagnostics)
        pack.readHeaders(files, &diagnostics)
        pack.readBanners(files, &diagnostics)
        pack.readParameters(files, &diagnostics)
        pack.readNames(files, &diagnostics)
        pack.readContacts(files, &diagnostics)
        return pack.knowledge.paths.isEmpty ? nil : pack
    }

    private static let fileRules = [SignRule.exposedFile, .backupFile, .webShell, .adminConsole].map(\.rawValue)

    private static func rule(_ row: TSVRow, _ diagnostics: inout Diagnostics) -> SignRule? {
        row.oneOf("rule", fileRules, &diagnostics).flatMap { SignRule(rawValue: $0) }
    }

    private mutating func readPaths(_ files: PackFiles, _ diagnostics: inout Diagnostics) {
        let rows = files.rows(
            "paths.tsv", key: ["path", "scope"], required: ["path", "scope", "rule", "body", "holds"], known: ["note"],
            &diagnostics)
        for row in rows {
            guard let path = row.text("path", &diagnostics), let rule = Self.rule(row, &diagnostics),
                let scope = row.oneOf("scope", ["root", "folder"], &diagnostics),
                let body = row.oneOf("body", SignKnowledge.Body.self, &diagnostics)
            else { continue }
            let signature = SignatureText.read(row["holds"].map { String($0) } ?? "")
            if path.hasPrefix("/") != (scope == "root") {
                row.fault(
                    "the path does not fit its scope", "path", "root: /name; folder: name alone", &diagnostics)
                continue
            }
            if signature.parts.isEmpty, rule != .webShell {
                row.fault("a status of 200 confirms nothing", "holds", "say what stands in the answer", &diagnostics)
                continue
            }
            knowledge.paths.append(
                .init(path: path, isRoot: scope == "root", rule: rule, body: body, signature: signature))
        }
    }

    private mutating func readFiles(_ files: PackFiles, _ diagnostics: inout Diagnostics) {
        for row in files.rows("files.tsv", key: ["name"], required: ["name", "rule"], known: ["note"], &diagnostics) {
            guard let name = Self.lowercase(row, "name", &diagnostics), let rule = Self.rule(row, &diagnostics) else {
                continue
            }
            let isEnding = name.hasPrefix("*")
            let bare = isEnding ? String(name.dropFirst()) : name
            if bare.utf8.count < 4 {
                row.fault("the name is shorter than four letters", "name", "lengthen it", &diagnostics)
            } else {
                knowledge.files.append(.init(name: bare, isEnding: isEnding, rule: rule))
            }
        }
        for row in files.rows("shells.tsv", key: ["text"], required: ["text", "weight"], known: ["note"], &diagnostics)
        {
            guard let text = Self.lowercase(row, "text", &diagnostics),
                let weight = row.oneOf("weight", ["strong", "weak"], &diagnostics)
            else { continue }
            knowledge.shells.append(.init(bytes: Array(text.utf8), isStrong: weight == "strong"))
        }
    }

    private mutating func readListings(_ files: PackFiles, _ diagnostics: inout Diagnostics) {
        let rows = files.rows(
            "listings.tsv", key: ["title", "holds"], required: ["title", "holds"], known: ["note"], &diagnostics)
        let folder = FoldBuffer()
        for row in rows {
            guard let title = row.text("title", &diagnostics), let holds = row.text("holds", &diagnostics) else {
                continue
            }
            knowledge.listings.append(
                .init(title: title == "*" ? [] : folder.folded(title), signature: SignatureText.read(holds)))
        }
        for row in files.rows("defacement.tsv", key: ["phrase"], required: ["phrase"], known: ["note"], &diagnostics) {
            guard let phrase = Self.lowercase(row, "phrase", &diagnostics) else { continue }
            knowledge.defacements.append(folder.folded(phrase))
        }
    }

    private mutating func readHeaders(_ files: PackFiles, _ diagnostics: inout Diagnostics) {
        let rows = files.rows(
            "headers.tsv", key: ["header"], required: ["header", "on"], known: ["or", "note"], &diagnostics)
        for row in rows {
            guard let name = Self.lowercase(row, "header", &diagnostics),
                let scheme = row.oneOf("on", ["any", "https"], &diagnostics)
            else { continue }
            var header = SignKnowledge.Header(name: name, isForHTTPS: scheme == "https")
            if let other = row["or"] {
                let parts = other.split(separator: ":", maxSplits: 1).map { $0.drop { $0 == " " } }
                guard parts.count == 2 else {
                    row.fault("'or' is no field and directive", "or", "write it as field: directive", &diagnostics)
                    continue
                }
                header.alternative = (String(parts[0]), String(parts[1]))
            }
            knowledge.headers.append(header)
        }
    }

    private mutating func readBanners(_ files: PackFiles, _ diagnostics: inout Diagnostics) {
        let rows = files.rows(
            "banners.tsv", key: ["product", "branch"], required: ["product", "branch", "ended", "name", "source"],
            &diagnostics)
        for row in rows {
            guard let product = Self.lowercase(row, "product", &diagnostics),
                let branch = row.text("branch", &diagnostics), let name = row.text("name", &diagnostics),
                let ended = row.text("ended", &diagnostics), row.text("source", &diagnostics) != nil
            else { continue }
            let parts = ended.split(separator: "-").map { Int($0) }
            if parts.count == 3, parts.allSatisfy({ $0 != nil }), ended.utf8.count == 10 {
                knowledge.banners.append(.init(product: product, branch: branch, ended: ended, name: name))
            } else {
                row.fault("'ended' is no date", "ended", "write it as 2022-11-28", &diagnostics)
            }
        }
    }

    private mutating func readParameters(_ files: PackFiles, _ diagnostics: inout Diagnostics) {
        let rows = files.rows(
            "parameters.tsv", key: ["name", "kind"], required: ["name", "kind"], known: ["note"], &diagnostics)
        for row in rows {
            guard let name = Self.lowercase(row, "name", &diagnostics),
                let kind = row.oneOf("kind", ["redirect", "search"], &diagnostics)
            else { continue }
            if kind == "redirect" {
                knowledge.redirectParameters.insert(name)
            } else {
                knowledge.searchParameters.insert(name)
            }
        }
    }

    private mutating func readNames(_ files: PackFiles, _ diagnostics: inout Diagnostics) {
        let rows = files.rows(
            "providers.tsv", key: ["suffix"], required: ["suffix", "holds", "name"], known: ["source"], &diagnostics)
        for row in rows {
            guard let suffix = Self.lowercase(row, "suffix", &diagnostics),
                let holds = Self.lowercase(row, "holds", &diagnostics), let name = row.text("name", &diagnostics)
            else { continue }
            knowledge.providers.append(.init(suffix: suffix, body: Array(holds.utf8), name: name))
        }
        for row in files.rows("public-mail.tsv", key: ["domain"], required: ["domain"], known: ["note"], &diagnostics) {
            if let domain = Self.lowercase(row, "domain", &diagnostics) { knowledge.mailDomains.insert(domain) }
        }
    }

    private mutating func readContacts(_ files: PackFiles, _ diagnostics: inout Diagnostics) {
        let folder = FoldBuffer()
        var incidents: [[UInt8]] = []
        var pages: [[UInt8]] = []
        let rows = files.rows(
            "contacts.tsv", key: ["words", "kind"], required: ["words", "kind"], known: ["note"], &diagnostics)
        for row in rows {
            guard let words = Self.lowercase(row, "words", &diagnostics),
                let kind = row.oneOf("kind", ["page", "incident"], &diagnostics)
            else { continue }
            if kind == "page" { pages.append(Array(words.utf8)) } else { incidents.append(folder.folded(words)) }
        }
        knowledge.incidentWords = LiteralSet(incidents)
        knowledge.contactPages = LiteralSet(pages)
    }

    /// Texts are searched in small letters: others would never be met.
    private static func lowercase(_ row: TSVRow, _ column: String, _ diagnostics: inout Diagnostics) -> String? {
        guard let text = row.text(column, &diagnostics) else { return nil }
        guard text == text.lowercased() else {
            row.fault("'\(column)' holds capital letters", column, "write it in small letters", &diagnostics)
            return nil
        }
        return text
    }
}

/// Signatures as the tables write them: parts with ` & ` between, `^` at a part that begins the answer, `\xNN` for a byte.
enum SignatureText {
    static func read(_ text: String) -> SignKnowledge.Signature {
        var parts: [SignKnowledge.Signature.Part] = []
        for piece in text.split(separator: " & ").map({ Array($0.utf8) }) {
            let isFront = piece.first == 0x5E
            let bytes = unescaped(piece.dropFirst(isFront ? 1 : 0))
            if !bytes.isEmpty { parts.append(.init(bytes: bytes, isFront: isFront)) }
        }
        return .init(parts: parts)
    }

    private static func unescaped(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var at = text.startIndex
        while at < text.endIndex {
            if text[at] == 0x5C, at + 3 < text.endIndex, text[at + 1] == 0x78,
                let byte = UInt8(String(decoding: text[(at + 2)...(at + 3)], as: UTF8.self), radix: 16)
            {
                // The answer is searched in small letters, bytes of its signature with it.
                bytes.append(byte &- 0x41 < 26 ? byte | 0x20 : byte)
                at += 4
            } else {
                bytes.append(text[at] &- 0x41 < 26 ? text[at] | 0x20 : text[at])
                at += 1
            }
        }
        return bytes
    }
}
