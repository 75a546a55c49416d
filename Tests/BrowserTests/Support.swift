import Browser
import Fetching
import Foundation
import LoopbackServer
import Markup

/// Chromium as the tests ask it, with our proxy before servers of the loopback.
enum Asked {
    static let profile = VisitorProfile(
        name: "visitor",
        fields: [.init("User-Agent", "Mozilla/5.0 (kiem-tra)"), .init("Accept-Language", "vi-VN,vi;q=0.9")])

    /// `VONGGAC_FULL=1`: as many as the claim says, instead of as many as every change can wait for.
    static let isFull = ProcessInfo.processInfo.environment["VONGGAC_FULL"] == "1"

    static func visit(_ port: UInt16, _ change: (inout PageVisit) -> Void = { _ in }) -> PageVisit {
        var visit = PageVisit(profile: profile) { $0.host == "127.0.0.1" && $0.port == port }
        // What is tried is not how fast a crowded machine is.
        visit.loadLimit = .seconds(60)
        change(&visit)
        return visit
    }

    /// A door that opens these ports of the loopback and nothing else that is internal.
    static func door(_ ports: [UInt16]) throws -> HostileDoor {
        var configuration = HostileDoorConfiguration()
        configuration.requestsPerSecondPerHost = nil
        configuration.requestsPerSecondPerAddress = nil
        configuration.maxConnectionsPerHost = 16
        configuration.backOff = .none
        configuration.allowedAddresses = ports.compactMap { AddressOpening("127.0.0.1:\($0)") }
        // Nobody answers there: no test asks the world for a name.
        configuration.resolver = Endpoint("127.0.0.1:9")
        return try HostileDoor(configuration)
    }

    /// Lends a browser whose pages may come from `ports`.
    static func withBrowser<Value: Sendable>(
        _ ports: [UInt16], _ configuration: BrowserConfiguration = BrowserConfiguration(),
        _ body: (Browser) async throws -> Value
    ) async throws -> Value {
        let door = try door(ports)
        let browser: Browser
        do {
            browser = try await Browser.start(configuration, upstream: door)
        } catch {
            await door.close()
            throw error
        }
        do {
            let value = try await body(browser)
            await browser.close()
            await door.close()
            return value
        } catch {
            await browser.close()
            await door.close()
            throw error
        }
    }

    static func url(_ port: UInt16, _ path: String) throws -> WebURL {
        guard let url = WebURL("http://127.0.0.1:\(port)\(path)") else { throw POSIXError(.EINVAL) }
        return url
    }

    static func answer(_ body: String, _ fields: String = "", status: String = "200 OK", type: String = "text/html")
        -> [UInt8]
    {
        Array(
            "HTTP/1.1 \(status)\r\nContent-Type: \(type); charset=utf-8\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
                .utf8)
    }

    /// A server of pages by their path; `.json` and `.js` have their own type.
    static func server(_ pages: [String: String]) throws -> RawServer {
        try RawServer { request in
            let path = request.target.prefix { $0 != "?" }
            guard let body = pages[String(path)] else { return answer("không có", status: "404 Not Found") }
            let type =
                path.hasSuffix(".json") ? "application/json" : path.hasSuffix(".js") ? "text/javascript" : "text/html"
            return answer(body, type: type)
        }
    }
}
