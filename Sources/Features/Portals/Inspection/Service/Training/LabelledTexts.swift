package import Knowledge
package import PlantedContent
import VietText

/// A folder of labelled texts: JSON lines with `text`, `label` (`clean` or a category) and optionally `source`, and a
/// `MANIFEST.tsv` that says of every file where it came from.
package struct LabelledTexts: Sendable {
    package var texts: [TrainingText] = []

    /// Rows that cannot be used are reported and left out.
    package static func read(_ folder: String, _ diagnostics: inout Diagnostics) -> LabelledTexts? {
        guard
            let manifest = TSVReader().read(
                folder + "/MANIFEST.tsv", required: ["file", "source"], known: ["licence", "note"], &diagnostics)
        else { return nil }
        var result = LabelledTexts()
        for row in manifest.rows {
            guard let name = row.text("file", &diagnostics), let source = row.text("source", &diagnostics) else {
                continue
            }
            guard !name.contains("/"), !name.hasPrefix(".") else {
                row.fault("a file of this folder is meant", "file", "write its name alone", &diagnostics)
                continue
            }
            do {
                let bytes = try FileBytes.read(folder + "/" + name, maxBytes: 512 << 20)
                result.append(bytes, file: folder + "/" + name, source: source, &diagnostics)
            } catch {
                diagnostics.error("\(error)", file: folder + "/" + name)
            }
        }
        return result
    }

    private mutating func append(
        _ bytes: [UInt8], file: String, source: String, _ diagnostics: inout Diagnostics
    ) {
        var reader = JSONLine(names: ["text", "label"])
        for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
        where !line.isEmpty {
            do {
                let fields = try line.withUnsafeBufferPointer { try Self.strings(&reader, $0) }
                guard let text = fields[0], let label = fields[1] else {
                    diagnostics.error(
                        "a row needs 'text' and 'label'", file: file, line: index + 1, remedy: "write both as strings")
                    continue
                }
                guard label == TrainingText.clean || Self.labels.contains(label) else {
                    diagnostics.error(
                        "unknown label '\(label.prefix(40))'", file: file, line: index + 1,
                        remedy: "clean, or one of \(Self.labels.joined(separator: ", "))")
                    continue
                }
                texts.append(TrainingText(source: source, text: text, label: label))
            } catch {
                diagnostics.error("not a JSON object: \(error)", file: file, line: index + 1)
            }
        }
    }

    private static func strings(_ reader: inout JSONLine, _ line: UnsafeBufferPointer<UInt8>) throws -> [String?] {
        try reader.read(line)
        return reader.values.map { value in
            guard let value, value.kind == .string else { return nil }
            var bytes: [UInt8] = []
            JSONLine.unescape(UnsafeBufferPointer(rebasing: line[value.range]), into: &bytes)
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    private static let labels = Category.allCases.map(\.rawValue)
}
