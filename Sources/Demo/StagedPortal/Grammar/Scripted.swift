import Foundation

/// What is on a page only when its scripts have really run: nothing of it can be read from the page's bytes.
enum Scripted: String, Sendable, CaseIterable {
    /// An empty page that fetches its adverts from a file of the portal.
    case shell = "scripted-shell"
    /// Written most of a second after the page was loaded.
    case delayed = "scripted-delayed"
    /// A picture with a link, neither of which says a word.
    case image = "scripted-image-advert"
    /// A frame with a page of its own, which nothing else leads to.
    case frame = "scripted-iframe-advert"
    /// The key to the text is made of the page's address, a cookie and arithmetic.
    case obfuscated = "scripted-obfuscated"
    /// The same ways, honestly gone: news of a shell, and a text that comes late.
    case honestShell = "scripted-honest-shell"
    case honestDelayed = "scripted-honest-delayed"

    var isHonest: Bool { self == .honestShell || self == .honestDelayed }
    /// The page holds no text of its own.
    var isShell: Bool { self == .shell || self == .honestShell }

    /// What the page has instead of the text.
    /// - Parameters:
    ///   - html: what the script is to write; for a shell or a frame, what stands at `source`.
    ///   - source: the file or page that is fetched.
    ///   - path: of the page itself.
    func injection(_ html: String, source: String, path: String) -> Injection {
        switch self {
        case .shell, .honestShell: Injection(wholePage: Self.emptyPage(source))
        case .delayed, .honestDelayed: Injection(body: Self.sealed(html, path: path, delay: 800))
        case .image: Injection(body: Self.sealed(html, path: path, delay: 0))
        case .frame:
            Injection(
                body: Self.sealed(
                    "<iframe src=\"\(source)\" width=\"600\" height=\"240\"></iframe>", path: path, delay: 0))
        case .obfuscated: Injection(body: Self.locked(html, path: path))
        }
    }

    private static func emptyPage(_ source: String) -> String {
        "<!DOCTYPE html><html lang=\"vi\"><head><meta charset=\"utf-8\"><title>Cổng thông tin</title></head><body>"
            + "<div id=\"app\"></div><script>var x=new XMLHttpRequest();x.open('GET','\(source)');x.onload=function(){"
            + "var d=JSON.parse(x.responseText);document.title=d.tieuDe;document.getElementById('app').innerHTML=d.noiDung};"
            + "x.send();</script></body></html>"
    }

    /// The text as numbers, each moved by the length of the page's own address.
    private static func sealed(_ html: String, path: String, delay: Int) -> String {
        let key = path.utf8.count
        let codes = html.utf16.map { String((Int($0) + key * 7) % 65_536) }.joined(separator: ",")
        let write =
            "var k=location.pathname.length*7,s='';for(var i=0;i<a.length;i++)s+=String.fromCharCode((a[i]-k+65536)%65536);"
            + "var e=document.createElement('div');e.innerHTML=s;document.body.appendChild(e)"
        let body = delay > 0 ? "setTimeout(function(){\(write)},\(delay))" : write
        return "<script>(function(){var a=[\(codes)];\(body)})()</script>"
    }

    /// The text under a stream of numbers that begins with the page's address and a cookie that the script sets first.
    private static func locked(_ html: String, path: String) -> String {
        var state = path.utf8.reduce(UInt32(9)) { ($0 &* 31) &+ UInt32($1) }
        let codes = html.utf16.map { unit -> String in
            state = state &* 1_664_525 &+ 1_013_904_223
            return String(UInt32(unit) ^ (state >> 16))
        }
        return "<script>(function(){document.cookie='n=9';var m=/n=(\\d+)/.exec(document.cookie),p=location.pathname,"
            + "t=m?+m[1]:0,s='',a=[\(codes.joined(separator: ","))];for(var i=0;i<p.length;i++)"
            + "t=(Math.imul(t,31)+p.charCodeAt(i))>>>0;for(i=0;i<a.length;i++){t=(Math.imul(t,1664525)+1013904223)>>>0;"
            + "s+=String.fromCharCode(a[i]^(t>>>16))}document['wri'+'te'](s)})()</script>"
    }

    /// What a shell fetches.
    static func file(title: String, html: String) -> String {
        let object: [String: String] = ["tieuDe": title, "noiDung": html]
        let data = try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
        return data.map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}
