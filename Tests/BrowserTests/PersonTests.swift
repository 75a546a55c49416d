import Browser
import Foundation
import LoopbackServer
import Markup
import Testing

/// What a test of a page needs: to look, click, type, and take a picture.
@Suite(.serialized) struct PersonTests {
    @Test func aPageIsClickedTypedIntoAndPressed() async throws {
        let server = try Asked.server([
            "/":
                "<form onsubmit=\"p.textContent='gửi '+q.value;return false\"><input id=q><button>Tìm</button></form><p id=p></p>"
        ])
        defer { server.stop() }
        try await Asked.withBrowser([server.port]) { browser in
            try await browser.withPage(Asked.visit(server.port)) { page in
                try await page.navigate(to: try Asked.url(server.port, "/"))
                try await page.click("#q")
                try await page.type("hộ tịch")
                try await page.press("Enter")
                #expect(try await page.evaluate("p.textContent").text == "gửi hộ tịch")
                try await page.evaluate("q.value=''")
                try await page.click("button")
                #expect(try await page.evaluate("p.textContent").text == "gửi ")
                await #expect(throws: BrowserError.self) { try await page.click("#khong-co") }
                await #expect(throws: BrowserError.self) { try await page.evaluate("khong.co") }
                #expect(try await page.evaluate("Promise.resolve([1,{a:true}])") == [1, ["a": true]])
            }
        }
    }

    @Test func theVisitorIsWhoItSaysAndAPhoneIsSmall() async throws {
        let server = try Asked.server(["/": "<meta name=viewport content='width=device-width'><p>x</p>"])
        defer { server.stop() }
        try await Asked.withBrowser([server.port]) { browser in
            let visit = Asked.visit(server.port) { $0.viewport = .phone }
            try await browser.withPage(visit) { page in
                try await page.navigate(to: try Asked.url(server.port, "/"), referrer: "https://www.google.com/")
                #expect(try await page.evaluate("innerWidth").int == 412)
                #expect(try await page.evaluate("navigator.userAgent").text == "Mozilla/5.0 (kiem-tra)")
                #expect(try await page.evaluate("document.referrer").text == "https://www.google.com/")
                #expect(
                    try await page.evaluate("'serviceWorker' in navigator || 'RTCPeerConnection' in window").bool
                        == false)
                try await page.setViewport(.desk)
                #expect(try await page.evaluate("innerWidth").int == 1_280)
            }
        }
        let request = try #require(server.requests.first)
        #expect(request.field("User-Agent") == "Mozilla/5.0 (kiem-tra)")
        #expect(request.field("Accept-Language")?.hasPrefix("vi-VN") == true)
        #expect(request.field("Referer") == "https://www.google.com/")
        #expect(request.field("Proxy-Authorization") == nil)
    }

    /// The browser itself is asked what colour the picture has where the frame must be.
    @Test func theOffendingPlaceIsFramedInThePicture() async throws {
        let filler = String(repeating: "<p>Tin tức của xã.</p>", count: 80)
        let server = try Asked.server([
            "/":
                "<!doctype html><body style='background:#fff'>\(filler)<div id=b style='width:400px;height:100px'>Nhà cái uy tín\u{200B} số một</div>\(filler)",
            "/trong": "<p>không có gì</p>",
        ])
        defer { server.stop() }
        try await Asked.withBrowser([server.port]) { browser in
            let rendering = try await browser.render(
                RenderRequest(
                    url: try Asked.url(server.port, "/"), visit: Asked.visit(server.port),
                    mark: { _ in .init(text: "nhà cái uy tín  số một") }))
            let picture = try #require(rendering.screenshot)
            #expect(rendering.isMarked)
            #expect(picture.starts(with: [0x89, 0x50, 0x4E, 0x47]))
            let red = try await browser.withPage(Asked.visit(server.port)) { page in
                try await page.navigate(to: try Asked.url(server.port, "/trong"))
                return try await page.evaluate(
                    """
                    new Promise(done => { const i = new Image(); i.onload = () => { const c = document.createElement('canvas');
                    c.width = i.width; c.height = i.height; const g = c.getContext('2d'); g.drawImage(i, 0, 0);
                    const d = g.getImageData(0, 0, c.width, c.height).data; let n = 0;
                    for (let k = 0; k < d.length; k += 4) if (d[k] > 180 && d[k+1] < 40 && d[k+2] < 40) n++; done(n); };
                    i.onerror = () => done(-1); i.src = 'data:image/png;base64,\(Data(picture).base64EncodedString())'; })
                    """
                ).int
            }
            // A frame of four pixels around four hundred by a hundred.
            #expect((3_000...6_000).contains(red ?? 0), "\(red ?? -1)")
            let none = try await browser.render(
                RenderRequest(
                    url: try Asked.url(server.port, "/trong"), visit: Asked.visit(server.port),
                    mark: { _ in .init(text: "nhà cái uy tín số một") }))
            #expect(none.screenshot != nil && !none.isMarked)
        }
    }

    @Test func framesAndShadowTreesAreReadToo() async throws {
        let server = try Asked.server([
            "/":
                "<p>ngoài</p><iframe src=/khung></iframe><div id=d></div><script>d.attachShadow({mode:'open'}).innerHTML='<p>bóng</p>'</script>",
            "/khung": "<p>trong khung</p>",
        ])
        defer { server.stop() }
        try await Asked.withBrowser([server.port]) { browser in
            let rendering = try await browser.render(
                RenderRequest(url: try Asked.url(server.port, "/"), visit: Asked.visit(server.port)))
            let html = String(decoding: rendering.page.html, as: UTF8.self)
            for text in ["ngoài", "trong khung", "bóng"] {
                #expect(html.contains("<p>\(text)</p>"))
                #expect(rendering.page.visibleText.contains(text))
            }
        }
    }
}
