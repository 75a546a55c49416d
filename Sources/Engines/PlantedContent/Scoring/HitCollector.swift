import Markup
import Patterns
import VietText

/// Folds a page, searches it once for all words of the pack, and keeps the hits that stand as words with their own marks.
///
/// Linear in the page's bytes plus its hits. Reused from page to page; nothing is allocated when a page is no larger than
/// those before.
final class HitCollector {
    let rules: RuleSet
    let folded: FoldBuffer
    let disguise = DisguiseBuffer()
    var raw: [LiteralHit] = []
    private(set) var hits: [Hit] = []
    private(set) var segments: [Segment] = []
    private var reasons: [LinkJudge.Reason] = []
    private var quotes = QuoteFinder()
    /// The last segment that was searched for marks, and whether it has none.
    private var markFree = (segment: -1, isFree: false)
    var slugs: [UInt8] = []
    var slugStarts: [(slug: Int, folded: Int)] = []
    /// Longest stretch scored as one; longer blocks are cut at sentence ends.
    static let windowBytes: UInt32 = 1_400

    init(rules: RuleSet) {
        self.rules = rules
        folded = FoldBuffer(table: rules.foldTable)
    }

    /// - Parameter reasons: one a link of the view; the URLs of foreign links and the names of images are read as words.
    func collect(_ view: PageView, _ utf8: UnsafeBufferPointer<UInt8>, reasons: [LinkJudge.Reason]) {
        folded.removeAll()
        segments.removeAll(keepingCapacity: true)
        hits.removeAll(keepingCapacity: true)
        self.reasons = reasons
        foldAll(view, utf8)
        guard !segments.isEmpty else { return }
        rules.literalSet.scan(folded.bytes, into: &raw)
        acceptLiterals()
        let ordered = hits.count
        acceptDigitBrands()
        acceptDisguised()
        acceptDisguisedNames()
        acceptSlugs()
        if hits.count > ordered { hits.sort { ($0.end, $0.start, $0.term) < ($1.end, $1.start, $1.term) } }
        linkHitsToSegments()
        for segment in segments where segment.advertHits > 0 { discountQuotes(segment) }
    }

    private func foldAll(_ view: PageView, _ utf8: UnsafeBufferPointer<UInt8>) {
        let folded = folded
        let links = view.links
        let text = PageText(view, utf8)
        view.blocks.withUnsafeBufferPointer { blocks in
            for (index, block) in blocks.enumerated() {
                let start = UInt32(truncatingIfNeeded: folded.count)
                text.fold(block, into: folded)
                let end = UInt32(truncatingIfNeeded: folded.count)
                folded.appendBreak()
                if end > start { cut(block, Int32(truncatingIfNeeded: index), start, end) }
                for link in Int(block.linkStart)..<max(Int(block.linkStart), Int(block.linkEnd)) {
                    addURL(of: link, links[link], block: Int32(truncatingIfNeeded: index), view)
                }
            }
        }
        for link in links.indices where links[link].block == .max {
            addURL(of: link, links[link], block: -1, view)
        }
    }

    /// Foreign links are read whole, of others only the names of images.
    func readsWholeURL(_ link: Int) -> Bool { reasons[link] >= .external }

    private func addURL(of index: Int, _ link: PageView.Link, block: Int32, _ view: PageView) {
        let isForeign = readsWholeURL(index)
        guard isForeign || link.kind == .image else { return }
        let start = UInt32(truncatingIfNeeded: folded.count)
        Self.foldURL(link, of: view, wholeURL: isForeign, into: folded)
        let end = UInt32(truncatingIfNeeded: folded.count)
        folded.appendBreak()
        guard end > start else { return }
        segments.append(
            Segment(
                block: block, link: Int32(truncatingIfNeeded: index), foldBase: start, foldStart: start, foldEnd: end,
                zone: Zone(link)))
    }

