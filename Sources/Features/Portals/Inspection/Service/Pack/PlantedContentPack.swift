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
        source.weights = weights("weights.tsv", files, &diagnostics)
        source.confusables = confusables(files, &diagnostics)
        source.allowedHosts = files.rows(
            "allowed-hosts.tsv", key: ["host"], required: ["host"], known: ["note"], &diagnostics
        ).compactMap { $0.text("host", &diagnostics) }
        guard !source.terms.isEmpty else { return nil }
        let priors = Dictionary(weights("priors.tsv", files, &diagnostics)) { _, last in last }
        return PlantedContentPack(
            source: source, priors: priors, domainLists: domainLists(files, &diagnostics), files: files)
    }

    /// The pack compiled for matching.
    package func compile() -> RuleSet { RuleSet(source, domainLists: domainLists) }

    private static func terms(_ files: PackFiles, _ diagnostics: inout Diagnostics) -> [RuleSource.Term] {
        let rows = files.rows(
            "terms.tsv", key: ["term"], required: ["term", "signal", "category"], known: ["lang", "origin"],
            &diagnostics)
        let signals = Dictionary(uniqueKeysWithValues: Signal.allCases.map { ($0.name, $0) })
        let signalNames = signals.keys.sorted()
        let categoryNames = ["any"] + Category.allCases.map(\.rawValue)
        return rows.compactMap { row in
            guard let text = row.text("term", &diagnostics),
                let signalName = row.oneOf("signal", signalNames, &diagnostics), let signal = signals[signalName],
                let categoryName = row.oneOf("category", categoryNames, &diagnostics)
            else { return nil }
            guard text.utf8.count <= 120 else {
                row.fault("a term is at most 120 bytes", "term", "shorten it", &diagnostics)
                return nil
            }
            return RuleSource.Term(
                rule: Self.rule(signalName, text), text: text, signal: signal,
                category: Category(name: categoryName) ?? .gambling,
                origins: row.list("origin").filter { $0 != "hand" })
        }
    }

    /// The signal's name and the term with hyphens for spaces.
    private static func rule(_ signal: String, _ term: String) -> String {
        String(unsafeUninitializedCapacity: signal.utf8.count + 1 + term.utf8.count) { rule in
            var count = 0
            for byte in signal.utf8 {
                rule[count] = byte
                count += 1
            }
            rule[count] = UInt8(ascii: "/")
            count += 1
            for byte in term.utf8 {
                rule[count] = byte == 0x20 ? UInt8(ascii: "-") : byte
                count += 1
            }
            return count
        }
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
        _ name: String, _ files: PackFiles, _ diagnostics: inout Diagnostics
    ) -> [(String, Double)] {
        files.rows(name, key: ["feature"], required: ["feature", "weight"], known: ["note"], &diagnostics).compactMap {
            guard let feature = $0.text("feature", &diagnostics),
                let weight = $0.double("weight", in: -100...100, &diagnostics)
            else { return nil }
            return (feature, weight)
        }
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
