import Browser
import Foundation
import Glibc
import LoopbackServer
import Markup
import Testing

/// What a browser may take, and that nothing of it stays.
@Suite(.serialized) struct LifeTests {
    private static let pages = [
        "/": "<p>còn sống</p>",
        "/vong-lap": "<p>a</p><script>setTimeout(()=>{for(;;);},100)</script>",
        "/vong-lap-ngay": "<p>a</p><script>for(;;);</script>",
        "/day":
            "<script>const a=[];setInterval(()=>{for(let i=0;i<8;i++)a.push(new Uint8Array(2e7).fill(7))},5)</script>",
        "/mo": "<p>mở</p><img src=/cham><script>1</script>",
    ]

    @Test func aPageThatTakesTooMuchMemoryEndsTheBrowserAndTheNextHasAnother() async throws {
        let server = try Asked.server(Self.pages)
        defer { server.stop() }
        var configuration = BrowserConfiguration()
        configuration.maxMemoryBytes = 700 << 20
        configuration.measureInterval = .milliseconds(50)
        try await Asked.withBrowser([server.port], configuration) { browser in
            do {
                _ = try await browser.render(
                    RenderRequest(url: try Asked.url(server.port, "/day"), visit: Asked.visit(server.port)))
                Issue.record("it was rendered")
            } catch let error as BrowserError {
                #expect(error.code == .tooLarge, "\(error)")
            }
            let next = try await browser.render(
                RenderRequest(url: try Asked.url(server.port, "/"), visit: Asked.visit(server.port)))
            #expect(next.page.visibleText == "còn sống")
            #expect(browser.launchCount > 1)
        }
    }