    /// The words of a URL, separators as spaces, at most 300 bytes; of an image on the site itself only the file name.
    static func foldURL(_ link: PageView.Link, of view: PageView, wholeURL: Bool, into buffer: FoldBuffer) {
        let url = view.derived[Int(link.urlStart)..<Int(link.urlEnd)]
        let slash = UInt8(ascii: "/")
        let name: ArraySlice<UInt8>
        if wholeURL {
            // Behind `scheme://`.
            let head = url.prefix(12)
            let colon = head.firstIndex(of: UInt8(ascii: ":")) ?? url.startIndex
            name = url[colon...].drop { $0 == UInt8(ascii: ":") || $0 == slash }.prefix(300)
        } else {
            name = url[((url.lastIndex(of: slash) ?? url.startIndex - 1) + 1)...].prefix(300)
        }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 300) { words in
            var length = 0
            for byte in name {
                words[length] = CharacterClass.isURLSeparator(byte) ? 0x20 : byte
                length += 1
            }
            buffer.append(
                derived: UnsafeBufferPointer(rebasing: words[..<length]), sourceStart: link.valueStart,
                sourceEnd: link.valueEnd)
        }
    }

    /// Long blocks are cut behind a sentence end in the second half of a window, else at a space.
    private func cut(_ block: PageView.Block, _ index: Int32, _ start: UInt32, _ end: UInt32) {
        var segment = Segment(
            block: index, foldBase: start, foldStart: start, foldEnd: end, zone: Zone(block),
            isAttribute: block.place == .attribute)
        let bytes = folded.bytes
        var from = start
        while end - from > Self.windowBytes + Self.windowBytes / 2 {
            var at = from + Self.windowBytes
            var space: UInt32?
            let floor = from + Self.windowBytes / 2
            while at > floor {
                if bytes[Int(at)] == 0x20 {
                    let before = bytes[Int(at) - 1]
                    if before == UInt8(ascii: ".") || before == UInt8(ascii: "!") || before == UInt8(ascii: "?") {
                        break
                    }
                    if space == nil { space = at }
                }
                at -= 1
            }
            let edge = at > floor ? at : space ?? from + Self.windowBytes
            segment.foldStart = from
            segment.foldEnd = edge
            segments.append(segment)
            from = edge
        }
        segment.foldStart = from
        segment.foldEnd = end
        segments.append(segment)
    }

    /// Through pointers: a page has thousands of hits, and nearly all of this is asked for each.
    private func acceptLiterals() {
        let bytes = folded.bytes
        let marks = folded.marks
        var segment = 0
        var lastStemToken = -1
        markFree = (-1, false)
        let raw = raw
        rules.literals.withUnsafeBufferPointer { literals in
            segments.withUnsafeBufferPointer { segments in
                for hit in raw {
                    let literal = literals[Int(hit.pattern)]
                    let end = Int(hit.end)
                    let start = end &- Int(literal.length)
                    if literal.isStem {
                        lastStemToken = acceptStem(start, end, bytes, lastStemToken)
                        continue
                    }
                    if literal.isHostEnd {
                        acceptHost(start, end, bytes)
                        continue
                    }
                    while segment &+ 1 < segments.count, segments[segment].foldEnd < hit.end { segment &+= 1 }
                    let value = value(of: literal, start, end, bytes, marks, segments[segment], segment)
                    if value > 0 { append(start, end, literal.term, value) }
                }
            }
        }
    }

    func append(_ start: Int, _ end: Int, _ term: Int32, _ value: Float) {
        hits.append(
            Hit(
                start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end), term: term, value: value
            ))
    }

    /// How much a hit counts, from its marks; 0 when its marks make it other words.
    @inline(__always)
    private func value(
        of literal: RuleSet.Literal, _ start: Int, _ end: Int, _ bytes: UnsafeBufferPointer<UInt8>,
        _ marks: UnsafeBufferPointer<UInt8>, _ segment: Segment, _ index: Int
    ) -> Float {
        if literal.isCompact { return 0.8 }
        guard literal.marksStart >= 0 else {
            // Written without marks in the pack (`slot`, `zalo`): marks in the text make it another word.
            return AccentRule.hasVietnameseMarks(marks, start, end) ? 0 : 1
        }
        switch agreement(of: literal, bytes: bytes, marks: marks, start, end) {
        case .exact: return 1
        case .conflicting: return 0
        case .stripped:
            let isLong = literal.length >= 8
            if markFree.segment != index {
                let hasMarks = AccentRule.hasVietnameseMarks(marks, Int(segment.foldStart), Int(segment.foldEnd))
                markFree = (index, !hasMarks)
            }
            if markFree.isFree { return isLong ? 0.9 : 0.6 }
            return isLong ? 0.6 : 0.2
        }
    }

    /// Tokens that end in a stem and hold no digit (`sunwin`, `cao-win`, `lamtim.club`); those with digits are found by
    /// `acceptDigitBrands`.
    private func acceptStem(_ start: Int, _ end: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ last: Int) -> Int {
        if end < bytes.count, CharacterClass.isLatinWord(bytes[end]) { return last }
        var tokenStart = start
        while tokenStart > 0, start - tokenStart < 24, CharacterClass.isLatinWord(bytes[tokenStart - 1]) {
            tokenStart -= 1
        }
        if tokenStart == start { return acceptJoinedStem(start, end, bytes, last) }
        guard tokenStart != last else { return last }
        let token = UnsafeBufferPointer(rebasing: bytes[tokenStart..<end])
        if rules.brandShape.kind(of: token) == .stem,
            !AccentRule.hasVietnameseMarks(folded.marks, tokenStart, end)
        {
            append(tokenStart, end, rules.brandTerm(.stem), 1)
        }
        return tokenStart
    }

    /// A host name in the text: letters, digits, hyphens and dots before the end. Hosts that a portal may name are none.
    private func acceptHost(_ dot: Int, _ end: Int, _ bytes: UnsafeBufferPointer<UInt8>) {
        if end < bytes.count, CharacterClass.isLatinWord(bytes[end]) || bytes[end] == UInt8(ascii: "-") { return }
        if end + 1 < bytes.count, bytes[end] == UInt8(ascii: "."), CharacterClass.isLatinWord(bytes[end + 1]) { return }
        var start = dot
        while start > 0, dot - start < 60 {
            let byte = bytes[start - 1]
            guard CharacterClass.isLatinWord(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") else {
                break
            }
            start -= 1
        }
        guard dot - start >= 3, !AccentRule.hasVietnameseMarks(folded.marks, start, end),
            start == 0 || bytes[start - 1] != UInt8(ascii: "@"),
            rules.allowedHosts.match(UnsafeBufferPointer(rebasing: bytes[start..<end])) == nil
        else { return }
        append(start, end, rules.brandTerm(.host), 1)
    }

    /// A stem of its own behind a name and a hyphen or a dot.
    private func acceptJoinedStem(_ start: Int, _ end: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ last: Int) -> Int {
        guard start > 3, bytes[start - 1] == UInt8(ascii: "-") || bytes[start - 1] == UInt8(ascii: ".") else {
            return last
        }
        var nameStart = start - 1
        while nameStart > 0, start - nameStart < 24, CharacterClass.isLatinWord(bytes[nameStart - 1]) {
            nameStart -= 1
        }
        guard start - 1 - nameStart >= 3, nameStart != last,
            !AccentRule.hasVietnameseMarks(folded.marks, nameStart, end)
        else { return last }
        append(nameStart, end, rules.brandTerm(.stem), 1)
        return nameStart
    }

    func agreement(
        of literal: RuleSet.Literal, bytes: UnsafeBufferPointer<UInt8>, marks: UnsafeBufferPointer<UInt8>,
        _ start: Int, _ end: Int
    ) -> AccentAgreement.Outcome {
        rules.marks.withUnsafeBufferPointer { all in
            let first = Int(literal.marksStart)
            // Nearly always the text is written as the term is.
            if let base = all.baseAddress {
                if AccentRule.isWritten(marks, start, end, like: base + first) { return .exact }
                if let outcome = AccentRule.quickOutcome(marks, start, end, unlike: base + first) { return outcome }
            }
            return AccentAgreement(
                termBytes: UnsafeBufferPointer(rebasing: bytes[start..<end]),
                termMarks: UnsafeBufferPointer(rebasing: all[first..<first + end - start]),
                textMarks: UnsafeBufferPointer(rebasing: marks[start..<end])
            ).outcome
        }
    }

    /// What an article quotes it does not say: hits between quotation marks count half, where most of the text is not quoted.
    private func discountQuotes(_ segment: Segment) {
        let range = Int(segment.foldStart)..<Int(segment.foldEnd)
        guard quotes.find(folded.bytes, range), quotes.quotedBytes * 5 < range.count * 3 else { return }
        var next = 0
        for index in Int(segment.hitStart)..<Int(segment.hitEnd) {
            while next < quotes.spans.count, quotes.spans[next].upperBound < Int(hits[index].end) { next += 1 }
            guard next < quotes.spans.count else { return }
            if quotes.spans[next].lowerBound <= Int(hits[index].start),
                !rules.facts[Int(hits[index].term)].isContrast
            {
                hits[index].value *= 0.5
            }
        }
    }

    private func linkHitsToSegments() {
        let facts = rules.facts
        let segmentCount = segments.count
        hits.withUnsafeBufferPointer { hits in
            segments.withUnsafeMutableBufferPointer { segments in
                var next = 0
                for index in 0..<segmentCount {
                    let end = segments[index].foldEnd
                    segments[index].hitStart = Int32(truncatingIfNeeded: next)
                    var adverts: Int32 = 0
                    while next < hits.count, hits[next].end <= end {
                        if facts[Int(hits[next].term)].isSign { adverts += 1 }
                        next += 1
                    }
                    segments[index].hitEnd = Int32(truncatingIfNeeded: next)
                    segments[index].advertHits = adverts
                }
            }
        }
    }
}

