package import Knowledge
import PlantedContent

extension PlantedContentPack {
    /// Reads the pack, and tries every sample: its rule must hit the positive text and leave the negative one alone.
    package static func check(_ files: PackFiles, diagnostics: inout Diagnostics) {
        guard let pack = decode(files, diagnostics: &diagnostics) else { return }
        let samples = pack.samples(&diagnostics)
        pack.check(samples, &diagnostics)
        let sampled = Set(samples.map(\.rule))
        let bare = pack.source.terms.filter { !sampled.contains($0.rule) }
        if let first = bare.first {
            diagnostics.warning(
                "\(bare.count) rules have no sample, the first is '\(first.rule)'",
                file: samples.first?.file ?? files.folder, remedy: "add a row to samples.tsv")
        }
    }

    /// Reports each sample that its rule fails, with file and line.
    package func check(_ samples: [Sample], _ diagnostics: inout Diagnostics) {
        let probe = RuleProbe(rules: compile())
        let known = Set(source.terms.map(\.rule))
        for sample in samples {
            guard known.contains(sample.rule) else {
                diagnostics.warning(
                    "the pack has no rule '\(sample.rule)'", file: sample.file, line: sample.line,
                    remedy: "remove the row, or write the rule as signal/words-with-hyphens")
                continue
            }
            if !probe.rulesHit(in: sample.positive).contains(sample.rule) {
                diagnostics.error(
                    "'\(sample.rule)' does not hit its positive sample", file: sample.file, line: sample.line,
                    column: 2, remedy: "write a text that holds the words as in terms.tsv")
            }
            if probe.rulesHit(in: sample.negative).contains(sample.rule) {
                diagnostics.error(
                    "'\(sample.rule)' hits its negative sample", file: sample.file, line: sample.line, column: 3,
                    remedy: "write a near miss: other marks, or letters glued on")
            }
        }
    }
}
