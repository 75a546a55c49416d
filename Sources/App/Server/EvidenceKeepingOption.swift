import ArgumentParser
import Portals

/// How long evidence stays: an option of the commands whose workers thin it out.
struct EvidenceKeepingOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Every night, evidence that nothing refers to is removed when it is older; 0 keeps all (default: "
                + "VONGGAC_KEEP_EVIDENCE, else \(EvidenceThinning.defaultDays)).", valueName: "days"))
    var keepEvidence: Int?

    /// Days that evidence is kept which nothing refers to; 0 for ever.
    /// - Throws: `CommandFailure`.
    func days() throws -> Int {
        let text = keepEvidence.map { "\($0)" } ?? HouseOptions.variable("VONGGAC_KEEP_EVIDENCE")
        guard let text else { return EvidenceThinning.defaultDays }
        guard let days = Int(text), EvidenceThinning.days.contains(days) else {
            throw CommandFailure(
                "--keep-evidence, VONGGAC_KEEP_EVIDENCE: write 0 to \(EvidenceThinning.days.upperBound) days.")
        }
        return days
    }
}