/// The pieces of a page's text and what they point into, taken from the view once for all blocks.
struct PageText {
    private let pieces: [PageView.Piece]
    private let derived: [UInt8]
    private let utf8: UnsafeBufferPointer<UInt8>

    init(_ view: PageView, _ utf8: UnsafeBufferPointer<UInt8>) {
        pieces = view.pieces
        derived = view.derived
        self.utf8 = utf8
    }

    /// Appends the text of one block. Also used with a buffer that records origins, so that both streams are the same.
    func fold(_ block: PageView.Block, into buffer: FoldBuffer) {
        pieces.withUnsafeBufferPointer { pieces in
            for index in Int(block.pieceStart)..<Int(block.pieceEnd) {
                let piece = pieces[index]
                switch piece.kind {
                case .raw:
                    let slice = UnsafeBufferPointer(rebasing: utf8[Int(piece.start)..<Int(piece.end)])
                    buffer.append(slice, sourceOffset: piece.start)
                case .scalar:
                    buffer.append(scalar: piece.scalar, sourceStart: piece.start, sourceEnd: piece.end)
                case .derived: appendDerived(piece, to: buffer)
                }
            }
        }
    }

    private func appendDerived(_ piece: PageView.Piece, to buffer: FoldBuffer) {
        derived.withUnsafeBufferPointer { derived in
            let slice = UnsafeBufferPointer(rebasing: derived[Int(piece.derivedStart)..<Int(piece.derivedEnd)])
            buffer.append(derived: slice, sourceStart: piece.start, sourceEnd: piece.end)
        }
    }
}
