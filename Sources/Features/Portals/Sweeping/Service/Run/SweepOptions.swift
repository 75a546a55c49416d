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
    /// Pages and sitemaps of earlier findings: looked at closely, and a sitemap that is clean now is told as well.
    package var watched: Set<String> = []

    package init(seeds: [WebURL]) { self.seeds = seeds }
}
