package import Fetching
package import Markup

/// One page to be rendered.
package struct RenderRequest: Sendable {
    /// What to put a frame around in the picture.
    package struct Mark: Sendable {
        package var text: String
        /// A host that the place leads to, where its text is not found.
        package var host: String?

        package init(text: String, host: String? = nil) {
            self.text = text
            self.host = host
        }
    }

    package var url: WebURL
    package var referrer: String?
    package var visit: PageVisit
    /// Says, of the document after its scripts, whether a picture is wanted and of what; nil takes none.
    package var mark: @Sendable (Rendering) -> Mark?

    package init(
        url: WebURL, referrer: String? = nil, visit: PageVisit,
        mark: @escaping @Sendable (Rendering) -> Mark? = { _ in nil }
    ) {
        self.url = url
        self.referrer = referrer
        self.visit = visit
        self.mark = mark
    }
}

/// A page after its scripts have run.
package struct Rendering: Sendable {
    package var page = BrowserPage.Snapshot()
    package var responses: [PageResponse] = []
    /// All that the page asked for; also what was refused it.
    package var requests: [PageRequest] = []
    /// Plain requests as they went over the wire.
    package var exchanges: [Exchange] = []
    /// Addresses that the page tried to become and was not let; the way of a visitor.
    package var ledAway: [String] = []
    package var refusedCount = 0
    package var dialogCount = 0
    package var downloadCount = 0
    /// All that was asked for came, and the page's timers ran out in time.
    package var isComplete = false
    /// PNG; nil when none was asked for.
    package var screenshot: [UInt8]?
    /// The place that was asked for is framed in it.
    package var isMarked = false
    package var took = Duration.zero

    package init() {}
}

extension Browser {
    /// Renders a page. A browser that died of another page is started anew, once.
    /// - Throws: why nothing can be said of the page.
    package func render(_ request: RenderRequest) async throws(BrowserError) -> Rendering {
        do throws(BrowserError) {
            return try await renderOnce(request)
        } catch {
            guard error.code == .crashed || error.code == .tooLarge, !Task.isCancelled else { throw error }
            return try await renderOnce(request)
        }
    }

    private func renderOnce(_ request: RenderRequest) async throws(BrowserError) -> Rendering {
        do {
            return try await withPage(request.visit) { page in
                let start = ContinuousClock.now
                var rendering = Rendering()
                try await page.navigate(to: request.url, referrer: request.referrer)
                try await page.settle()
                rendering.page = try await page.snapshot()
                let state = page.log.now
                rendering.isComplete = state.isLoaded && state.isTimeSpent
                rendering.responses = await page.responses()
                note(page, &rendering)
                if let mark = request.mark(rendering) {
                    // A page without a picture is still a page.
                    rendering.isMarked = (try? await page.outline(text: mark.text, host: mark.host)) ?? false
                    rendering.screenshot = try? await page.screenshot()
                }
                rendering.took = .now - start
                return rendering
            }
        } catch let error as BrowserError {
            throw error
        } catch {
            throw BrowserError(.closed, "cancelled")
        }
    }

    private func note(_ page: BrowserPage, _ rendering: inout Rendering) {
        let report = page.proxyReport
        rendering.exchanges = report.exchanges
        rendering.requests = page.requests
        rendering.ledAway = page.ledAway
        rendering.refusedCount = report.refusedCount + rendering.requests.count(where: \.isRefused)
        rendering.dialogCount = page.dialogCount
        rendering.downloadCount = page.downloadCount
    }
}
