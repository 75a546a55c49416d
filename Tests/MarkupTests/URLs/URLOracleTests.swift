import Foundation
import Testing

@testable import Markup

@Suite("Web addresses and Chromium")
struct URLOracleTests {
    @Test("three thousand generated references mean to us what they mean to the browser")
    func agreement() throws {
        var made: [(reference: String, base: String)] = []
        for seed in 0..<3000 as Range<UInt64> {
            var generator = URLGenerator(seed: seed)
            made.append(generator.next())
        }
        let answers = try browser(made)
        try #require(answers.count == made.count)
        #expect(answers.filter { $0 != nil }.count > 1000)
        for (pair, expected) in zip(made, answers) {
            let base = try #require(WebURL(pair.base))
            // Chromium alone opens a name with a blank in it.
            let isBlank = expected.map { $0.split(separator: "/")[1].contains("%20") } ?? false
            #expect(WebURL(pair.reference, relativeTo: base)?.text == (isBlank ? nil : expected), "\(pair)")
        }
    }

    /// What `new URL(reference, base)` is without user and fragment; nil when it throws or is no web address.
    private func browser(_ made: [(reference: String, base: String)]) throws -> [String?] {
        let json = String(decoding: try JSONEncoder().encode(made.map { [$0.reference, $0.base] }), as: UTF8.self)
        let page = #"""
            <!doctype html><meta charset=utf-8><body><script>
            const answers = \#(json.replacingOccurrences(of: "<", with: "\\u003C")).map(([reference, base]) => {
              try {
                const url = new URL(reference, base);
                if (!/^https?:$/.test(url.protocol)) return null;
                url.username = ''; url.password = ''; url.hash = '';
                return url.href;
              } catch { return null; }
            });
            document.body.innerHTML = '<pre></pre>';
            document.querySelector('pre').textContent =
              JSON.stringify(answers).replace(/[&<>\u007f-\uffff]/g, c => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));
            </script>
            """#
        let answer = try BrowserOracle.preformatted(by: page)
        return try JSONDecoder().decode([String?].self, from: Data(answer.utf8))
    }
}
