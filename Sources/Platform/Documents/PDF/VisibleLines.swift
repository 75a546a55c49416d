/// The lines of a page, each with the reason why nobody sees it.
///
/// Text drawn with no ink over a picture is what a scanner's text recognition leaves: it says what the picture shows, and counts
/// as seen. On a page that has other text, or over a plain ground, it is hidden.
struct VisibleLines {
    private struct Entry {
        var line: PopplerText.Line
        var hiding: ExtractedDocument.Hiding?
    }

    private let page: PopplerText.Page
    private var entries: [Entry] = []

    private static let leastSize = 1
    private static let leastOpacity = 0.05
    /// From here on a colour may be that of paper.
    private static let lightness = 200

    /// - Parameters:
    ///   - page: with the text that has no ink.
    ///   - seen: the same page without it.
    init(_ page: PopplerText.Page, seen: PopplerText.Page?) {
        self.page = page
        var counts: [String: Int] = [:]
        for line in seen?.lines ?? [] { counts[line.key, default: 0] += 1 }
        var doubtful: [Int] = []
        for line in page.lines {
            if let count = counts[line.key], count > 0 {
                counts[line.key] = count - 1
                entries.append(Entry(line: line, hiding: Self.plainHiding(line, page)))
            } else {
                doubtful.append(entries.count)
                entries.append(Entry(line: line, hiding: .invisible))
            }
        }
        let left = (seen?.lines ?? []).filter { line in
            guard let count = counts[line.key], count > 0 else { return false }
            counts[line.key] = count - 1
            return true
        }
        if !left.isEmpty { part(doubtful, left) }
    }

    /// Lines that the tool has joined out of seen and unseen text are taken apart again.
    private mutating func part(_ doubtful: [Int], _ seen: [PopplerText.Line]) {
        var byTop: [Int: [Int]] = [:]
        for index in doubtful { byTop[entries[index].line.top, default: []].append(index) }
        for line in seen {
            let hiding = Self.plainHiding(line, page)
            if let index = byTop[line.top]?.first(where: { entries[$0].line.text.contains(line.text) }) {
                let rest = entries[index].line.text.replacing(line.text, with: " ", maxReplacements: 1)
                entries[index].line.pieces = [(rest, nil)]
            }
            entries.append(Entry(line: line, hiding: hiding))
        }
    }

    private static func plainHiding(
        _ line: PopplerText.Line, _ page: PopplerText.Page
    ) -> ExtractedDocument.Hiding? {
        if line.font.opacity <= leastOpacity { return .invisible }
        if line.font.size <= leastSize { return .tiny }
        guard page.width > 0, page.height > 0 else { return nil }
        let isOff =
            line.left >= page.width || line.top >= page.height || line.left + line.width <= 0
            || line.top + line.height <= 0
        return isOff ? .offPage : nil
    }

    private func mayBeGround(_ entry: Entry) -> Bool {
        let colour = entry.line.font.colour
        return entry.hiding == nil && min(colour.red, colour.green, colour.blue) >= Self.lightness
    }

    /// Only a look at the page can tell.
    var needsDrawing: Bool { entries.contains { $0.hiding == .invisible || mayBeGround($0) } }

    mutating func compare(with ground: PageGround?) {
        guard let ground else { return }
        let unseen = entries.count { $0.hiding == .invisible }
        let isScan = unseen > 4 * entries.count { $0.hiding == nil }
        for index in entries.indices {
            let entry = entries[index]
            if mayBeGround(entry), ground.isPlain(entry.line, of: page, in: entry.line.font.colour) {
                entries[index].hiding = .sameColour
            } else if entry.hiding == .invisible, isScan, !ground.isPlain(entry.line, of: page) {
                entries[index].hiding = nil
            }
        }
    }

    /// Lines that follow each other closely are one block, as long as they are seen alike.
    func blocks() -> [[ExtractedDocument.Run]] {
        var blocks: [[ExtractedDocument.Run]] = []
        var last: Entry?
        for entry in entries {
            var runs = entry.line.pieces.map { piece in
                ExtractedDocument.Run(piece.text, hiding: entry.hiding, url: Self.address(piece.url))
            }
            if let last, last.hiding == entry.hiding, !blocks.isEmpty, isNear(last.line, entry.line) {
                if let first = runs.indices.first { runs[first].text = "\n" + runs[first].text }
                blocks[blocks.count - 1] += runs
            } else {
                blocks.append(runs)
            }
            last = entry
        }
        return blocks
    }

    private func isNear(_ upper: PopplerText.Line, _ lower: PopplerText.Line) -> Bool {
        let gap = lower.top - upper.top
        return gap >= -2 && gap <= max(upper.height, lower.height) * 2
    }

    /// Links within the document are none to others.
    private static func address(_ url: String?) -> String? {
        guard let url, url.contains(":") else { return nil }
        return url
    }
}
