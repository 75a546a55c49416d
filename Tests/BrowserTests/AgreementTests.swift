import Browser
import Fetching
import Foundation
import Markup
import StagedPortal
import Testing

/// The text of rendered pages against that of the same pages by `chromium --dump-dom`: another way through the same browser,
/// without our proxy, our reading, and our budgets.
@Suite(.serialized) struct AgreementTests {
    private static let wanted = Asked.isFull ? 500 : 40
    private static let resources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Resources").path

    /// Pages that say the same in every answer, half of them planted or scripted.
    private func paths(_ portal: DemoPortal, _ count: Int) -> [String] {
        let planted = portal.truth.filter { $0.family != .redirect && $0.visit == 1 && $0.technique.contains("-") }
            .map(\.path)
        let scripted = planted.filter { path in
            isSteady(portal, path) && body(portal, path).contains("<script>")
        }
        let honest = portal.honestPages.filter { isSteady(portal, $0) }
        let front = Array(scripted.prefix(count / 2))
        return front + honest.prefix(count - front.count)
    }

    private func body(_ portal: DemoPortal, _ path: String) -> String {
        String(decoding: portal.answer(request(path, 0)).plain.bytes ?? [], as: UTF8.self)
    }

    private func request(_ path: String, _ ordinal: UInt64) -> PortalRequest {
        PortalRequest(target: path, userAgent: "Mozilla/5.0 (kiem-tra)", ordinal: ordinal)
    }

    private func isSteady(_ portal: DemoPortal, _ path: String) -> Bool {
        let first = portal.answer(request(path, 0))
        guard first.status == 200, first.wire == .normal, first.field("Content-Type")?.hasPrefix("text/html") == true,
            let bytes = first.plain.bytes, bytes.count < 1 << 20, !path.contains("?")
        else { return false }
        return portal.answer(request(path, 91)).plain == first.plain
    }

    @Test func theTextOfRenderedPagesIsThatOfDumpDom() async throws {
        let material = try Material(resources: Self.resources)
        var (agreeing, count) = (0, 0)
        var differing: [String] = []
        var times: [Duration] = []
        var peak = ProcessUsage()
        var seed: UInt64 = 1
        while count < Self.wanted {
            let portal = DemoPortal(
                PortalOptions(seed: seed, isFull: seed == 1, hasBurdens: false, maxDoorways: 5), material: material)
            seed += 1
            let server = try await PortalServer(portal, host: "127.0.0.1", port: 0)
            let port = try #require(UInt16(server.baseURL.split(separator: ":").last ?? ""))
            let paths = paths(portal, min(Self.wanted - count, 100))
            count += paths.count
            try await Asked.withBrowser([port]) { browser in
                for path in paths {
                    let rendering = try await browser.render(
                        RenderRequest(url: try Asked.url(port, path), visit: Asked.visit(port)))
                    times.append(rendering.took)
                    let own = Self.text(String(decoding: rendering.page.html, as: UTF8.self))
                    let dumped = Self.text(try DumpDOM.run("http://127.0.0.1:\(port)\(path)"))
                    if own == dumped, !own.isEmpty || body(portal, path).contains("id=\"root\"") {
                        agreeing += 1
                    } else {
                        differing.append("\(path): \(Self.difference(own, dumped))")
                    }
                }
                let most = browser.peak
                peak.memoryBytes = max(peak.memoryBytes, most.memoryBytes)
                peak.processCount = max(peak.processCount, most.processCount)
            }
            await server.stop()
        }
        times.sort()
        let mean = times.reduce(.zero, +) / max(1, times.count)
        print(
            "\(agreeing) of \(count) pages agree with --dump-dom; a page takes \(mean) at the mean,",
            "\(times[times.count / 2]) at the median, \(times[times.count * 95 / 100]) at the 95th percentile;",
            "memory at the most \(peak.memoryBytes >> 20) MB in \(peak.processCount) processes")
        #expect(count >= Self.wanted)
        #expect(differing.isEmpty, "\(differing.prefix(20).joined(separator: "\n"))")
    }

    /// What stands between tags, scripts and styles left out; sections that our reading adds behind the document too.
    private static func text(_ html: String) -> String {
        var html = html
        if let end = html.range(of: "</html>") { html = String(html[..<end.upperBound]) }
        for name in ["script", "style", "noscript"] {
            while let start = html.range(of: "<\(name)[ >]", options: [.regularExpression, .caseInsensitive]),
                let end = html.range(
                    of: "</\(name)>", options: .caseInsensitive, range: start.upperBound..<html.endIndex)
            {
                html.removeSubrange(start.lowerBound..<end.upperBound)
            }
        }
        return html.replacingOccurrences(of: "<[^>]*>", with: " ", options: .regularExpression)
            // Some pages show the time of day.
            .replacingOccurrences(of: "[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?", with: "…", options: .regularExpression)
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static func difference(_ left: String, _ right: String) -> String {
        let common = left.commonPrefix(with: right).count
        return
            "«\(left.dropFirst(max(0, common - 20)).prefix(80))» «\(right.dropFirst(max(0, common - 20)).prefix(80))»"
    }
}

/// `chromium --dump-dom`, as an ordinary user.
enum DumpDOM {
    static func run(_ url: String) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("dump-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let process = Process()
        let isRoot = geteuid() == 0
        if isRoot { chmod(folder.path, 0o777) }
        process.executableURL = URL(fileURLWithPath: isRoot ? "/usr/bin/setpriv" : "/usr/bin/env")
        process.arguments =
            (isRoot ? ["--reuid", "nobody", "--regid", "nogroup", "--clear-groups"] : []) + [
                "/usr/lib/chromium/chromium", "--headless", "--disable-gpu", "--disable-dev-shm-usage",
                "--user-data-dir=\(folder.path)/p", "--user-agent=Mozilla/5.0 (kiem-tra)", "--window-size=1280,960",
                "--disable-background-networking", "--disable-features=HttpsUpgrades", "--virtual-time-budget=8000",
                "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1", "--dump-dom", url,
            ]
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": folder.path, "DBUS_SESSION_BUS_ADDRESS": "disabled:"]
        let output = folder.appendingPathComponent("out")
        try Data().write(to: output)
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return String(decoding: try Data(contentsOf: output), as: UTF8.self)
    }
}
