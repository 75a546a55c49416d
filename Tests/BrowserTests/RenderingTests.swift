import Browser
import Fetching
import Foundation
import LoopbackServer
import Markup
import Testing

@Suite(.serialized) struct RenderingTests {
    private func render(
        _ page: String, _ more: [String: String] = [:], _ change: (inout PageVisit) -> Void = { _ in },
        mark: RenderRequest.Mark? = nil
    ) async throws -> Rendering {
        let server = try Asked.server(more.merging(["/": page]) { $1 })
        defer { server.stop() }
        return try await Asked.withBrowser([server.port]) { browser in
            try await browser.render(
                RenderRequest(
                    url: try Asked.url(server.port, "/"), visit: Asked.visit(server.port, change), mark: { _ in mark }))
        }
    }

    @Test func aShellIsReadAfterItsScriptFetchedWhatItShows() async throws {
        let rendering = try await render(
            "<!doctype html><title>Cổng</title><div id=r></div><script src=/a.js></script>",
            [
                "/a.js": "fetch('/tin.json').then(a=>a.json()).then(t=>{r.innerHTML='<p>'+t.loi+'</p>'})",
                "/tin.json": #"{"loi":"Ủy ban nhân dân thông báo"}"#,
            ])
        let html = String(decoding: rendering.page.html, as: UTF8.self)
        #expect(html.hasPrefix("<!DOCTYPE html>") && html.contains("<p>Ủy ban nhân dân thông báo</p>"))
        #expect(rendering.page.visibleText == "Ủy ban nhân dân thông báo")
        #expect(rendering.page.title == "Cổng")
        #expect(rendering.isComplete)
        #expect(rendering.responses.map(\.status) == [200, 200, 200])
        let file = String(decoding: rendering.responses.last?.body ?? [], as: UTF8.self)
        #expect(file.contains("thông báo"))
        #expect(rendering.exchanges.count == 3 && rendering.exchanges.allSatisfy { $0.status == 200 })
        print("rendered in \(rendering.took)")
    }

    @Test(arguments: [800, 3_000, 7_000])
    func whatIsWrittenLaterStandsThere(milliseconds: Int) async throws {
        let rendering = try await render(
            "<p id=p>trước</p><script>setTimeout(()=>{p.textContent='sau'},\(milliseconds))</script>")
        #expect(rendering.page.visibleText == "sau")
    }
}
