package import Knowledge
import Patterns
package import PlantedContent

/// A pack of kind `planted-content`, decoded: words, brand shapes, weights, look-alikes, hosts, domain lists.
///
/// A row that cannot be used is reported and left out; the rest is read on.
package struct PlantedContentPack: PackDecoder {
    package static let kind = "planted-content"

    package var source: RuleSource
    package var priors: [String: Double]
    package var domainLists: [DomainList]
    private let files: PackFiles

    /// What one rule must find, and what it must leave alone.
    package struct Sample: Sendable {
        package var rule: String
        package var positive: String
        package var negative: String
        package var file: String
        package var line: Int
    }

    package static func decode(_ files: PackFiles, diagnostics: inout Diagnostics) -> PlantedContentPack? {
        var source = RuleSource(pack: files.version)
        source.terms = terms(files, &diagnostics)
        source.brands = brands(files, &diagnostics)
        source.featureWeights = weights("weights.tsv", files, &diagnostics)
        source.confusables = confusables(files, &diagnostics)
        source.allowedHosts = files.rows(
            "allowed-hosts.tsv", key: ["host"], required: ["host"], known: ["note"], &diagnostics
        ).compactMap { $0.text("host", &diagnostics) }
        guard !source.terms.isEmpty else { return nil }
        let priors = weights("priors.tsv", in: -1000...1000, files, &diagnostics).rows.map { ($0.feature, $0.weight) }
        return PlantedContentPack(
            source: source, priors: Dictionary(priors) { _, last in last },
            domainLists: domainLists(files, &diagnostics), files: files)
    }

    /// The pack compiled for matching.
    package func compile() -> RuleSet { RuleSet(source, domainLists: domainLists) }

    private static func terms(_ files: PackFiles, _ diagnostics: inout Diagnostics) -> [RuleSource.Term] {
        let rows = files.rows(
            "terms.tsv", key: ["term"], required: ["term", "signal", "category"], known: ["lang", "origin"],
            &diagnostics)
        var signals = WordColumn(
            "signal", Signal.allCases.map { ($0.name, $0) }.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) })
        var categories = WordColumn(
            "category", [("any", .gambling)] + Category.allCases.map { ($0.rawValue, $0) })
        var terms: [RuleSource.Term] = []
        terms.reserveCapacity(rows.count)
        for row in rows {
            guard let text = row.text("term", &diagnostics), let signal = signals.value(row, &diagnostics),
                let category = categories.value(row, &diagnostics)
            else { continue }
            guard text.utf8.count <= 120 else {
                row.fault("a term is at most 120 bytes", "term", "shorten it", &diagnostics)
                continue
            }
            terms.append(
                RuleSource.Term(
                    text: text, signal: signal, category: category,
                    origins: row.list("origin").filter { $0 != "hand" }))
        }
        return terms
    }

    private static func brands(_ files: PackFiles, _ diagnostics: inout Diagnostics) -> RuleSource.Brands {
        var brands = RuleSource.Brands()
        for row in files.rows(
            "brands.tsv", key: ["kind", "text"], required: ["kind", "text"], known: ["note"], &diagnostics)
        {
            guard let kind = row.oneOf("kind", ["stem", "digits", "host-end", "exception"], &diagnostics),
                let text = row.text("text", &diagnostics)
            else { continue }
            guard text.utf8.allSatisfy({ ($0 &- 0x61) < 26 || ($0 &- 0x30) < 10 || $0 == 0x23 }) else {
                row.fault("brand parts are of a–z and 0–9", "text", "write it without marks", &diagnostics)
                continue
            }
            switch kind {
            case "stem": brands.stems.append(text)
            case "digits": brands.digits.append(text)
            case "host-end": brands.hostEnds.append(text)
            default: brands.exceptions.append(text)
            }
        }
        return brands
    }

    private static func weights(
        _ name: String, in range: ClosedRange<Double> = -100...100, _ files: PackFiles, _ diagnostics: inout Diagnostics
    ) -> FeatureWeights {
        let rows = files.rows(name, key: ["feature"], required: ["feature", "weight"], known: ["note"], &diagnostics)
        var weights = FeatureWeights()
        weights.reserveCapacity(rows.count)
        for row in rows {
            // As `text`, but the name stays where it is.
            guard row.bytes("feature", { _ in true }) ?? (row.text("feature", &diagnostics) != nil),
                let weight = row.double("weight", in: range, &diagnostics)
            else { continue }
            row.bytes("feature") { weights.append($0, weight) }
        }
        return weights
    }

    private static func confusables(
        _ files: PackFiles, _ diagnostics: inout Diagnostics
    ) -> [(scalar: UInt32, ascii: UInt8)] {
        files.rows(
            "confusables.tsv", key: ["codepoint"], required: ["codepoint", "ascii"], known: ["note"], &diagnostics
        ).compactMap { row in
            guard let code = row.text("codepoint", &diagnostics), let ascii = row.text("ascii", &diagnostics) else {
                return nil
            }
            guard let scalar = UInt32(code, radix: 16), Unicode.Scalar(scalar) != nil, scalar > 0x7F,
                ascii.utf8.count == 1, let byte = ascii.utf8.first,
                (byte &- 0x61) < 26 || (byte &- 0x30) < 10
            else {
                row.fault(
                    "not a code point in hexadecimal and one letter a–z or digit", "codepoint",
                    "write it as in '0430<TAB>a'", &diagnostics)
                return nil
            }
            return (scalar, byte)
        }
    }

    /// The operator's block lists: `domains-<name>.bin`, with its category in `domains-<name>.tsv` beside it.
    private static func domainLists(_ files: PackFiles, _ diagnostics: inout Diagnostics) -> [DomainList] {
        files.matching(prefix: "domains-", suffix: ".bin").compactMap { file in
            let name = String(file.name.dropFirst("domains-".count).dropLast(".bin".count))
            do {
                let set = try file.bytes().withUnsafeBytes { try DomainSet(serialized: $0) }
                let about = files.rows(
                    "domains-\(name).tsv", key: ["key"], required: ["key", "value"], isOptional: true, &diagnostics)
                let category = about.first { $0["key"] == "category" }?["value"].flatMap { Category(name: $0) }
                return DomainList(name: name, category: category ?? .gambling, hosts: set)
            } catch {
                diagnostics.error(
                    "cannot be read as a domain list: \(error)", file: file.path, remedy: "import the list again")
                return nil
            }
        }
    }

    /// Read anew at each call, and only to check the pack: they are as many as the terms.
    package func samples(_ diagnostics: inout Diagnostics) -> [Sample] {
        files.rows(
            "samples.tsv", key: ["rule"], required: ["rule", "positive", "negative"], isOptional: true, &diagnostics
        ).compactMap { row in
            guard let rule = row.text("rule", &diagnostics), let positive = row.text("positive", &diagnostics),
                let negative = row.text("negative", &diagnostics)
            else { return nil }
            return Sample(rule: rule, positive: positive, negative: negative, file: row.file, line: row.line)
        }
    }
}

/// A column of words from a closed set. Rows of one word mostly stand together: the word met last is tried first.
private struct WordColumn<Value> {
    private let name: String
    private let words: [(bytes: [UInt8], value: Value)]
    private var last = 0

    init(_ name: String, _ words: [(String, Value)]) {
        self.name = name
        self.words = words.map { (Array($0.0.utf8), $0.1) }
    }

    mutating func value(_ row: TSVRow, _ diagnostics: inout Diagnostics) -> Value? {
        if let found = row.bytes(name, number) ?? nil {
            last = found
            return words[found].value
        }
        // Says what is wrong with it.
        let known = words.map { String(decoding: $0.bytes, as: UTF8.self) }
        return row.oneOf(name, known, &diagnostics).flatMap { known.firstIndex(of: $0) }.map { words[$0].value }
    }

    private func number(_ word: UnsafeBufferPointer<UInt8>) -> Int? {
        if word.elementsEqual(words[last].bytes) { return last }
        return words.firstIndex { word.elementsEqual($0.bytes) }
    }
}
