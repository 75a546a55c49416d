/// Writes random pages over the techniques by which text is hidden, and over ordinary structures: nested, by inline style, by
/// class, with cascades, inheritance and overrides. Every text node is one word that stands nowhere else.
struct PageGenerator {
    private var random: SplitMix
    private var wordCount = 0
    private var rules: [String] = []
    private var classCount = 0
    private let page: Int
    /// Word and the technique around it: what a disagreement is counted under.
    private(set) var words: [(word: String, technique: String)] = []
    private var technique = "plain"

    init(page: Int, seed: UInt64) {
        self.page = page
        random = SplitMix(seed: seed &+ UInt64(page) &* 0x1_0000_0001)
    }

    mutating func write() -> String {
        var body = ""
        for _ in 0..<(4 + random.below(6)) { body += fragment(depth: 0) }
        let sheet = "<style>\(rules.joined(separator: "\n"))</style>"
        let head = "<!doctype html><html><head><meta charset=utf-8><title>t</title>"
        // A sheet may stand behind what it hides.
        return random.chance(80)
            ? "\(head)\(sheet)</head><body>\(body)</body></html>" : "\(head)</head><body>\(body)\(sheet)</body></html>"
    }

    private mutating func word() -> String {
        wordCount += 1
        let word = "w\(page)x\(wordCount)y"
        words.append((word, technique))
        return word
    }

    // MARK: structure

    private mutating func fragment(depth: Int) -> String {
        let outer = technique
        defer { technique = outer }
        if depth > 3 || random.chance(30) { return plain(depth) }
        let index = random.below(PageGenerator.styles.count + PageGenerator.markups.count)
        if index < PageGenerator.styles.count {
            let entry = PageGenerator.styles[index]
            name(entry.name, under: outer)
            if entry.name == "variable" { rules.append(":root{--shown: block; --gone:none}") }
            return styled(random.pick(entry.styles), depth, tags: entry.tags)
        }
        let markup = PageGenerator.markups[index - PageGenerator.styles.count]
        name(markup, under: outer)
        return self.markup(markup, depth)
    }

    private mutating func name(_ inner: String, under outer: String) {
        technique = outer == "plain" ? inner : outer.contains("+") ? outer : "\(outer)+\(inner)"
    }

    private mutating func content(_ depth: Int) -> String {
        random.chance(55)
            ? word() : (0..<(1 + random.below(2))).map { _ in fragment(depth: depth + 1) }.joined() + word()
    }

    private mutating func plain(_ depth: Int) -> String {
        switch random.below(9) {
        case 0: return "<p>\(word())</p>"
        case 1: return "<ul><li>\(word())<li>\(word())</ul>"
        case 2: return "<table><tr><td>\(word())<td>\(word())</table>"
        case 3: return "<h2>\(word())</h2>"
        case 4: return "<p><a href='/\(depth)'>\(word())</a> \(word())</p>"
        case 5: return "<div><b>\(word())</b><i>\(word())</div>"
        case 6: return "<nav><ul><li><a href=#>\(word())</a></ul></nav>"
        case 7: return "<p>\(word())<p>\(word())<br>"
        default: return "<section><header>\(word())</header><span>\(word())</span></section>"
        }
    }

    /// An element with the style, given inline or through a rule of some kind.
    private mutating func styled(_ style: String, _ depth: Int, tags: [String] = ["div"], attributes: String = "")
        -> String
    {
        let tag = random.pick(tags)
        let inner = content(depth)
        switch random.below(9) {
        case 0, 1, 2: return "<\(tag) \(attributes) style=\"\(spelled(style))\">\(inner)</\(tag)>"
        case 3, 4:
            let name = newClass()
            rules.append(".\(name){\(spelled(style))}")
            return "<\(tag) \(attributes) class='a \(name)'>\(inner)</\(tag)>"
        case 5:
            let name = newClass()
            rules.append("#\(name) , .never { \(style) }")
            return "<\(tag) \(attributes) id=\(name)>\(inner)</\(tag)>"
        case 6: return combined(style, tag, inner, attributes)
        case 7: return contested(style, tag, inner, attributes)
        default:
            let name = newClass()
            let condition = random.pick([
                "screen", "print", "(min-width: 600px)", "(max-width: 600px)", "all and (max-width:5000px)",
                "only screen and (min-width:99em)",
            ])
            let wrap = random.chance(80) ? "@media \(condition)" : "@supports (display: grid)"
            rules.append("\(wrap) { .\(name) { \(style) } }")
            return "<\(tag) \(attributes) class=\"\(name)\">\(inner)</\(tag)>"
        }
    }

