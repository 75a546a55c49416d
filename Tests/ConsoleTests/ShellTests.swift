import Access
import Foundation
import HTTPTypes
import Testing
import VietText

@testable import Console

@Suite struct SiteGuardTests {
    private let site = SiteGuard(publicHosts: ["Gac.Example"])

    @Test(arguments: [
        ("localhost", true), ("LOCALHOST:8080", true), ("127.0.0.1:80", true), ("[::1]:80", true),
        ("gac.example", true),
        ("GAC.EXAMPLE:443", true), ("evil.example", false), ("gac.example.evil", false), ("", false), ("[::1", false),
        ("127.0.0.1.nip.example", false), (String(repeating: "a", count: 300), false),
    ])
    func onlyNamesOfOursAreKnown(_ authority: String, _ isKnown: Bool) {
        #expect(site.knows(authority) == isKnown)
    }

    @Test func aFormOfAnotherOriginIsNotOurs() throws {
        func isOwn(_ fields: [String: String]) -> Bool {
            var headers = HTTPFields()
            for (name, value) in fields { if let name = HTTPField.Name(name) { headers[name] = value } }
            return site.isOwn(headers, authority: "gac.example:443")
        }
        #expect(isOwn(["sec-fetch-site": "same-origin"]))
        #expect(!isOwn(["sec-fetch-site": "same-site"]))
        #expect(!isOwn(["sec-fetch-site": "cross-site", "origin": "https://gac.example:443"]))
        #expect(isOwn(["origin": "https://gac.example:443", "cookie": "a=b"]))
        #expect(!isOwn(["origin": "https://evil.example", "cookie": "a=b"]))
        #expect(!isOwn(["origin": "null", "cookie": "a=b"]))
        #expect(!isOwn(["cookie": "a=b"]), "a browser says where it comes from")
        #expect(isOwn([:]), "a program without cookies has nothing to be robbed of")
    }
}

@Suite struct StreamSeatsTests {
    @Test func thereAreSoManyForASessionAndSoManyInAll() {
        let seats = StreamSeats(most: 3, mostOfSession: 2)
        var held = [seats.take(1), seats.take(1), seats.take(2)]
        #expect(held.allSatisfy { $0 != nil })
        #expect(seats.take(1) == nil, "two of one")
        #expect(seats.take(3) == nil, "three in all")
        // Left twice is left once; dropped is left.
        held[0]?.leave()
        held[0]?.leave()
        held[0] = nil
        let next = seats.take(3)
        #expect(next != nil)
        #expect(seats.take(4) == nil)
        held.removeAll()
        #expect(seats.take(1) != nil)
    }
}

@Suite struct LocalPathTests {
    @Test(arguments: ["/", "/accounts/1", "/agencies?date=2025-07-01&q=x%20y", "/a#b"])
    func pathsOfThisConsoleAreKept(_ path: String) { #expect(LocalPath.safe(path) == path) }

    @Test(arguments: [
        "", "accounts", "//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)",
        "/a\r\nx: y",
        "/a b", "/\u{0}", "/xã",
    ])
    func whatABrowserMightTakeForAnotherPlaceIsNot(_ path: String) { #expect(LocalPath.safe(path) == "/") }
}

@Suite struct HTMLTextTests {
    @Test(arguments: ["\"\u{301}", "<\u{338}b", "'\u{0301}\u{0301}", "&\u{20D2}", ">\u{FE0F}"])
    func aMarkBehindASignDoesNotHideIt(_ text: String) {
        let html = HTMLText().escapeText(text)
        for sign in ["<", ">", "\"", "'"] { #expect(!html.unicodeScalars.contains(Unicode.Scalar(sign) ?? " ")) }
        #expect(html.unicodeScalars.first == "&")
        #expect(html.unicodeScalars.contains(";"))
    }

    @Test func theRestStaysAsItIs() {
        #expect(HTMLText().escapeText("Đắk Đoa – 1 > 0 & 2") == "Đắk Đoa – 1 &gt; 0 &amp; 2")
    }
}

@Suite struct ServerEventTests {
    @Test func noTextBeginsAFieldOfItsOwn() throws {
        let event = ServerEvent(id: "7\nevent: evil\u{0}", part: "list", html: "a\n\ndata: evil\r\nid: 9")
        let text = try event.text()
        #expect(text.hasPrefix("id: 7event: evil\nevent: part\ndata: {"))
        #expect(text.hasSuffix("}\n\n"))
        #expect(text.split(separator: "\n").count == 3)
    }
}

@Suite struct AssetTests {
    @Test func everyTemplateIsReadAndAFolderThatIsNotThereIsNamed() throws {
        let resources = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Resources")
        let assets = try ConsoleAssets(resources: resources.standardized.path())
        #expect(!assets.files.isEmpty)
        #expect(throws: ConsoleError.self) { try ConsoleAssets(resources: "/nowhere") }
    }
}

@Suite struct OpenAPITests {
    private static let routes = [
        APIRoute(
            .get, "/portals/:id", .portalsView, "One portal.",
            parameters: [
                .init("id", in: .path, .integer("Its number."), "Its number."),
                .init("date", in: .query, .string(format: "date"), "As of."),
            ], answer: .object([("id", .integer()), ("name", .string(maxLength: 250))], required: ["id"])
        ) { _ in APIAnswer([]) },
        APIRoute(
            .post, "/check", .checkUse, "Looks at a text.",
            body: .init(
                [("application/json", .object([("text", .string())])), ("text/plain", .string())], maxBytes: 1 << 20),
            answer: .object([("verdict", .word(["planted", "review", "clean"]))])
        ) { _ in APIAnswer([]) },
    ]

    @Test func theDocumentIsJSONOfVersion31AndNamesEveryRoute() throws {
        let bytes = try OpenAPI(Self.routes, version: "1.2").document()
        let document = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        #expect(document["openapi"] as? String == "3.1.0")
        let info = try #require(document["info"] as? [String: Any])
        #expect(info["version"] as? String == "1.2")
        let paths = try #require(document["paths"] as? [String: [String: [String: Any]]])
        #expect(Set(paths.keys) == ["/portals/{id}", "/check"])
        let get = try #require(paths["/portals/{id}"]?["get"])
        let parameters = try #require(get["parameters"] as? [[String: Any]])
        #expect(parameters.map { $0["in"] as? String } == ["path", "query"])
        #expect(parameters.map { $0["required"] as? Bool } == [true, false])
        let post = try #require(paths["/check"]?["post"])
        let content = try #require((post["requestBody"] as? [String: Any])?["content"] as? [String: Any])
        #expect(Set(content.keys) == ["application/json", "text/plain"])
        for operation in [get, post] {
            let responses = try #require(operation["responses"] as? [String: [String: Any]])
            #expect(Set(["200", "400", "401", "403", "404"]).isSubset(of: responses.keys))
            #expect(operation["security"] as? [[String: [String]]] == [["token": []]])
        }
        let schemes = (document["components"] as? [String: Any])?["securitySchemes"] as? [String: Any]
        #expect(schemes?["token"] != nil)
    }
}
