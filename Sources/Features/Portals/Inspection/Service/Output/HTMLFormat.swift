package import Knowledge

package struct HTMLFormat: InspectionFormat {
    package init(texts: Texts, resources: String) throws(FileError) {}
    package func add(_ report: RecordReport, _ part: inout OutputPart) {}
    package func end(_ summary: RunSummary, _ out: inout ByteWriter) {}
}
