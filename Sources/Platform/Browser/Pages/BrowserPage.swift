import Fetching

/// One open page in a context of its own: no cookie, cache or permission is shared with another.
package final class BrowserPage: Sendable {
    private let connection: DevToolsConnection
    private let context: String
    private let target: String
    let session: String
    private let proxy: PageProxy
    let log: PageLog
    package let visit: PageVisit

    /// For one call of the protocol that is not about loading.
    static let callLimit = Duration.seconds(10)

    private init(
        _ connection: DevToolsConnection, context: String, target: String, session: String, proxy: PageProxy,
        log: PageLog, visit: PageVisit
    ) {
        self.connection = connection
        self.context = context
        self.target = target
        self.session = session
        self.proxy = proxy
        self.log = log
        self.visit = visit
    }

    /// - Throws: what the browser's end throws; `badAnswer`, `tooSlow`.
    static func open(
        _ connection: DevToolsConnection, proxy: PageProxy, secret: String, visit: PageVisit
    ) async throws(BrowserError) -> BrowserPage {
        let context = try await text(
            "browserContextId",
            connection.call(
                "Target.createBrowserContext",
                [
                    "disposeOnDetach": true, "proxyServer": .string("http://127.0.0.1:\(proxy.port)"),
                    "proxyBypassList": .string((["<-loopback>"] + visit.ownServers).joined(separator: ";")),
                ], within: callLimit))
        do throws(BrowserError) {
            try await connection.call(
                "Browser.setDownloadBehavior",
                ["behavior": "deny", "browserContextId": .string(context), "eventsEnabled": true], within: callLimit)
            let target = try await text(
                "targetId",
                connection.call(
                    "Target.createTarget",
                    [
                        "url": "about:blank", "browserContextId": .string(context),
                        "width": .number(Double(visit.viewport.width)),
                        "height": .number(Double(visit.viewport.height)),
                    ], within: callLimit))
            let session = try await text(
                "sessionId",
                connection.call(
                    "Target.attachToTarget", ["targetId": .string(target), "flatten": true], within: callLimit))
            let page = BrowserPage(
                connection, context: context, target: target, session: session, proxy: proxy, log: PageLog(),
                visit: visit)
            let events = PageEvents(
                connection: connection, log: page.log, secret: secret, targetID: target, visit: visit)
            connection.listen(session: session) { events.take($0, $1, session: session) }
            try await page.prepare()
            return page
        } catch {
            connection.tell("Target.disposeBrowserContext", ["browserContextId": .string(context)], session: nil)
            throw error
        }
    }

    private static func text(_ name: String, _ answer: DevToolsValue) throws(BrowserError) -> String {
        guard let text = answer[name]?.text else { throw BrowserError(.badAnswer, "the browser names no \(name)") }
        return text
    }

    private func prepare() async throws(BrowserError) {
        try await call("Page.enable")
        for (method, parameters) in PageEvents.rules { try await call(method, parameters) }
        try await call("Security.setIgnoreCertificateErrors", ["ignore": true])
        // What could go around the proxy, or outlive the page, is not there.
        try await call("Page.addScriptToEvaluateOnNewDocument", ["source": .string(Self.withdrawal)])
        if let agent = visit.userAgent {
            var identity: [String: DevToolsValue] = ["userAgent": .string(agent)]
            if let language = visit.acceptLanguage { identity["acceptLanguage"] = .string(language) }
            try await call("Emulation.setUserAgentOverride", .object(identity))
        }
        try await setViewport(visit.viewport)
    }

    private static let withdrawal = """
        for (const name of ['RTCPeerConnection','webkitRTCPeerConnection','RTCDataChannel','WebTransport',
          'SharedWorker']) { try { delete globalThis[name]; } catch {} }
        try { delete Navigator.prototype.serviceWorker; } catch {}
        """

    /// Ends the page and forgets all that it kept.
    func close() async {
        connection.listen(session: session, nil)
        _ = try? await connection.call(
            "Target.disposeBrowserContext", ["browserContextId": .string(context)], within: Self.callLimit)
    }

    /// Calls a method of the protocol in the page's session.
    /// - Throws: `crashed` when the page's process is gone, and what `DevToolsConnection.call` throws.
    @discardableResult
    package func call(
        _ method: String, _ parameters: DevToolsValue = [:], within limit: Duration = callLimit
    ) async throws(BrowserError) -> DevToolsValue {
        guard !log.now.hasCrashed else { throw BrowserError(.crashed, "the page's process ended") }
        return try await connection.call(method, parameters, session: session, within: limit)
    }

    func tell(_ method: String, _ parameters: DevToolsValue, session: String) {
        connection.tell(method, parameters, session: session)
    }

    func bodyAnswer(_ id: String, session: String) async throws(BrowserError) -> DevToolsValue {
        try await connection.call(
            "Network.getResponseBody", ["requestId": .string(id)], session: session, within: Self.callLimit)
    }

    // MARK: what the page did

    /// What its proxy let through and refused.
    package var proxyReport: ProxyReport { proxy.log.report }
    /// All that it asked for, refused or not.
    package var requests: [PageRequest] { log.now.requests }
    package var dialogCount: Int { log.now.dialogCount }
    package var downloadCount: Int { log.now.downloadCount }
    /// Requests that were refused because they were neither GET nor HEAD.
    package var refusedMethodCount: Int { log.now.refusedMethodCount }
    /// Addresses out of what it may load that it tried to become.
    package var ledAway: [String] { log.now.ledAway }

    // MARK: what a person does

    /// The window's size; a phone has touch and the scale of one.
    package func setViewport(_ viewport: PageVisit.Viewport) async throws(BrowserError) {
        try await call(
            "Emulation.setDeviceMetricsOverride",
            [
                "width": .number(Double(viewport.width)), "height": .number(Double(viewport.height)),
                "deviceScaleFactor": 1, "mobile": .bool(viewport.isPhone),
            ])
        try await call("Emulation.setTouchEmulationEnabled", ["enabled": .bool(viewport.isPhone)])
    }

    /// Presses the left button over the middle of the first element that the selector finds.
    /// - Throws: `badAnswer` when there is none.
    package func click(_ selector: String) async throws(BrowserError) {
        let quoted = DevToolsValue.string(selector).json
        let place = try await evaluate(
            """
            (() => { const e = document.querySelector(\(String(decoding: quoted, as: UTF8.self))); if (!e) return null;
            e.scrollIntoView({block: 'center'}); const r = e.getBoundingClientRect();
            return [r.left + r.width / 2, r.top + r.height / 2]; })()
            """)
        guard let x = place.list?.first?.double, let y = place.list?.last?.double else {
            throw BrowserError(.badAnswer, "nothing on the page is called that")
        }
        for kind in ["mousePressed", "mouseReleased"] {
            try await call(
                "Input.dispatchMouseEvent",
                [
                    "type": .string(kind), "x": .number(x), "y": .number(y), "button": "left", "clickCount": 1,
                ])
        }
    }

    /// Types text where the cursor is.
    package func type(_ text: String) async throws(BrowserError) {
        try await call("Input.insertText", ["text": .string(text)])
    }

    /// Presses a key by its name: `Enter`, `Tab`, `Escape`, `ArrowDown`, …
    package func press(_ key: String) async throws(BrowserError) {
        let codes = ["Enter": 13, "Tab": 9, "Escape": 27, "Backspace": 8, "ArrowDown": 40, "ArrowUp": 38, " ": 32]
        let code = DevToolsValue.number(Double(codes[key] ?? 0))
        for kind in ["keyDown", "keyUp"] {
            var event: [String: DevToolsValue] = [
                "type": .string(kind), "key": .string(key), "code": .string(key == " " ? "Space" : key),
                "windowsVirtualKeyCode": code,
            ]
            if key == "Enter", kind == "keyDown" { event["text"] = "\r" }
            if key == " ", kind == "keyDown" { event["text"] = " " }
            try await call("Input.dispatchKeyEvent", .object(event))
        }
    }

    /// The value of an expression in the page's own world, promises waited for; `null` for what is no JSON.
    /// - Throws: `badAnswer` when the script throws.
    @discardableResult
    package func evaluate(_ expression: String) async throws(BrowserError) -> DevToolsValue {
        let answer = try await call(
            "Runtime.evaluate",
            ["expression": .string(expression), "returnByValue": true, "awaitPromise": true, "userGesture": true])
        if let details = answer["exceptionDetails"] {
            let text = details["exception"]?["description"]?.text ?? details["text"]?.text ?? ""
            throw BrowserError(.badAnswer, "the script failed: \(text.prefix(200))")
        }
        return answer["result"]?["value"] ?? .null
    }
}
