package import Markup

extension BrowserPage {
    /// Loads an address and waits for its load event, at most the visit's time; a page that goes on loading stays as it is.
    /// - Throws: `notLoaded` when nothing came; `crashed`.
    package func navigate(to url: WebURL, referrer: String? = nil) async throws(BrowserError) {
        guard visit.isServed(url) else {
            throw BrowserError(.notLoaded, "the address is not one that the page may load")
        }
        log.change { $0.isLoaded = false }
        var parameters: [String: DevToolsValue] = ["url": .string(url.text)]
        if let referrer {
            // As it was given: the visitor of a sweep says the same with and without a browser.
            parameters["referrer"] = .string(referrer)
            parameters["referrerPolicy"] = "unsafeUrl"
        }
        let end = ContinuousClock.now + visit.loadLimit
        let answer: DevToolsValue
        do throws(BrowserError) {
            answer = try await call("Page.navigate", .object(parameters), within: visit.loadLimit)
        } catch {
            guard error.code == .tooSlow else { throw error }
            throw BrowserError(.tooSlow, "the page did not come in time")
        }
        let fault = answer["errorText"]?.text ?? ""
        // Who was led away has a page to tell of, though it was never shown.
        guard fault.isEmpty || !ledAway.isEmpty else { throw BrowserError(.notLoaded, fault) }
        guard fault.isEmpty else { return }
        try await wait(until: end) { $0.isLoaded }
    }

    /// Lets the page's timers run out: what a script writes seconds later stands there a moment later.
    ///
    /// Time passes as fast as scripts take, and stands still while something is being loaded. Afterwards it stands.
    package func settle() async throws(BrowserError) {
        log.change { $0.isTimeSpent = false }
        let budget = visit.timerBudget / .milliseconds(1)
        try await call(
            "Emulation.setVirtualTimePolicy",
            [
                "policy": "pauseIfNetworkFetchesPending", "budget": .number(budget),
                "maxVirtualTimeTaskStarvationCount": 10_000,
            ])
        try await wait(until: .now + visit.settleLimit) { $0.isTimeSpent }
    }

    private func wait(until end: ContinuousClock.Instant, _ isDone: (PageLog.State) -> Bool) async throws(BrowserError)
    {
        while ContinuousClock.now < end {
            let state = log.now
            if state.hasCrashed { throw BrowserError(.crashed, "the page's process ended") }
            if isDone(state) { return }
            do {
                try await Task.sleep(for: .milliseconds(15))
            } catch {
                throw BrowserError(.closed, "cancelled")
            }
        }
    }

    /// The page as it stands.
    package struct Snapshot: Sendable {
        /// The document after its scripts; what frames and open shadow trees hold stands in sections behind it.
        package var html: [UInt8] = []
        package var visibleText = ""
        package var title = ""
        package var url = ""
    }

    /// Reads the document from a world of its own, where the page's scripts cannot change what reading means.
    /// - Throws: `badAnswer`, `tooSlow` for a page whose scripts do not let go.
    package func snapshot() async throws(BrowserError) -> Snapshot {
        let value = try await evaluateApart(PageScripts.reading)
        var snapshot = Snapshot()
        snapshot.html = Array((value["html"]?.text ?? "").utf8)
        snapshot.visibleText = value["text"]?.text ?? ""
        snapshot.title = value["title"]?.text ?? ""
        snapshot.url = value["url"]?.text ?? ""
        return snapshot
    }

    /// - Parameter function: a function expression; called with `argument`.
    private func evaluateApart(_ function: String, _ argument: DevToolsValue = .null) async throws(BrowserError)
        -> DevToolsValue
    {
        let tree = try await call("Page.getFrameTree")
        let frame = tree["frameTree"]?["frame"]?["id"] ?? .null
        let world = try await call("Page.createIsolatedWorld", ["frameId": frame, "worldName": "vonggac"])
        let answer = try await call(
            "Runtime.callFunctionOn",
            [
                "functionDeclaration": .string(function), "executionContextId": world["executionContextId"] ?? .null,
                "arguments": [["value": argument]], "returnByValue": true,
            ])
        guard answer["exceptionDetails"] == nil else { throw BrowserError(.badAnswer, "the page could not be read") }
        return answer["result"]?["value"] ?? .null
    }

    /// A picture of the window, PNG.
    package func screenshot() async throws(BrowserError) -> [UInt8] {
        let answer = try await call("Page.captureScreenshot", ["format": "png", "captureBeyondViewport": false])
        guard let bytes = answer["data"]?.text.flatMap(Base64.bytes) else {
            throw BrowserError(.badAnswer, "the browser gave no picture")
        }
        return bytes
    }

    /// Draws a frame around the smallest element that says this text, or leads to this host, and scrolls there.
    /// - Returns: false when the page has none with a place of its own; what is hidden is framed where it would stand.
    package func outline(text: String, host: String? = nil) async throws(BrowserError) -> Bool {
        let wanted: DevToolsValue = [
            "text": .string(String(text.prefix(400))), "host": host.map { .string($0) } ?? .null,
        ]
        return try await evaluateApart(PageScripts.outlining, wanted).bool ?? false
    }

    /// Bodies of all answers so far, within the caps, in the order in which they were asked for.
    package func responses(maxCount: Int = 100, maxBytes: Int = 4 << 20) async -> [PageResponse] {
        let state = log.now
        var kept: [PageResponse] = []
        var bytes = 0
        for id in state.order {
            guard kept.count < maxCount, let entry = state.entries[id], entry.hasAnswer else { continue }
            var response = PageResponse(url: entry.url, kind: entry.kind, status: entry.status, type: entry.type)
            let isText = entry.kind != "Image" && entry.kind != "Font" && entry.kind != "Media"
            if isText, entry.isDone, bytes < maxBytes,
                let answer = try? await bodyAnswer(id, session: entry.session), let text = answer["body"]?.text
            {
                let body = answer["base64Encoded"]?.bool == true ? Base64.bytes(text) ?? [] : Array(text.utf8)
                response.body = Array(body.prefix(maxBytes - bytes))
                response.isCut = response.body.count < body.count
                bytes += response.body.count
            } else {
                response.isCut = true
            }
            kept.append(response)
        }
        return kept
    }
}
