/// How a portal is swept.
package struct SweepPolicy: Sendable, Equatable {
    package var views: [VisitorView] = VisitorView.allCases
    /// Pages of one sweep, 1 to 1,000,000.
    package var maxPages = 10_000
    /// Requests per second and host, up to 1,000; 0 for no limit (a portal of one's own).
    package var rate = 5.0
    package var render = RenderPolicy.auto
    package var robots = RobotsPolicy.note
    /// Seconds between sweeps, an hour to a year; nil: as risk and last result want it.
    package var intervalSeconds: Int?

    package init() {}

    static let pageRange = 1...1_000_000
    static let rateRange = 0.0...1_000
    static let intervalRange = 3_600...366 * 86_400
}