    /// The rule reaches the element through a combinator, an attribute or a position.
    private mutating func combined(_ style: String, _ tag: String, _ inner: String, _ attributes: String) -> String {
        let name = newClass()
        let element = "<\(tag) \(attributes) class='\(name) z' data-k='v\(name)'>\(inner)</\(tag)>"
        switch random.below(9) {
        case 0:
            rules.append(".p\(name) .\(name){\(style)}")
            return "<div class=p\(name)><section>\(element)</section></div>"
        case 1:
            rules.append(".p\(name) > \(tag).\(name){\(style)}")
            return random.chance(50)
                ? "<div class=p\(name)>\(element)</div>" : "<div class=p\(name)><section>\(element)</section></div>"
        case 2:
            rules.append(".p\(name) + .\(name){\(style)}")
            return "<p class=p\(name)>\(word())</p>\(random.chance(50) ? "<hr>" : "")\(element)"
        case 3:
            rules.append(".p\(name) ~ .\(name){\(style)}")
            return "<p class=p\(name)>\(word())</p><hr>\(element)"
        case 4:
            rules.append("\(tag)[data-k=v\(name)]{\(style)}")
            return element
        case 5:
            rules.append(".p\(name) > :not(.n\(name)){\(style)}")
            return "<div class=p\(name)><p class=n\(name)>\(word())</p>\(element)</div>"
        case 6:
            rules.append(".p\(name) > :first-child{\(style)}")
            return random.chance(60)
                ? "<div class=p\(name)>\(element)</div>" : "<div class=p\(name)><hr>\(element)</div>"
        case 7:
            rules.append(".p\(name) > :nth-child(2n+1){\(style)}")
            return random.chance(60)
                ? "<div class=p\(name)>\(element)</div>" : "<div class=p\(name)><hr>\(element)</div>"
        default:
            rules.append(":is(.q, .\(name)):where(.z), .\(name):hover{\(style)}")
            return element
        }
    }

    /// Two rules fight for the element: order, specificity and importance decide.
    private mutating func contested(_ style: String, _ tag: String, _ inner: String, _ attributes: String) -> String {
        let name = newClass()
        let other = PageGenerator.undo(style)
        let important = style.split(separator: ";").map { "\($0) !important" }.joined(separator: ";")
        switch random.below(5) {
        case 0: rules += [".\(name){\(style)}", ".\(name){\(other)}"]
        case 1: rules += ["\(tag).\(name){\(style)}", ".\(name){\(other)}"]
        case 2: rules += [".\(name){\(important)}", "#i\(name){\(other)}"]
        case 3:
            rules += [".\(name){\(random.chance(50) ? important : style)}"]
            return "<\(tag) \(attributes) class=\(name) style='\(other)'>\(inner)</\(tag)>"
        default: rules += ["#i\(name){\(style)}", "\(tag).\(name).\(name){\(other)}"]
        }
        return "<\(tag) \(attributes) class=\(name) id=i\(name)>\(inner)</\(tag)>"
    }

    private mutating func newClass() -> String {
        classCount += 1
        return "c\(classCount)"
    }

    /// The same style in other spellings.
    private mutating func spelled(_ style: String) -> String {
        switch random.below(6) {
        case 0: return style.uppercased().replacing("VAR(--A)", with: "var(--a)")
        case 1: return "/* x */ " + style.replacing(":", with: " : ")
        case 2: return "margin-bottom:3px; ;\(style) ; border:1px solid red"
        default: return style
        }
    }

    /// Declarations that take the given ones back.
    private static func undo(_ style: String) -> String {
        style.split(separator: ";").compactMap { part -> String? in
            guard let name = part.split(separator: ":").first.map({ $0.trimmed }) else { return nil }
            return "\(name):\(initial[name] ?? "initial")"
        }.joined(separator: ";")
    }

    private static let initial = [
        "display": "block", "visibility": "visible", "opacity": "1", "font-size": "14px", "position": "static",
        "left": "auto", "top": "auto", "width": "auto", "height": "auto", "overflow": "visible", "color": "#222",
        "background": "none", "text-indent": "0", "clip": "auto", "clip-path": "none", "transform": "none",
        "max-height": "none",
    ]

    // MARK: techniques

