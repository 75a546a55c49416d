/// How a run is written down. `add` runs on the workers, for each input; the rest on one task, in order.
package protocol InspectionFormat: Sendable {
    /// What comes before the first input.
    func begin(_ out: inout ByteWriter)
    /// Writes one input; the parts are joined in the order of the inputs.
    func add(_ report: RecordReport, _ part: inout OutputPart)
    /// What comes after the last input.
    func end(_ summary: RunSummary, _ out: inout ByteWriter) throws
    /// How many reports of `OutputPart.kept` the summary shall carry.
    var maxKeptReports: Int { get }
    /// True when the parts are separated by commas.
    var separatesByComma: Bool { get }
}

extension InspectionFormat {
    package func begin(_ out: inout ByteWriter) {}
    package func end(_ summary: RunSummary, _ out: inout ByteWriter) throws {}
    package var maxKeptReports: Int { 0 }
    package var separatesByComma: Bool { false }
}

/// What a worker has written for the inputs of one item.
package struct OutputPart: Sendable {
    package var writer = ByteWriter()
    /// Reports that the end of the output needs whole.
    package var kept: [RecordReport] = []
    package var tally = Tally()

    package init() {}
}

/// What the end of an output knows.
package struct RunSummary: Sendable {
    package var tally = Tally()
    /// The first `maxKeptReports` reports, in order.
    package var kept: [RecordReport] = []
    package var elapsedSeconds = 0.0

    package init() {}
}
