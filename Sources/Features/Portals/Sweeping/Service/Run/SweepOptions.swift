package import Markup

/// What a sweep was asked to do.
package struct SweepOptions: Sendable {
    package var seeds: [WebURL]
    package var views: [VisitorView] = VisitorView.allCases
    package var maxPages = 10_000
    /// After this no page is begun.
    package var maxDuration: Duration?
    package var robots = RobotsPolicy.note
    /// Pages under way at the same time.
    package var jobs = 8
    package var contact = ""
    package var render = RenderPolicy.auto

    package init(seeds: [WebURL]) { self.seeds = seeds }
}