    /// Name, the styles that hide or do not, and the elements that may bear them.
    private static let styles: [(name: String, styles: [String], tags: [String])] = [
        (
            "display",
            [
                "display:none", "display:none", "display:block", "display:inline", "display:flex",
                "display:inline-block",
            ], ["div", "p", "span", "ul", "section"]
        ),
        (
            "visibility", ["visibility:hidden", "visibility:hidden", "visibility:collapse", "visibility:visible"],
            ["div", "span"]
        ),
        (
            "opacity",
            [
                "opacity:0", "opacity:0.01", "opacity:.04", "opacity:0.2", "opacity:0.9", "opacity:1", "opacity:0%",
                "opacity:50%",
            ], ["div", "span"]
        ),
        (
            "font-size",
            [
                "font-size:0", "font-size:0px", "font-size:1px", "font-size:0.05em", "font-size:3px", "font-size:12px",
                "font-size:1.2em", "font-size:80%", "font-size:0%", "font-size:1rem", "font-size:small",
                "font-size:0.5px",
            ], ["div", "span", "p", "font"]
        ),
        ("font", ["font:0/0 a", "font:0px serif", "font:12px/1.5 serif", "font:italic 1px serif"], ["div"]),
        (
            "absolute",
            [
                "position:absolute;left:-9999px", "position:absolute;left:-5000px", "position:absolute;left:-1000em",
                "position:absolute;left:-999px", "position:absolute;left:20px", "position:absolute;left:0",
                "position:absolute;left:50px", "position:absolute;left:-9999px", "position:absolute;left:-5000px",
                "position:absolute;left:-1000em", "position:absolute;left:-999px", "position:absolute;left:20px",
                "position:absolute;left:0", "position:absolute;left:50px", "position:absolute;top:-9999px",
                "position:absolute;top:-5000px", "position:absolute;top:-1000em", "position:absolute;top:-999px",
                "position:absolute;top:20px", "position:absolute;top:0", "position:absolute;top:50px",
                "position:absolute;right:-9999px", "position:absolute;right:-5000px", "position:absolute;right:-1000em",
                "position:absolute;right:-999px", "position:absolute;right:20px", "position:absolute;right:0",
                "position:absolute;right:50px",
            ], ["div", "span"]
        ),
        (
            "relative",
            [
                "position:relative;left:-9999px", "position:relative;left:-3000px", "position:relative;left:10px",
                "position:relative;left:-10px", "position:relative;left:-100vw",
            ], ["div", "span"]
        ),
        (
            "fixed",
            [
                "position:fixed;left:-9999px", "position:fixed;top:-500px", "position:fixed;top:2000px",
                "position:fixed;left:1400px", "position:fixed;top:10px", "position:fixed;left:5px",
                "position:fixed;bottom:-900px",
            ], ["div"]
        ),
        ("margin", ["margin-left:-9999px", "margin-left:-5000px", "margin-left:10px", "margin-left:-5px"], ["div"]),
        (
            "transform",
            [
                "transform:scale(0)", "transform:translateX(-9999px)", "transform:translate(-5000px, 0)",
                "transform:scale(1)", "transform:rotate(2deg)", "transform:none", "transform:translateX(10px)",
                "transform:scale(0, 1)", "transform:translateX(-200%)", "transform:scaleY(0)",
            ], ["div", "span"]
        ),
        (
            "indent",
            [
                "text-indent:-9999px", "text-indent:-5000px", "text-indent:10px", "text-indent:-999em",
                "text-indent:1em",
            ], ["div", "p"]
        ),
        (
            "indent-cut",
            [
                "text-indent:-500px;white-space:nowrap;overflow:hidden",
                "text-indent:100%;white-space:nowrap;overflow:hidden",
                "text-indent:-999px;white-space:nowrap;overflow:hidden",
                "text-indent:0;white-space:nowrap;overflow:hidden",
            ], ["div", "p"]
        ),
        (
            "zero-size",
            [
                "width:0;overflow:hidden", "width:0;overflow:hidden", "width:0;overflow:visible",
                "width:0;overflow:auto", "width:0px;overflow:hidden", "width:0px;overflow:hidden",
                "width:0px;overflow:visible", "width:0px;overflow:auto", "width:1px;overflow:hidden",
                "width:1px;overflow:hidden", "width:1px;overflow:visible", "width:1px;overflow:auto",
                "width:20px;overflow:hidden", "width:20px;overflow:hidden", "width:20px;overflow:visible",
                "width:20px;overflow:auto", "width:200px;overflow:hidden", "width:200px;overflow:hidden",
                "width:200px;overflow:visible", "width:200px;overflow:auto", "width:0.1px;overflow:hidden",
                "width:0.1px;overflow:hidden", "width:0.1px;overflow:visible", "width:0.1px;overflow:auto",
                "height:0;overflow:hidden", "height:0;overflow:hidden", "height:0;overflow:visible",
                "height:0;overflow:auto", "height:0px;overflow:hidden", "height:0px;overflow:hidden",
                "height:0px;overflow:visible", "height:0px;overflow:auto", "height:1px;overflow:hidden",
                "height:1px;overflow:hidden", "height:1px;overflow:visible", "height:1px;overflow:auto",
                "height:20px;overflow:hidden", "height:20px;overflow:hidden", "height:20px;overflow:visible",
                "height:20px;overflow:auto", "height:200px;overflow:hidden", "height:200px;overflow:hidden",
                "height:200px;overflow:visible", "height:200px;overflow:auto", "height:0.1px;overflow:hidden",
                "height:0.1px;overflow:hidden", "height:0.1px;overflow:visible", "height:0.1px;overflow:auto",
                "height:0;overflow:hidden", "height:0;overflow:hidden", "height:0;overflow:visible",
                "height:0;overflow:auto", "height:0px;overflow:hidden", "height:0px;overflow:hidden",
                "height:0px;overflow:visible", "height:0px;overflow:auto", "height:1px;overflow:hidden",
                "height:1px;overflow:hidden", "height:1px;overflow:visible", "height:1px;overflow:auto",
                "height:20px;overflow:hidden", "height:20px;overflow:hidden", "height:20px;overflow:visible",
                "height:20px;overflow:auto", "height:200px;overflow:hidden", "height:200px;overflow:hidden",
                "height:200px;overflow:visible", "height:200px;overflow:auto", "height:0.1px;overflow:hidden",
                "height:0.1px;overflow:hidden", "height:0.1px;overflow:visible", "height:0.1px;overflow:auto",
                "max-height:0;overflow:hidden", "max-height:0;overflow:hidden", "max-height:0;overflow:visible",
                "max-height:0;overflow:auto", "max-height:0px;overflow:hidden", "max-height:0px;overflow:hidden",
                "max-height:0px;overflow:visible", "max-height:0px;overflow:auto", "max-height:1px;overflow:hidden",
                "max-height:1px;overflow:hidden", "max-height:1px;overflow:visible", "max-height:1px;overflow:auto",
                "max-height:20px;overflow:hidden", "max-height:20px;overflow:hidden",
                "max-height:20px;overflow:visible", "max-height:20px;overflow:auto", "max-height:200px;overflow:hidden",
                "max-height:200px;overflow:hidden", "max-height:200px;overflow:visible",
                "max-height:200px;overflow:auto", "max-height:0.1px;overflow:hidden",
                "max-height:0.1px;overflow:hidden", "max-height:0.1px;overflow:visible",
                "max-height:0.1px;overflow:auto",
            ], ["div", "span", "p", "ul"]
        ),
        (
            "zero-both",
            [
                "width:0;height:0;overflow:hidden;display:block", "width:0;height:0;overflow:hidden;display:inline",
                "width:0;height:0;overflow:hidden;display:inline-block",
            ], ["div", "span"]
        ),
        (
            "clip",
            [
                "position:absolute;clip:rect(0,0,0,0)", "position:absolute;clip:rect(1px 1px 1px 1px)",
                "position:absolute;clip:rect(0 0 0 0)", "position:absolute;clip:auto",
                "position:absolute;clip:rect(0,0,0,0)", "position:absolute;clip:rect(1px 1px 1px 1px)",
                "position:absolute;clip:rect(0 0 0 0)", "position:absolute;clip:auto",
                "position:static;clip:rect(0,0,0,0)", "position:static;clip:rect(1px 1px 1px 1px)",
                "position:static;clip:rect(0 0 0 0)", "position:static;clip:auto",
            ], ["div"]
        ),
        (
            "clip-path",
            [
                "clip-path:inset(50%)", "clip-path:inset(100%)", "clip-path:circle(0)",
                "clip-path:polygon(0 0, 0 0, 0 0)", "clip-path:none", "clip-path:inset(0)", "clip-path:inset(5%)",
                "clip-path:circle(80%)",
            ], ["div"]
        ),
        (
            "colour",
            [
                "color:#fff", "color:white", "color:rgb(255,255,255)", "color:#fefefe", "color:transparent",
                "color:rgba(0,0,0,0)", "color:#333", "color:red", "color:rgba(10,10,10,.5)", "color:hsl(0, 0%, 100%)",
                "color:whitesmoke",
            ], ["div", "span", "p"]
        ),
        (
            "background",
            [
                "background:#000;color:#000", "background:#000;color:#ffd", "background:#336699;color:#336699",
                "background:#336699;color:#ffd", "background:navy;color:navy", "background:navy;color:#ffd",
                "background:rgb(200, 0, 0);color:rgb(200, 0, 0)", "background:rgb(200, 0, 0);color:#ffd",
                "background:#eee;color:#eee", "background:#eee;color:#ffd",
            ], ["div", "p", "span"]
        ),
        (
            "calc",
            [
                "position:absolute;left:calc(-1 * 9999px)", "position:absolute;left:calc(10px + 5px)",
                "position:absolute;left:calc(0px - 5000px)",
            ], ["div"]
        ),
        ("variable", ["display:var(--gone)", "display:var(--shown)", "display:var(--lost, none)"], ["div"]),
    ]

