import Markup

/// Answers the events of one page: decides about each request, closes dialogs, notes what was asked for. Runs on the pipe's
/// thread and waits for nothing.
struct PageEvents: Sendable {
    let connection: DevToolsConnection
    let log: PageLog
    let secret: String
    let targetID: String
    let visit: PageVisit

    static let maxURLBytes = 4_096

    func take(_ method: String, _ event: DevToolsValue, session: String) {
        switch method {
        case "Fetch.requestPaused": decide(event, session)
        case "Fetch.authRequired": authorise(event, session)
        case "Network.requestWillBeSent": begin(event, session)
        case "Network.responseReceived":
            log.answered(
                event["requestId"]?.text ?? "", status: event["response"]?["status"]?.int ?? 0,
                type: event["response"]?["mimeType"]?.text ?? "")
        case "Network.loadingFinished", "Network.loadingFailed": log.end(event["requestId"]?.text ?? "")
        case "Network.webSocketCreated": note(event["url"], "WebSocket", isRefused: !isServed(event["url"]))
        case "Page.windowOpen": note(event["url"], "Popup", isRefused: true)
        case "Page.downloadWillBegin":
            note(event["url"], "Download", isRefused: true)
            log.change { $0.downloadCount += 1 }
        case "Page.javascriptDialogOpening":
            log.change { $0.dialogCount += 1 }
            connection.tell("Page.handleJavaScriptDialog", ["accept": false], session: session)
        case "Page.loadEventFired": log.change { $0.isLoaded = true }
        case "Emulation.virtualTimeBudgetExpired": log.change { $0.isTimeSpent = true }
        case "Inspector.targetCrashed", "Target.targetCrashed": log.change { $0.hasCrashed = true }
        case "Target.attachedToTarget": attach(event)
        case "Target.detachedFromTarget":
            if let child = event["sessionId"]?.text { connection.listen(session: child, nil) }
        default: break
        }
    }

    /// Frames of other sites and workers have sessions of their own, which are held until the same rules stand in them.
    private func attach(_ event: DevToolsValue) {
        guard let child = event["sessionId"]?.text else { return }
        connection.listen(session: child) { method, event in take(method, event, session: child) }
        for (method, parameters) in Self.rules { connection.tell(method, parameters, session: child) }
        connection.tell("Runtime.runIfWaitingForDebugger", session: child)
    }

    /// What every session of a page is told before it begins.
    static let rules: [(method: String, parameters: DevToolsValue)] = [
        ("Network.enable", ["maxTotalBufferSize": 16_777_216, "maxResourceBufferSize": 4_194_304]),
        ("Network.setBypassServiceWorker", ["bypass": true]),
        ("Fetch.enable", ["patterns": [["urlPattern": "*"]], "handleAuthRequests": true]),
        ("Target.setAutoAttach", ["autoAttach": true, "waitForDebuggerOnStart": true, "flatten": true]),
    ]

    // MARK: requests

    private func decide(_ event: DevToolsValue, _ session: String) {
        let id = event["requestId"] ?? .null
        let kind = event["resourceType"]?.text ?? "Other"
        let isMain = kind == "Document" && event["frameId"]?.text == targetID
        let url = event["request"]?["url"]
        guard event["responseStatusCode"] == nil, event["responseErrorReason"] == nil else {
            return connection.tell("Fetch.continueRequest", ["requestId": id], session: session)
        }
        // Nobody sees the picture of a tab.
        if kind == "Other", url?.text?.hasSuffix("/favicon.ico") == true {
            return connection.tell(
                "Fetch.failRequest", ["requestId": id, "errorReason": "BlockedByClient"], session: session)
        }
        var isAllowed = isServed(url) && kind != "Media"
        let method = event["request"]?["method"]?.text ?? ""
        if visit.ownServers.isEmpty, method != "GET", method != "HEAD" {
            isAllowed = false
            log.change { $0.refusedMethodCount += 1 }
        }
        if isMain {
            log.change { state in
                state.navigationCount += 1
                if state.navigationCount > visit.maxNavigations + 1 { isAllowed = false }
                if !isAllowed, let text = url?.text, state.ledAway.count < 16 {
                    state.ledAway.append(String(text.prefix(Self.maxURLBytes)))
                }
            }
        }
        note(url, kind, isMainFrame: isMain, isRefused: !isAllowed)
        guard isAllowed else {
            // A navigation that is broken off leaves the page as it stands.
            let reason: DevToolsValue = kind == "Document" ? "Aborted" : "BlockedByClient"
            return connection.tell("Fetch.failRequest", ["requestId": id, "errorReason": reason], session: session)
        }
        connection.tell("Fetch.continueRequest", ["requestId": id], session: session)
    }

    private func isServed(_ url: DevToolsValue?) -> Bool {
        guard let text = url?.text else { return false }
        if text.hasPrefix("data:") || text.hasPrefix("blob:") { return true }
        // The guard's own reading of sockets is that of pages.
        let plain = text.hasPrefix("ws") ? "http" + text.dropFirst(2) : text
        return WebURL(plain).map(visit.isServed) ?? false
    }

    /// The proxy of this page knows its secret; a page's own questions for a password are left without one.
    private func authorise(_ event: DevToolsValue, _ session: String) {
        let id = event["requestId"]?.text ?? ""
        var isProxy = event["authChallenge"]?["source"]?.text == "Proxy"
        log.change { state in
            state.authorisations[id, default: 0] += 1
            if state.authorisations[id, default: 0] > 2 { isProxy = false }
        }
        let answer: DevToolsValue =
            isProxy
            ? ["response": "ProvideCredentials", "username": .string(PageProxy.userName), "password": .string(secret)]
            : ["response": "CancelAuth"]
        connection.tell(
            "Fetch.continueWithAuth", ["requestId": .string(id), "authChallengeResponse": answer], session: session)
    }

    private func begin(_ event: DevToolsValue, _ session: String) {
        guard let id = event["requestId"]?.text, let url = event["request"]?["url"]?.text else { return }
        let kind = event["type"]?.text ?? "Other"
        guard !url.hasPrefix("data:"), !url.hasPrefix("blob:"), url != "about:blank" else { return }
        let isMain = kind == "Document" && event["frameId"]?.text == targetID
        note(.string(url), kind, isMainFrame: isMain, isRefused: false)
        log.begin(id, .init(session: session, kind: kind, url: String(url.prefix(Self.maxURLBytes))))
    }

    private func note(_ url: DevToolsValue?, _ kind: String, isMainFrame: Bool = false, isRefused: Bool) {
        guard let text = url?.text, !text.hasPrefix("data:"), !text.hasPrefix("blob:") else { return }
        log.note(
            PageRequest(
                url: String(text.prefix(Self.maxURLBytes)), kind: kind, isMainFrame: isMainFrame, isRefused: isRefused))
    }
}
