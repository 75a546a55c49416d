import Browser
import Fetching
import Foundation
import Markup
import Testing

/// `https` through the proxy's tunnel: the browser speaks TLS itself, to an address that the door has checked.
@Suite(.serialized) struct EncryptedTests {
    /// A server with a certificate that nobody trusts, for the files of a folder.
    private static func withServer(_ files: [String: String], _ body: (UInt16) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("browser-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
        try start(
            [
                "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem",
                "-days", "2", "-subj", "/CN=portal.test",
            ], in: folder
        ).waitUntilExit()
        let server = try start(["python3", "-u", "-c", script], in: folder)
        defer {
            kill(server.processIdentifier, SIGKILL)
            server.waitUntilExit()
        }
        var port: UInt16?
        for _ in 0..<400 where port == nil {
            try await Task.sleep(for: .milliseconds(50))
            let text = try String(contentsOf: folder.appendingPathComponent("out.txt"), encoding: .utf8)
            port = text.firstMatch(of: /port ([0-9]+)\n/).flatMap { UInt16($0.1) }
        }
        try await body(try #require(port))
    }

    private static let script = """
        import http.server, ssl
        server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), http.server.SimpleHTTPRequestHandler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain('cert.pem', 'key.pem')
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        print('port', server.server_address[1])
        server.serve_forever()
        """

    private static func start(_ arguments: [String], in folder: URL) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        process.currentDirectoryURL = folder
        let file = folder.appendingPathComponent("out.txt")
        try Data().write(to: file)
        process.standardOutput = try FileHandle(forWritingTo: file)
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        return process
    }

    @Test func anEncryptedPageIsRenderedThoughNobodyTrustsItsCertificate() async throws {
        let files = [
            "trang.html": "<meta charset=utf-8><title>x</title><p id=p>trước</p><script src=a.js></script>",
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
