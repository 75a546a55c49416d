import Browser
import ConsoleVisitor
import Fetching
import Foundation
import Markup
import Testing

/// A person's first hour with the console, in a real browser and by keyboard alone: the code, the sign-in, a portal that is
/// entered, a sweep that runs while one looks, a finding that is confirmed. Every page is held against axe-core, at a phone's width
/// and in three themes; the pictures are kept in artefacts/console.
@Suite(.serialized) struct ConsoleWalkTests {
    private static let pictures = Program.root.appendingPathComponent("artefacts/console")

    @Test func theFirstHourInABrowser() async throws {
        let scratch = try Scratch()
        let server = try await ServedConsole(scratch.path + "/state", ["--sample"])
        let code = try #require(server.code)
        try FileManager.default.createDirectory(at: Self.pictures, withIntermediateDirectories: true)
        let port = server.port
        try await withPage(port) { page in
            let walk = Walk(page: page, port: port)
            try await walk.makeAdministrator(code)
            try await walk.signIn()
            try await walk.registerPortal()
            try await walk.waitForFinding()
            try await walk.confirmFinding()
            try await walk.lookAtEveryPage()
            try await walk.lookAsPhone()
            try await walk.lookInThemes()
            #expect(walk.faults.all.isEmpty, "\(walk.faults.all.joined(separator: "\n"))")
        }
        #expect(try server.end() == 0)
    }

    private func withPage(_ port: Int, _ body: @Sendable (BrowserPage) async throws -> Void) async throws {
        let host = "127.0.0.1:\(port)"
        var configuration = HostileDoorConfiguration()
        configuration.resolver = Endpoint("127.0.0.1:9")
        let door = try HostileDoor(configuration)
        var visit = PageVisit(
            profile: VisitorProfile(
                name: "person",
                fields: [
                    .init("User-Agent", "Mozilla/5.0 (nguoi-truc)"), .init("Accept-Language", "vi-VN,vi;q=0.9"),
                ])
        ) { $0.host == "127.0.0.1" && Int($0.port) == port }
        visit.ownServers = [host]
        visit.maxNavigations = 10_000
        visit.loadLimit = .seconds(60)
        let browser = try await Browser.start(BrowserConfiguration(), upstream: door)
        do {
            try await browser.withPage(visit) { page in try await body(page) }
        } catch {
            await browser.close()
            await door.close()
            throw error
        }
        await browser.close()
        await door.close()
    }
}

/// What axe-core and the walk found wrong.
private final class Faults: @unchecked Sendable {
    // Only the walk's one task touches it.
    var all: [String] = []
}

private struct Walk: Sendable {
    struct Failure: Error, CustomStringConvertible { let description: String }

    let page: BrowserPage
    let port: Int
    let faults = Faults()

    // MARK: steps

    func makeAdministrator(_ code: String) async throws {
        try await open("/")
        try await arrive("/first-steps")
        try await check("first-steps")
        try await go("[name=code]")
        for (index, text) in [code, "quan-tri", "Người trực", "", ServedConsole.password, ServedConsole.password]
            .enumerated()
        {
            if index > 0 { try await page.press("Tab") }
            if !text.isEmpty { try await page.type(text) }
        }
        try await page.press("Enter")
        try await arrive("/sign-in")
        try await check("sign-in")
    }

