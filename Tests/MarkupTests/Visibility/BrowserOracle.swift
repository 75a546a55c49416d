import Foundation

/// Asks Debian's Chromium for each word of many pages whether a reader sees it: computed style of the whole chain of
/// ancestors, the boxes of the text, what cuts them, and the colour against what lies behind.
enum BrowserOracle {
    enum Failure: Error, CustomStringConvertible {
        case missing
        case noAnswer

        var description: String {
            switch self {
            case .missing: "chromium is not installed: apt-get install chromium"
            case .noAnswer: "chromium gave no answer"
            }
        }
    }

    private static var executable: URL? {
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
            .first { FileManager.default.isExecutableFile(atPath: $0) }.map { URL(fileURLWithPath: $0) }
    }

    /// - Returns: for each word that the browser has a text node for, the reason why it is not seen, or "".
    static func judge(_ pages: [String]) throws -> [String: String] {
        var answers: [String: String] = [:]
        for line in try preformatted(by: host(pages)).split(separator: "\n") {
            let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
            if parts.count == 2 { answers[String(parts[0])] = String(parts[1]) }
        }
        return answers
    }

    /// Opens a page whose script writes a `<pre>`, and returns what stands in that, as markup.
    static func preformatted(by page: String) throws -> String {
        guard let executable else { throw Failure.missing }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("markup-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("pages.html")
        try Data(page.utf8).write(to: file)
        let process = Process()
        process.executableURL = executable
        process.arguments = [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1400,1000",
            "--user-data-dir=\(folder.path)/profile", "--dump-dom", file.absoluteString,
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let dump = String(decoding: data, as: UTF8.self)
        guard let start = dump.range(of: "<pre>"), let end = dump.range(of: "</pre>"),
            start.upperBound <= end.lowerBound
        else { throw Failure.noAnswer }
        return String(dump[start.upperBound..<end.lowerBound])
    }

    private static func host(_ pages: [String]) throws -> String {
        let json = String(decoding: try JSONEncoder().encode(pages), as: UTF8.self)
        return """
            <!doctype html><meta charset=utf-8><body><iframe style="width:1280px;height:800px;border:0"></iframe>
            <script>const pages = \(json.replacingOccurrences(of: "</", with: "<\\/"));\(script)</script>
            """
    }

    private static let script = #"""
        function channels(text) {
          const m = text.match(/[\d.]+/g).map(Number);
          return {r: m[0], g: m[1], b: m[2], a: m.length > 3 ? m[3] : 1};
        }
        function background(win, element) {
          const layers = [];
          for (let a = element; a; a = a.parentElement) {
            const cs = win.getComputedStyle(a);
            if (cs.backgroundImage !== 'none') return null;
            const c = channels(cs.backgroundColor);
            if (c.a > 0) layers.push(c);
            if (c.a >= 1) break;
          }
          let below = {r: 255, g: 255, b: 255};
          for (const c of layers.reverse()) below = over(c, below);
          return below;
        }
        function over(c, below) {
          const mix = (t, b) => t * c.a + b * (1 - c.a);
          return {r: mix(c.r, below.r), g: mix(c.g, below.g), b: mix(c.b, below.b)};
        }
        function cutsAll(path) {
          if (path === 'none') return false;
          const inset = path.match(/^inset\(([\d.]+)%?/);
          if (inset) return path.includes('%') && Number(inset[1]) >= 50;
          if (/^circle\(0(px|%)? /.test(path + ' ') || /^circle\(0(px|%)?\)/.test(path) || /^circle\(0(px|%)? at/.test(path)) return true;
          return /^polygon\(/.test(path) && path.match(/[\d.]+/g).every(n => Number(n) === 0);
        }
        function clipped(win, element, rect) {
          let mode = 'flow';
          let r = {l: rect.left, t: rect.top, r: rect.right, b: rect.bottom};
          let fixed = false;
          for (let a = element; a && a !== a.ownerDocument.documentElement && a !== a.ownerDocument.body; a = a.parentElement) {
            const cs = win.getComputedStyle(a);
            if (cutsAll(cs.clipPath)) return 'clip';
            const holds = cs.position !== 'static' || cs.transform !== 'none';
            if (mode === 'abs' && !holds) continue;
            if (mode === 'fixed' && cs.transform === 'none') continue;
            const inline = cs.display === 'inline' || cs.display === 'contents';
            const box = a.getBoundingClientRect();
            if (!inline && (cs.overflowX !== 'visible' || cs.overflowY !== 'visible')) {
              const moving = a.tagName === 'MARQUEE' && box.width > 5;
              if (!moving) { r.l = Math.max(r.l, box.left); r.r = Math.min(r.r, box.right); }
              r.t = Math.max(r.t, box.top); r.b = Math.min(r.b, box.bottom);
            }
            if (cs.clip !== 'auto' && (cs.position === 'absolute' || cs.position === 'fixed')) {
              const n = cs.clip.match(/-?[\d.]+/g).map(Number);
              r.t = Math.max(r.t, box.top + n[0]); r.r = Math.min(r.r, box.left + n[1]);
              r.b = Math.min(r.b, box.top + n[2]); r.l = Math.max(r.l, box.left + n[3]);
            }
            if (cs.position === 'fixed') fixed = true;
            mode = cs.position === 'absolute' ? 'abs' : cs.position === 'fixed' ? 'fixed' : 'flow';
          }
          if (r.r - r.l <= 2 || r.b - r.t <= 2) return 'size';
          const marquee = element.closest('marquee');
          if (r.b <= 0 || (r.r <= 0 && !marquee)) return 'off';
          if (fixed && (r.l >= 1280 || r.t >= 800)) return 'off';
          if (r.l >= 2560 && !marquee) return 'off';
          return '';
        }
        function judge(win, node) {
          const element = node.parentElement;
          let opacity = 1;
          for (let a = element; a; a = a.parentElement) {
            const cs = win.getComputedStyle(a);
            if (cs.display === 'none') return 'display';
            opacity *= Number(cs.opacity);
          }
          if (!element.checkVisibility() || (element.tagName === 'DETAILS' && !element.open)) return 'display';
          const cs = win.getComputedStyle(element);
          if (cs.visibility !== 'visible') return 'visibility';
          if (opacity < 0.05) return 'opacity';
          if (parseFloat(cs.fontSize) <= 1) return 'font';
          const range = win.document.createRange();
          range.selectNodeContents(node);
          let reason = 'nobox';
          for (const rect of range.getClientRects()) {
            reason = clipped(win, element, rect);
            if (reason === '') break;
          }
          if (reason) return reason;
          const ink = channels(cs.color);
          if (ink.a < 0.05) return 'colour';
          const below = background(win, element);
          if (below) {
            const c = over(ink, below);
            if (Math.max(Math.abs(c.r - below.r), Math.abs(c.g - below.g), Math.abs(c.b - below.b)) < 10) return 'colour';
          }
          return '';
        }
        const frame = document.querySelector('iframe');
        const lines = [];
        for (const page of pages) {
          const win = frame.contentWindow, doc = frame.contentDocument;
          doc.open(); doc.write(page); doc.close();
          const walker = doc.createTreeWalker(doc.documentElement, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const found = walker.currentNode.data.match(/w\d+x\d+y/g);
            if (found) { const verdict = judge(frame.contentWindow, walker.currentNode); for (const w of found) lines.push(w + '\t' + verdict); }
          }
        }
        document.body.innerHTML = '<pre></pre>';
        document.querySelector('pre').textContent = '\n' + lines.join('\n') + '\n';
        """#
}
