/// What the user asked for.
package struct InspectionOptions: Sendable {
    package var paths: [String] = []
    /// Workers; at least 1.
    package var jobs = 1
    /// Where the pages came from.
    package var baseURL: String?
    /// Decides table, SARIF and exit code.
    package var minTier = InspectionResult.Tier.review
    package var textField = "text"
    package var htmlField = "html"
    package var idField = "id"
    /// A larger file, row or record is unreadable.
    package var maxInputBytes = 256 << 20

    package init(paths: [String] = []) { self.paths = paths }
}