    func signIn() async throws {
        try await go("[name=login]")
        try await page.type("quan-tri")
        try await page.press("Tab")
        try await page.type("sai mật khẩu")
        try await page.press("Enter")
        try await wait("a refused sign-in is said") { try await has(".note.bad, .error") }
        try await go("[name=password]")
        #expect(
            try await page.evaluate("document.querySelector('[name=password]').value").text == "", "never sent back")
        try await page.type(ServedConsole.password)
        try await page.press("Enter")
        try await arrive("/")
    }

    func registerPortal() async throws {
        try await page.press("g")
        try await page.press("p")
        try await arrive("/portals")
        try await go("a[href='/portals/new']")
        try await page.press("Enter")
        try await arrive("/portals/new")
        try await go("[name=name]")
        try await page.type("Cổng của phép thử")
        try await submit()
        try await wait("what is missing is said") { try await has("#errors:focus") }
        try await check("portals-new-errors")
        try await go("[name=home]")
        try await page.type("https://phep-thu.tinh.example/")
        try await go("[name=unit]")
        for _ in 1...3 { try await page.press("ArrowDown") }
        try await submit()
        try await wait("the portal is there") { try await text("h1").contains("Cổng của phép thử") }
        try await check("portal-added")
    }

    /// Looks at a sweep that runs, without reloading, until the first page tells of what was found.
    func waitForFinding() async throws {
        try await open("/")
        try await wait("a sweep is seen running", seconds: 60) { try await text("main").contains("trang đã xem") }
        try await check("board-running")
        try await wait("a finding comes up by itself", seconds: 300) { try await has(".urgent a[href^='/findings/']") }
        try await check("board-found")
    }

    func confirmFinding() async throws {
        try await go(".urgent a[href^='/findings/']")
        try await page.press("Enter")
        try await wait("the finding is open") { try await path().hasPrefix("/findings/") }
        try await check("finding")
        // The key leads to the button; only the button decides.
        try await page.press("c")
        try await wait("the button has the focus") { try await has("form[action$='/confirm'] button:focus") }
        try await page.press("Enter")
        try await wait("it is confirmed") { try await text("main").contains("đã xác nhận") }
        try await check("finding-confirmed")
        #expect(try await page.evaluate("document.querySelectorAll('.quote script, .quote iframe').length").int == 0)
    }

    func lookAtEveryPage() async throws {
        try await open("/")
        let links = try await page.evaluate(
            "[...document.querySelectorAll('nav.rail a')].map(a=>a.getAttribute('href')).join(' ')")
        let rooms = (links.text ?? "").split(separator: " ").map(String.init)
        #expect(rooms.count >= 7, "\(rooms)")
        for path in rooms + ["/portals/1", "/findings/rules", "/portals/import", "/account", "/search?q=xa"] {
            try await open(path)
            try await check("page" + path.map { $0.isLetter || $0.isNumber ? String($0) : "-" }.joined())
        }
    }

    func lookAsPhone() async throws {
        try await page.setViewport(.init(width: 360, height: 780, isPhone: true))
        for path in ["/", "/portals", "/findings", "/portals/new", "/jobs"] {
            try await open(path)
            let width = try await page.evaluate("document.documentElement.scrollWidth").int ?? 0
            if width > 360 { faults.all.append("\(path) is \(width) wide on a phone of 360") }
            try await check("phone" + path.map { $0.isLetter ? String($0) : "-" }.joined())
        }
        try await page.setViewport(.desk)
    }

    func lookInThemes() async throws {
        for theme in ["light", "dark", "night"] {
            try await open("/findings")
            try await page.evaluate("document.documentElement.dataset.theme='\(theme)'")
            try await check("theme-\(theme)-findings")
            try await open("/")
            try await page.evaluate("document.documentElement.dataset.theme='\(theme)'")
            try await check("theme-\(theme)-board")
        }
    }

    // MARK: hands and eyes

    private func open(_ path: String) async throws {
        guard let url = WebURL("http://127.0.0.1:\(port)\(path)") else { throw Failure(description: path) }
        try await page.navigate(to: url)
    }

    private func submit() async throws {
        let before = try await page.evaluate("document.documentElement.dataset.walk='here'").text
        #expect(before == "here")
        try await go("form.form button.primary")
        try await page.press("Enter")
        // Another document: the mark is gone.
        try await wait("the form was sent") {
            try await page.evaluate("document.documentElement.dataset.walk||''").text == ""
        }
    }

    /// By keyboard, as far as the Tab key has to be pressed. A live page may be made anew meanwhile.
    private func go(_ selector: String) async throws {
        try await wait("there is \(selector)") { try await has(selector) }
        for _ in 0..<200 {
            if try await has(":is(\(selector)):focus") { return }
            try await page.press("Tab")
        }
        throw Failure(description: "the Tab key does not lead to \(selector)")
    }

    private func path() async throws -> String { try await page.evaluate("location.pathname").text ?? "" }
    private func text(_ selector: String) async throws -> String {
        try await page.evaluate("document.querySelector(\"\(selector)\")?.innerText||''").text ?? ""
    }
    private func has(_ selector: String) async throws -> Bool {
        try await page.evaluate("!!document.querySelector(\"\(selector)\")").bool ?? false
    }
    private func arrive(_ path: String) async throws {
        try await wait("arrival at \(path)") {
            let state = try await page.evaluate("document.readyState").text
            return try await self.path() == path && state == "complete"
        }
    }

    private func wait(_ what: String, seconds: Int = 30, _ isSo: () async throws -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            // Between two documents there is nothing to ask.
            if (try? await isSo()) == true { return }
            try await Task.sleep(for: .milliseconds(200))
        }
        let seen = try? await text("main")
        throw Failure(
            description: "waited in vain for: \(what); at \((try? await path()) ?? "?"): \(seen?.prefix(300) ?? "")")
    }

    /// A picture, and what axe-core calls serious or critical.
    private func check(_ name: String) async throws {
        let picture = try await page.screenshot()
        try Data(picture).write(to: Program.root.appendingPathComponent("artefacts/console/\(name).png"))
        _ = try await page.evaluate(try Axe.script() + ";0")
        let result = try await page.evaluate(
            "axe.run(document,{resultTypes:['violations']}).then(r=>r.violations.filter(v=>v.impact==='serious'||v.impact==='critical')"
                + ".map(v=>v.id+': '+v.nodes.slice(0,3).map(n=>n.html.slice(0,160)).join(' | ')).join('\\n'))")
        let found = result.text ?? "axe-core said nothing"
        if !found.isEmpty { faults.all.append("\(name): \(found)") }
    }
}

/// axe-core, as the package of Python carries it.
private enum Axe {
    static func script() throws -> String {
        let folder = Program.root.appendingPathComponent("artefacts/python/lib")
        let versions = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        let file = folder.appendingPathComponent(
            "\(versions.first ?? "")/site-packages/axe_core_python/axe.min.js")
        return try String(contentsOf: file, encoding: .utf8)
    }
}
