import Browser
import Foundation
import LoopbackServer
import Markup
import Synchronization
import Testing

/// What pages try, and what must not come of it.
@Suite(.serialized) struct ContainmentTests {
    /// Counts who knocks at an address of the loopback, IPv6 too.
    final class Listener: Sendable {
        let port: UInt16
        private let descriptor: Int32
        private let count = Atomic(0)

        init?(v6: Bool, port: UInt16 = 0) {
            let descriptor = socket(v6 ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var yes: Int32 = 1
            if v6 { setsockopt(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &yes, 4) }
            var four = sockaddr_in()
            four.sin_family = sa_family_t(AF_INET)
            four.sin_port = port.bigEndian
            four.sin_addr.s_addr = inet_addr("127.0.0.1")
            var six = sockaddr_in6()
            six.sin6_family = sa_family_t(AF_INET6)
            six.sin6_port = port.bigEndian
            six.sin6_addr = in6addr_loopback
            func listens<Place>(_ place: inout Place) -> Bool {
                var size = socklen_t(MemoryLayout<Place>.size)
                return withUnsafeMutablePointer(to: &place) { pointer in
                    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                        bind(descriptor, $0, size) == 0 && listen(descriptor, 64) == 0
                            && getsockname(descriptor, $0, &size) == 0
                    }
                }
            }
            guard v6 ? listens(&six) : listens(&four) else {
                close(descriptor)
                return nil
            }
            self.descriptor = descriptor
            self.port = UInt16(bigEndian: v6 ? six.sin6_port : four.sin_port)
            Thread.detachNewThread { [self] in
                while true {
                    let socket = accept(descriptor, nil, nil)
                    guard socket >= 0 else {
                        close(descriptor)
                        return
                    }
                    count.add(1, ordering: .relaxed)
                    close(socket)
                }
            }
        }

        var accepted: Int { count.load(ordering: .relaxed) }

        func stop() { shutdown(descriptor, Int32(SHUT_RDWR)) }
    }

    private static let ways: [String] = [
        #"<iframe src="URL"></iframe>"#, #"<img src="URL">"#, #"<script src="URL"></script>"#,
        #"<link rel=stylesheet href="URL">"#, #"<link rel=prefetch href="URL">"#,
        #"<link rel=preload as=fetch href="URL">"#,
        #"<link rel=preconnect href="URL">"#, #"<link rel=dns-prefetch href="URL">"#,
        #"<link rel=prerender href="URL">"#,
        #"<link rel=modulepreload href="URL">"#, #"<link rel=icon href="URL">"#, #"<link rel=manifest href="URL">"#,
        #"<script type=speculationrules>{"prerender":[{"urls":["URL"],"eagerness":"immediate"}],"prefetch":[{"urls":["URL"],"eagerness":"immediate"}]}</script>"#,
        #"<video src="URL" autoplay muted></video>"#, #"<object data="URL"></object>"#, #"<embed src="URL">"#,
        #"<script>fetch("URL",{mode:"no-cors"})</script>"#,
        #"<script>fetch("URL",{method:"POST",body:"x",mode:"no-cors"})</script>"#,
        #"<script>var x=new XMLHttpRequest();x.open("GET","URL");x.send()</script>"#,
        #"<script>new WebSocket("WSURL")</script>"#, #"<script>new EventSource("URL")</script>"#,
        #"<script>navigator.sendBeacon("URL","x")</script>"#, #"<script>window.open("URL")</script>"#,
        #"<script>location.href="URL"</script>"#, #"<script>setTimeout(()=>location.replace("URL"),300)</script>"#,
        #"<meta http-equiv=refresh content="0;url=URL">"#,
        #"<form id=f method=post action="URL"></form><script>f.submit()</script>"#,
        #"<a id=a href="URL" ping="URL">x</a><script>a.click()</script>"#,
        #"<script>new Worker(URL_.createObjectURL(new Blob(['importScripts("URL")']))) </script>"#,
        #"<script>new Worker(URL_.createObjectURL(new Blob(['fetch("URL",{mode:"no-cors"});new WebSocket("WSURL")']))) </script>"#,
        #"<script>try{new WebTransport("URL".replace("http:","https:"))}catch{}</script>"#,
        #"<script>try{let p=new RTCPeerConnection({iceServers:[{urls:"turn:HOST?transport=tcp",username:"a",credential:"b"}]});p.createDataChannel("x");p.createOffer().then(o=>p.setLocalDescription(o))}catch{}</script>"#,
        #"<iframe srcdoc='<script>fetch("URL",{mode:"no-cors"})</script>'></iframe>"#,
        #"<style>body{background:url("URL")}@import "URL";@font-face{font-family:x;src:url("URL")}body{font-family:x}</style>x"#,
        #"<svg><image href="URL"/><use href="URL#a"/></svg>"#,
        #"<iframe src="/weg"></iframe><img src="/weg"><script>fetch("/weg")</script>"#,
    ]

