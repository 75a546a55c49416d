import Markup

/// A stretch of the page that is scored as one: a segment, a run of neighbouring segments, or the page's main text.
struct Passage {
    enum Kind { case segment, run, page }
    var kind: Kind
    /// Range in the segment list; for `.page` all of it (only visible main text counts).
    var segmentStart: Int32
    var segmentEnd: Int32
    var hitStart: Int32
    var hitEnd: Int32
    var foldedBytes: UInt32
    var zone: Zone
    var hits: Range<Int> { Int(hitStart)..<Int(hitEnd) }
}

/// Segments are joined only with others that stand in the same kind of place and are hidden alike.
struct Zone: Equatable {
    enum Group: UInt8 { case main, head, navigation, footer, aside, visitors, script, data, comment, frame }
    var group: Group
    var isHidden: Bool

    init(_ block: PageView.Block) {
        // The usual noscript is a sentence about JavaScript; a planted one carries links.
        let isPlea = block.hidden.isNoscript && block.linkEnd <= block.linkStart
        self.init(group: Zone.group(of: block.place), isHidden: block.hidden.isTelling && !isPlea)
    }

    init(_ link: PageView.Link) {
        self.init(group: Zone.group(of: link.place), isHidden: link.hidden.isTelling)
    }

    /// Text in plain sight that is the page's matter, or its title and description.
    var isMainText: Bool { !isHidden && (group == .main || group == .head) }

    init(group: Group, isHidden: Bool) {
        self.group = group
        self.isHidden = isHidden
    }

    static func group(of place: PageView.Place) -> Group {
        switch place {
        case .body, .main, .article, .table, .form, .heading, .attribute: .main
        case .title, .description, .keywords, .meta: .head
        case .nav, .header: .navigation
        case .footer: .footer
        case .aside: .aside
        case .comment, .userContent: .visitors
        case .script: .script
        case .data: .data
        case .markupComment: .comment
        case .iframe: .frame
        }
    }
}

extension PageView.Hidden {
    /// Reasons that say nothing of planting by themselves.
    private static let plain: UInt32 = (1 << 15) | (1 << 14)  // metadata, script
    private static let custom: UInt32 = 1 << 31

    /// Hidden in a way that speaks for planting: not by custom, and more than being metadata or a script's string.
    @inline(__always)
    var isTelling: Bool { rawValue & Self.custom == 0 && rawValue & ~Self.plain != 0 }

    @inline(__always)
    var isNoscript: Bool { rawValue & (1 << 10) != 0 }
}

/// Cuts a page's segments into the passages worth scoring.
struct PassageBuilder {
    private(set) var passages: [Passage] = []
    private static let runBytes: UInt32 = 900

    /// - Parameter reasons: one a link of the view.
    mutating func build(_ segments: [Segment], reasons: [LinkJudge.Reason]) {
        passages.removeAll(keepingCapacity: true)
        var advertSegments = 0
        for index in segments.indices {
            let link = Int(segments[index].link)
            guard segments[index].advertHits > 0 || link >= 0 && reasons[link] >= .brand else { continue }
            advertSegments += 1
            append(.segment, index, index + 1, segments, segments[index].zone)
        }
        guard advertSegments > 0 else { return }
        buildRuns(segments)
        if advertSegments > 1 {
            append(.page, 0, segments.count, segments, Zone(group: .main, isHidden: false))
        }
    }

    /// Neighbours in one zone, up to `runBytes` together; attributes (alt, title) and URLs belong to what stands around them.
    private mutating func buildRuns(_ segments: [Segment]) {
        var run = Run(start: 0, zone: nil)
        for index in segments.indices {
            let segment = segments[index]
            let length = segment.foldEnd - segment.foldStart
            let own = segment.zone
            let adopts = (segment.isAttribute || segment.link >= 0) && !own.isHidden && run.zone != nil
            if run.zone == nil || (own != run.zone && !adopts) || run.bytes + length > Self.runBytes {
                close(run, at: index, segments)
                run = Run(start: index, zone: own)
            }
            run.bytes += length
            run.adverts += segment.advertHits
        }
        close(run, at: segments.count, segments)
    }

    private struct Run {
        var start: Int
        var zone: Zone?
        var bytes: UInt32 = 0
        var adverts: Int32 = 0
    }

    private mutating func close(_ run: Run, at end: Int, _ segments: [Segment]) {
        guard end - run.start > 1, run.adverts > 0, let zone = run.zone else { return }
        append(.run, run.start, end, segments, zone)
    }

    private mutating func append(_ kind: Passage.Kind, _ start: Int, _ end: Int, _ segments: [Segment], _ zone: Zone) {
        var bytes: UInt32 = 0
        for segment in segments[start..<end] { bytes += segment.foldEnd - segment.foldStart }
        passages.append(
            Passage(
                kind: kind, segmentStart: Int32(truncatingIfNeeded: start), segmentEnd: Int32(truncatingIfNeeded: end),
                hitStart: segments[start].hitStart, hitEnd: segments[end - 1].hitEnd, foldedBytes: bytes, zone: zone))
    }
}
