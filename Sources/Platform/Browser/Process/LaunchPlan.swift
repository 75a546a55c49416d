import Glibc

/// How the browser is started: as whom, with which folder, which switches.
///
/// Its own sandbox is always on: there is no way to start it without. It needs user namespaces for ordinary users, or the
/// set-uid helper of Debian's package `chromium-sandbox`.
struct LaunchPlan {
    let arguments: [String]
    let environment: [String]

    /// - Parameters:
    ///   - folder: the browser's own.
    ///   - proxyPort: of the proxy that refuses everything; pages have their own.
    /// - Throws: `missing`, `notStarted`.
    init(_ configuration: BrowserConfiguration, folder: String, proxyPort: Int) throws(BrowserError) {
        let program = try configuration.executable()
        let helper = "/usr/bin/setpriv"
        guard access(helper, X_OK) == 0 else {
            throw BrowserError(.notStarted, "setpriv is not installed (apt-get install util-linux)")
        }
        // The kernel ends the browser with the thread that started it.
        var arguments = [helper, "--pdeathsig", "KILL"]
        if geteuid() == 0, let account = getpwnam(configuration.account) {
            arguments += [
                "--reuid", "\(account.pointee.pw_uid)", "--regid", "\(account.pointee.pw_gid)", "--clear-groups",
            ]
        }
        arguments += ["--", program, "--user-data-dir=\(folder)/profile"]
        arguments += ["--proxy-server=http://127.0.0.1:\(proxyPort)", "--proxy-bypass-list=<-loopback>"]
        arguments += ["--js-flags=--max-old-space-size=\(configuration.scriptHeapMegabytes)"]
        self.arguments = arguments + Self.switches
        environment = [
            "PATH=/usr/bin:/bin", "HOME=\(folder)", "TMPDIR=\(folder)", "LANG=vi_VN.UTF-8",
            "XDG_CONFIG_HOME=\(folder)", "XDG_CACHE_HOME=\(folder)", "XDG_RUNTIME_DIR=\(folder)",
            "DBUS_SESSION_BUS_ADDRESS=disabled:", "DBUS_SYSTEM_BUS_ADDRESS=disabled:",
        ]
    }

    private static let switches = [
        "--headless", "--remote-debugging-pipe", "--no-first-run", "--no-default-browser-check", "--noerrdialogs",
        // Nothing goes out but what pages ask for.
        "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--disable-default-apps", "--disable-extensions", "--disable-domain-reliability", "--no-pings",
        "--disable-client-side-phishing-detection", "--disable-breakpad", "--disable-crash-reporter",
        "--disable-field-trial-config", "--disable-component-extensions-with-background-pages",
        "--disable-search-engine-choice-screen", "--dns-over-https-mode=off", "--metrics-recording-only",
        // No name is resolved here; the proxy is an address.
        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
        "--webrtc-ip-handling-policy=disable_non_proxied_udp", "--force-webrtc-ip-handling-policy",
        // Nothing is opened, asked, played or kept.
        "--block-new-web-contents", "--deny-permission-prompts", "--disable-notifications", "--mute-audio",
        "--disable-speech-api", "--disable-print-preview", "--autoplay-policy=user-gesture-required",
        "--password-store=basic", "--disable-back-forward-cache", "--hide-scrollbars",
        // No graphics card, and none drawn by software for scripts.
        "--disable-gpu", "--disable-software-rasterizer", "--disable-3d-apis", "--renderer-process-limit=6",
        "--disable-dev-shm-usage",
        "--disable-features=" + disabledFeatures.joined(separator: ","),
        "about:blank",
    ]

    private static let disabledFeatures = [
        "Prerender2", "SpeculationRulesPrefetchFuture", "LoadingPredictorUseOptimizationGuide", "OptimizationHints",
        "Translate", "MediaRouter", "DialMediaRouteProvider", "HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable",
        "CertificateTransparencyComponentUpdater", "AutofillServerCommunication", "NetworkTimeServiceQuerying",
        "InterestFeedContentSuggestions", "SpareRendererForSitePerProcess", "LocalNetworkAccessChecks",
        "PasswordLeakDetection", "WebPayments", "WebTransport", "BackForwardCache", "GlobalMediaControls",
        "PreconnectToSearch", "NavigationPredictor",
        // Two processes for the address bar of every window that nobody sees.
        "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup", "OmniboxAimPopup",
    ]
}