    private func page(_ way: String, to authority: String) -> String {
        "<!doctype html><title>x</title><body>"
            + way.replacingOccurrences(of: "URL_", with: "\u{1}").replacingOccurrences(
                of: "WSURL", with: "ws://\(authority)/"
            )
            .replacingOccurrences(of: "URL", with: "http://\(authority)/").replacingOccurrences(
                of: "HOST", with: authority
            )
            .replacingOccurrences(of: "\u{1}", with: "URL")
    }

    /// Every way to ask × every way to write the address, with a page that may load from its own server alone, and with one
    /// that only the door's guard holds.
    @Test(arguments: [false, true])
    func noConnectionReachesAForbiddenListener(isOpenPolicy: Bool) async throws {
        let four = try #require(Listener(v6: false))
        let six = Listener(v6: true, port: four.port)
        defer {
            four.stop()
            six?.stop()
        }
        if six == nil { print("no IPv6 loopback here: that listener is left out") }
        let port = four.port
        let authorities = [
            "127.0.0.1:\(port)", "localhost:\(port)", "xa.localhost:\(port)", "[::1]:\(port)", "127.1:\(port)",
            "2130706433:\(port)", "0x7f.1:\(port)", "[::ffff:127.0.0.1]:\(port)", "0.0.0.0:\(port)", "[::]:\(port)",
        ]
        let server = try RawServer { request in
            let parts = request.target.split(separator: "/").map(String.init)
            if request.target == "/weg" {
                return Asked.answer("", "Location: http://127.0.0.1:\(port)/\r\n", status: "302 Found")
            }
            guard parts.count == 2, parts[0] == "trang", let number = Int(parts[1]), number < authorities.count else {
                return Asked.answer("", status: "404 Not Found")
            }
            // All ways that leave the page standing together, so that a browser is asked for few pages.
            let together = Self.ways.filter { !Self.leads($0) }
            return Asked.answer(together.map { self.page($0, to: authorities[number]) }.joined())
        }
        let leading = try RawServer { request in
            let parts = request.target.split(separator: "/").compactMap { Int($0) }
            let ways = Self.ways.filter(Self.leads)
            guard parts.count == 2, parts[0] < ways.count, parts[1] < authorities.count else {
                return Asked.answer("", status: "404 Not Found")
            }
            return Asked.answer(self.page(ways[parts[0]], to: authorities[parts[1]]))
        }
        defer {
            server.stop()
            leading.stop()
        }
        try await Asked.withBrowser([server.port, leading.port]) { browser in
            func look(_ url: WebURL) async -> Rendering? {
                var visit = Asked.visit(url.port) {
                    // Some ways never end to load: a page is given the time in which all of them have begun.
                    $0.loadLimit = .seconds(Asked.isFull ? 20 : 4)
                    $0.settleLimit = .seconds(1)
                }
                if isOpenPolicy { visit.isServed = { _ in true } }
                return try? await browser.render(RenderRequest(url: url, visit: visit))
            }
            for number in authorities.indices {
                let rendering = await look(try Asked.url(server.port, "/trang/\(number)"))
                #expect(rendering != nil, "\(authorities[number])")
                #expect((rendering?.requests.count ?? 0) > 10, "\(authorities[number])")
            }
            let ways = Self.ways.filter(Self.leads)
            for way in ways.indices {
                for number in [0, 1, 3] { _ = await look(try Asked.url(leading.port, "/\(way)/\(number)")) }
            }
            // The address itself.
            for number in [0, 1, 3] {
                if let url = WebURL("http://\(authorities[number])/") { #expect(await look(url) == nil) }
            }
        }
        #expect(four.accepted == 0)
        #expect((six?.accepted ?? 0) == 0)
    }

    /// The page is replaced, or tries to be.
    private static func leads(_ way: String) -> Bool {
        way.contains("location.") || way.contains("refresh") || way.contains("submit") || way.contains("click()")
    }

    @Test func whereAPageWouldLeadIsToldAndThePageStands() async throws {
        let server = try Asked.server([
            "/": "<p>đang đứng</p><script>setTimeout(()=>location='https://tai-xiu-88.example/vao',500)</script>",
            "/anh":
                "<p>ảnh</p><script>new Image().src='https://ban-88.example/b.gif';window.open('https://mo-88.example/')</script>",
        ])
        defer { server.stop() }
        try await Asked.withBrowser([server.port]) { browser in
            let led = try await browser.render(
                RenderRequest(url: try Asked.url(server.port, "/"), visit: Asked.visit(server.port)))
            #expect(led.ledAway == ["https://tai-xiu-88.example/vao"])
            #expect(led.page.visibleText == "đang đứng")
            let asked = try await browser.render(
                RenderRequest(url: try Asked.url(server.port, "/anh"), visit: Asked.visit(server.port)))
            let refused = asked.requests.filter(\.isRefused).map(\.url)
            #expect(refused.contains("https://ban-88.example/b.gif"))
            #expect(refused.contains("https://mo-88.example/"), "\(refused)")
        }
    }

    @Test func onlyGetGoesOut() async throws {
        let server = try Asked.server([
            "/": "<p>x</p><script>fetch('/a',{method:'POST',body:'1'});fetch('/b',{method:'DELETE'});"
                + "navigator.sendBeacon('/c','x');fetch('/d')</script>"
        ])
        defer { server.stop() }
        try await Asked.withBrowser([server.port]) { browser in
            _ = try await browser.render(
                RenderRequest(url: try Asked.url(server.port, "/"), visit: Asked.visit(server.port)))
        }
        let methods = Set(server.requests.compactMap { $0.split(separator: " ").first })
        #expect(methods == ["GET"])
        #expect(server.requests.contains { $0.target == "/d" })
    }

    @Test func theSandboxHoldsEveryPagesProcessAndNothingRunsAsRoot() async throws {
        let server = try Asked.server(["/": "<p>x</p>"])
        defer { server.stop() }
        try await Asked.withBrowser([server.port]) { browser in
            try await browser.withPage(Asked.visit(server.port)) { page in
                try await page.navigate(to: try Asked.url(server.port, "/"))
                let group = try #require(browser.processID)
                let members = Processes.members(of: group)
                #expect(members.count > 3)
                #expect(members.allSatisfy { $0.user != 0 })
                let renderers = members.filter { $0.command.contains("--type=renderer") }
                #expect(!renderers.isEmpty)
                for renderer in renderers {
                    #expect(renderer.status.contains("Seccomp:\t2"), "\(renderer.command.prefix(80))")
                    // A process tree of its own: the sandbox's, by name spaces.
                    let own = renderer.status.split(separator: "\n").first { $0.hasPrefix("NSpid:") } ?? ""
                    #expect(own.split(separator: "\t").count > 2, "\(own)")
                }
                #expect(members.allSatisfy { !$0.command.contains("--no-sandbox") })
            }
        }
    }

    @Test func dialogsAreClosedAndDownloadsRefused() async throws {
        let server = try RawServer { request in
            switch request.target {
            case "/tai":
                Asked.answer("bytes", "Content-Disposition: attachment; filename=a.bin\r\n", type: "application/x-a")
            default:
                Asked.answer(
                    "<p id=p>a</p><script>alert(1);p.textContent='b'+confirm('c')+prompt('d');"
                        + "let a=document.createElement('a');a.href='/tai';a.download='a';document.body.append(a);a.click()</script>"
                )
            }
        }
        defer { server.stop() }
        try await Asked.withBrowser([server.port]) { browser in
            let rendering = try await browser.render(
                RenderRequest(url: try Asked.url(server.port, "/"), visit: Asked.visit(server.port)))
            #expect(rendering.page.visibleText == "bfalsenull")
            #expect(rendering.dialogCount == 3)
            await #expect(throws: BrowserError.self) {
                _ = try await browser.render(
                    RenderRequest(url: try Asked.url(server.port, "/tai"), visit: Asked.visit(server.port)))
            }
        }
    }
}

/// Processes of a group, as /proc tells.
enum Processes {
    struct Member {
        var pid: Int32
        var user: UInt32
        var command: String
        var status: String
    }

    static func members(of group: Int32) -> [Member] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.compactMap { pid in
            guard getpgid(pid) == group,
                let status = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8),
                !status.contains("State:\tZ")
            else { return nil }
            let command = (try? String(contentsOfFile: "/proc/\(pid)/cmdline", encoding: .utf8)) ?? ""
            let user = status.firstMatch(of: /Uid:\s+([0-9]+)/).flatMap { UInt32($0.1) } ?? 0
            return Member(pid: pid, user: user, command: command.replacing("\0", with: " "), status: status)
        }
    }
}