    @Test(arguments: ["/vong-lap", "/vong-lap-ngay"])
    func scriptsThatNeverEndAreLeftBehindInTime(path: String) async throws {
        let server = try Asked.server(Self.pages)
        defer { server.stop() }
        try await Asked.withBrowser([server.port]) { browser in
            await #expect(throws: BrowserError.self) {
                _ = try await browser.render(
                    RenderRequest(
                        url: try Asked.url(server.port, path),
                        visit: Asked.visit(server.port) {
                            $0.loadLimit = .seconds(3)
                            $0.settleLimit = .seconds(1)
                        }))
            }
            let next = try await browser.render(
                RenderRequest(url: try Asked.url(server.port, "/"), visit: Asked.visit(server.port)))
            #expect(next.page.visibleText == "còn sống")
        }
    }

    @Test func aPageThatGoesOnLoadingIsReadAsItStands() async throws {
        let server = try RawServer { server, visit in
            while let request = visit.request() {
                if request.target == "/cham" {
                    Thread.sleep(forTimeInterval: 8)
                    return
                }
                visit.send(Asked.answer("<p>mở</p><img src=/cham>"))
            }
        }
        defer { server.stop() }
        try await Asked.withBrowser([server.port]) { browser in
            let rendering = try await browser.render(
                RenderRequest(
                    url: try Asked.url(server.port, "/"),
                    visit: Asked.visit(server.port) {
                        $0.loadLimit = .seconds(2)
                        $0.settleLimit = .seconds(1)
                    }))
            #expect(rendering.page.visibleText == "mở" && !rendering.isComplete)
        }
    }

    @Test func theEndOfAPagesProcessIsToldAndTheBrowserGoesOn() async throws {
        let server = try Asked.server(Self.pages)
        defer { server.stop() }
        try await Asked.withBrowser([server.port]) { browser in
            do {
                try await browser.withPage(Asked.visit(server.port)) { page in
                    try await page.navigate(to: try Asked.url(server.port, "/"))
                    _ = try? await page.call("Page.crash", within: .seconds(2))
                    _ = try await page.snapshot()
                    Issue.record("the page stands")
                }
            } catch let error as BrowserError {
                #expect(error.code == .crashed, "\(error)")
            }
            let next = try await browser.render(
                RenderRequest(url: try Asked.url(server.port, "/"), visit: Asked.visit(server.port)))
            #expect(next.page.visibleText == "còn sống" && browser.launchCount == 1)
        }
    }

    @Test func aBrowserIsStartedAnewAfterSoManyPagesAndNoneIsLeft() async throws {
        let server = try Asked.server(Self.pages)
        defer { server.stop() }
        var configuration = BrowserConfiguration()
        configuration.pagesPerLaunch = 3
        var groups: Set<Int32> = []
        try await Asked.withBrowser([server.port], configuration) { browser in
            for _ in 0..<7 {
                _ = try await browser.render(
                    RenderRequest(url: try Asked.url(server.port, "/"), visit: Asked.visit(server.port)))
                if let pid = browser.processID { groups.insert(pid) }
            }
            #expect(browser.launchCount == 3)
            #expect(browser.peak.processCount > 2 && browser.peak.memoryBytes > 50 << 20)
        }
        #expect(groups.count == 3)
        for group in groups {
            // One that was killed is there until the kernel has taken it apart.
            let limit = ContinuousClock.now + .seconds(10)
            while !Processes.members(of: group).isEmpty, ContinuousClock.now < limit {
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(Processes.members(of: group).isEmpty)
        }
    }

    @Test func whatAKilledProgramLeftBehindIsRemovedAndWhatIsInUseStays() async throws {
        let (abandoned, used) = (try Self.folder(), try Self.folder())
        defer { for folder in [abandoned, used] { try? FileManager.default.removeItem(atPath: folder) } }
        let lock = open(used + "/owner.lock", O_RDONLY | O_CLOEXEC)
        defer { close(lock) }
        #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)
        let server = try Asked.server(Self.pages)
        defer { server.stop() }
        try await Asked.withBrowser([server.port]) { browser in
            _ = try await browser.render(
                RenderRequest(url: try Asked.url(server.port, "/"), visit: Asked.visit(server.port)))
            #expect(!FileManager.default.fileExists(atPath: abandoned))
            #expect(FileManager.default.fileExists(atPath: used + "/owner.lock"))
        }
    }

    @Test func nothingStaysOfBrowsersThatWereKilledWhileTheyWrote() async throws {
        let before = try Self.folders()
        let server = try Asked.server(Self.pages)
        defer { server.stop() }
        for _ in 0..<5 {
            try await Asked.withBrowser([server.port]) { browser in
                _ = try await browser.render(
                    RenderRequest(url: try Asked.url(server.port, "/"), visit: Asked.visit(server.port)))
            }
        }
        let left = try Self.folders().subtracting(before).filter { !Self.isHeld($0) }
        #expect(left.isEmpty, "\(left)")
    }

    private static let parent = FileManager.default.temporaryDirectory.path(percentEncoded: false)

    private static func folders() throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: parent).filter { $0.hasPrefix("vonggac-browser-") })
    }

    /// Of a program beside the tests.
    private static func isHeld(_ folder: String) -> Bool {
        let lock = open(parent + folder + "/owner.lock", O_RDONLY | O_CLOEXEC)
        defer { close(lock) }
        return lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) != 0
    }

    /// A browser's folder as a program has it.
    private static func folder() throws -> String {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "vonggac-browser-test-\(UUID().uuidString)").path(percentEncoded: false)
        try FileManager.default.createDirectory(atPath: folder + "/profile", withIntermediateDirectories: true)
        try Data().write(to: URL(filePath: folder + "/owner.lock"))
        if geteuid() == 0, let account = getpwnam(BrowserConfiguration().account) {
            #expect(chown(folder, account.pointee.pw_uid, account.pointee.pw_gid) == 0)
        }
        return folder
    }

    @Test func severalPagesAreOpenAtATimeAndShareNothing() async throws {
        let server = try RawServer { request in
            Asked.answer(
                "<p id=p></p><script>p.textContent=document.cookie+'|'+localStorage.length;localStorage.setItem('a',1)</script>",
                "Set-Cookie: so=\(request.target.dropFirst())\r\n")
        }
        defer { server.stop() }
        try await Asked.withBrowser([server.port]) { browser in
            let texts = try await withThrowingTaskGroup(of: (Int, String).self) { group in
                for number in 0..<6 {
                    group.addTask {
                        let rendering = try await browser.render(
                            RenderRequest(
                                url: try Asked.url(server.port, "/\(number)"), visit: Asked.visit(server.port)))
                        return (number, rendering.page.visibleText)
                    }
                }
                return try await group.reduce(into: [Int: String]()) { $0[$1.0] = $1.1 }
            }
            for number in 0..<6 { #expect(texts[number] == "so=\(number)|0") }
        }
    }

    @Test func withoutAProgramTheReasonIsTold() async throws {
        var configuration = BrowserConfiguration()
        configuration.program = "/nowhere/chromium"
        do {
            _ = try await Browser.start(configuration, upstream: nil)
            Issue.record("it started")
        } catch {
            #expect(error.code == .missing && error.message.contains("apt-get install chromium"))
        }
        // A program that is no browser.
        configuration.program = "/bin/false"
        do {
            _ = try await Browser.start(configuration, upstream: nil)
            Issue.record("it started")
        } catch {
            #expect(error.code == .notStarted, "\(error)")
        }
    }
}
