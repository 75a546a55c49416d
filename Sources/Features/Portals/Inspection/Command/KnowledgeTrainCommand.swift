package import ArgumentParser
import Knowledge
import PlantedContent
import VietText

/// `vonggac knowledge train`: learns the weights of the planted-content pack again.
package struct KnowledgeTrainCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Learn the weights of the planted-content pack from a folder of labelled texts.",
        discussion: """
            The folder holds JSON lines with 'text' and 'label' (clean, or a category) and a MANIFEST.tsv with the columns \
            file and source. The same texts and pack give the same weights, to the bit.

            EXAMPLES
              vonggac knowledge train --data texts --output weights.tsv
              vonggac knowledge train --data texts --evaluate
                  one line a source: how a model does on it that was made without it (terms, weights, thresholds)
            """)

    @Option(help: ArgumentHelp("Folder of labelled texts.", valueName: "folder"))
    package var data: String

    @Option(help: ArgumentHelp("Where the weights are written.", valueName: "file"))
    package var output: String?

    @Flag(help: "Leave each source out in turn, and report how the model does on it.")
    package var evaluate = false

    @Option(help: ArgumentHelp("With --evaluate: write the texts it got wrong here.", valueName: "file"))
    package var errors: String?

    @OptionGroup(title: "Knowledge")
    package var knowledge: KnowledgeOptions

    package init() {}

    package func validate() throws {
        if output == nil, !evaluate { throw ValidationError("Say --output FILE, --evaluate, or both.") }
        if errors != nil, !evaluate {
            throw ValidationError("--errors tells what --evaluate got wrong; say that, too.")
        }
    }

    package func run() throws {
        do {
            for path in [output, errors].compactMap(\.self) { try FileBytes.checkWritable(path) }
        } catch {
            throw CommandFailure("\(error)")
        }
        var diagnostics = Diagnostics()
        let base = KnowledgeBase(
            resources: try knowledge.resources(), overlay: knowledge.overlayFolder, &diagnostics)
        let loaded = base.load(PlantedContentPack.self, &diagnostics)?.content
        if diagnostics.hasErrors {
            Complaint.say(diagnostics)
            throw CommandFailure(
                "The pack has faults: weights learnt without the rows above would not be its own. Mend them.")
        }
        guard let pack = loaded, let labelled = LabelledTexts.read(data, &diagnostics) else {
            Complaint.say(diagnostics)
            throw CommandFailure("There is nothing to learn from.")
        }
        Complaint.say(diagnostics)
        do {
            if evaluate { try evaluate(pack, labelled.texts) }
            if let output {
                let trainer = Trainer(rules: pack.source, priors: pack.priors)
                let model = trainer.train(labelled.texts) { Complaint.say($0) }
                try FileBytes.writeAtomically(Array(Self.table(model).utf8), to: output)
            }
        } catch {
            throw CommandFailure("\(error)")
        }
    }

    /// The sources that hold at least twenty texts, each left out in turn.
    private func evaluate(_ pack: PlantedContentPack, _ texts: [TrainingText]) throws(FileError) {
        print(Evaluation.heading)
        var wrong = ""
        for source in Set(texts.map(\.source)).sorted() {
            let held = texts.filter { $0.source == source }
            guard held.count >= 20 else { continue }
            var rules = pack.source
            rules.terms.removeAll { !$0.origins.isEmpty && $0.origins.allSatisfy { $0 == source } }
            let trainer = Trainer(rules: rules, priors: pack.priors)
            rules.weights = trainer.train(texts.filter { $0.source != source }).weights
            let result = Evaluation(source: source, texts: held, rules: RuleSet(rules))
            print(result.line)
            for text in result.misses { wrong += "missed\t\(source)\t\(Self.flat(text))\n" }
            for text in result.falseAlarms { wrong += "false alarm\t\(source)\t\(Self.flat(text))\n" }
        }
        if let errors { try FileBytes.writeAtomically(Array(wrong.utf8), to: errors) }
    }

    private static func flat(_ text: String) -> String {
        String(text.map { $0 == "\n" || $0 == "\t" ? " " : $0 })
    }

    private static func table(_ model: Trainer.Model) -> String {
        var result = "feature\tweight\n"
        for row in model.weights { result += "\(row.feature)\t\(rounded(row.weight))\n" }
        return result
    }

    /// Four decimals: the same on every machine, and enough.
    private static func rounded(_ weight: Double) -> String {
        let scaled = Int((weight * 10_000).rounded())
        let digits = String(10_000 + abs(scaled) % 10_000).dropFirst()
        return "\(scaled < 0 ? "-" : "")\(abs(scaled) / 10_000).\(digits)"
    }
}