    private static let markups = [
        "background-outer", "font-colour", "bgcolor", "hidden", "details", "dialog", "noscript", "template", "marquee",
        "override", "sr-only", "collapse", "menu", "misnested",
    ]

    /// Techniques that need more than one styled element.
    private mutating func markup(_ name: String, _ depth: Int) -> String {
        switch name {
        case "background-outer":
            let shade = random.pick(["#000", "#336699", "navy"])
            let inner = styled("color:\(random.pick([shade, "#fff", "inherit"]))", depth, tags: ["span", "div"])
            return "<div style='background-color:\(shade);color:#fff'>\(word())\(inner)</div>"
        case "font-colour":
            return
                "<font color='\(random.pick(["#ffffff", "white", "ffffff", "red", "#000"]))'>\(content(depth))</font>"
        case "bgcolor":
            let paper = random.pick(["#000000", "black", "#ffffff"])
            let ink = random.pick(["black", "white", "#010101"])
            return "<table bgcolor='\(paper)'><tr><td><font color=\(ink)>\(word())</font><td>\(word())</table>"
        case "hidden":
            let style = random.pick(["color:green", "margin:0", "display:block", "color:red"])
            return styled(style, depth, tags: ["div", "p", "span"], attributes: "hidden")
        case "details":
            let open = random.pick(["", "open"])
            return "<details \(open)><summary>\(word())</summary>\(content(depth))<p>\(word())</p></details>"
        case "dialog": return "<dialog \(random.pick(["", "open"]))>\(content(depth))</dialog>"
        case "noscript": return "<noscript><p>\(word())</p></noscript>" + plain(depth)
        case "template": return "<template><p>\(word())</p></template>" + plain(depth)
        case "marquee":
            let size = random.pick(["", "height=1 width=2", "width=1", "height=2", "height=30", "behavior=alternate"])
            return "<marquee \(size)>\(word())</marquee>"
        case "override": return override(depth)
        case "sr-only":
            rules.append(
                ".sr-only{position:absolute;width:1px;height:1px;padding:0;margin:-1px;overflow:hidden;"
                    + "clip:rect(0,0,0,0);white-space:nowrap;border:0}")
            return "<a href=#m class=\(random.pick(["sr-only", "sr-only", "sr-onlx"]))>\(word())</a>" + plain(depth)
        case "collapse":
            rules.append(".collapse:not(.show){display:none}")
            return "<div class='collapse \(random.pick(["", "show", "in"]))'>\(content(depth))</div>"
        case "menu":
            rules.append(".menu ul{display:none;position:absolute} .menu li:hover>ul{display:block}")
            return "<ul class=menu><li>\(word())<ul><li>\(word())</ul></ul>"
        default:
            let style = random.pick(["display:none", "color:red"])
            return "<b><div style='\(style)'>\(word())</b>\(word())</div></p>\(word())"
        }
    }

    /// A descendant takes back, or escapes from, what hides its parent.
    private mutating func override(_ depth: Int) -> String {
        let outer = word()
        switch random.below(5) {
        case 0: return "<div style=visibility:hidden>\(outer)<p style=visibility:visible>\(content(depth))</p></div>"
        case 1: return "<div style=font-size:0>\(outer)<p style=font-size:14px>\(content(depth))</p></div>"
        case 2:
            return "<div style=color:#fff>\(outer)<a href=#>\(word())</a><b style='background:#000'>\(word())</b></div>"
        case 3:
            return "<div style='position:absolute;left:-9999px'>\(outer)"
                + "<p style='position:fixed;left:10px;top:10px'>\(content(depth))</p></div>"
        default:
            return
                "<div style='height:0;overflow:hidden'>\(outer)<p style='position:absolute'>\(content(depth))</p></div>"
        }
    }
}

extension Substring {
    fileprivate var trimmed: String { String(drop(while: { $0 == " " }).prefix(while: { $0 != " " })) }
}
