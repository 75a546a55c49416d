import Browser
import Fetching
import Foundation
import Markup
import Testing

/// `https` through the proxy's tunnel: the browser speaks TLS itself, to an address that the door has checked.
@Suite(.serialized) struct EncryptedTests {
    /// `openssl s_server` with a certificate that nobody trusts, serving the files of a folder.
    private static func withServer(_ files: [String: String], _ body: (UInt16) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("browser-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
        func start(_ arguments: [String], output: String) throws -> Process {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
            process.arguments = arguments
            process.currentDirectoryURL = folder
            let file = folder.appendingPathComponent(output)
            try Data().write(to: file)
            process.standardOutput = try FileHandle(forWritingTo: file)
            process.standardError = FileHandle.nullDevice
            process.standardInput = Pipe()
            try process.run()
            return process
        }
        try start(
            [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem", "-days", "2",
                "-subj", "/CN=portal.test",
            ], output: "req.txt"
        ).waitUntilExit()
        let server = try start(
            ["s_server", "-accept", "127.0.0.1:0", "-cert", "cert.pem", "-key", "key.pem", "-WWW"], output: "out.txt")
        defer {
            server.terminate()
            server.waitUntilExit()
        }
        var port: UInt16?
        for _ in 0..<200 where port == nil {
            try await Task.sleep(for: .milliseconds(50))
            let text = try String(contentsOf: folder.appendingPathComponent("out.txt"), encoding: .utf8)
            port = text.firstMatch(of: /ACCEPT [^\n]*:([0-9]+)\n/).flatMap { UInt16($0.1) }
        }
        try await body(try #require(port))
    }

    @Test func anEncryptedPageIsRenderedThoughNobodyTrustsItsCertificate() async throws {
        let files = [
            "trang.html": "<title>x</title><p id=p>trước</p><script src=a.js></script>",
            "a.js": "fetch('b.html').then(a=>a.text()).then(t=>p.textContent=t)", "b.html": "sau",
        ]
        try await Self.withServer(files) { port in
            try await Asked.withBrowser([port]) { browser in
                let url = try #require(WebURL("https://127.0.0.1:\(port)/trang.html"))
                let rendering = try await browser.render(RenderRequest(url: url, visit: Asked.visit(port)))
                #expect(rendering.page.visibleText == "sau")
                #expect(rendering.responses.map(\.url).contains("https://127.0.0.1:\(port)/b.html"))
                #expect(rendering.exchanges.isEmpty)
            }
            // The same address where the door does not open it.
            try await Asked.withBrowser([]) { browser in
                let url = try #require(WebURL("https://127.0.0.1:\(port)/trang.html"))
                await #expect(throws: BrowserError.self) {
                    _ = try await browser.render(RenderRequest(url: url, visit: Asked.visit(port)))
                }
            }
        }
    }
}
