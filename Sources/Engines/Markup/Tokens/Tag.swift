/// The elements that the house knows by name; every other one is `.unknown` and behaves as an inline box.
package enum Tag: UInt8, CaseIterable, Sendable, BitwiseCopyable {
    case unknown
    case a, abbr, acronym, address, annotation, applet, area, article, aside, audio
    case b, base, basefont, bdi, bdo, bgsound, big, blink, blockquote, body, br, button
    case canvas, caption, center, cite, code, col, colgroup
    case data, datalist, dd, del, details, dfn, dialog, dir, div, dl, dt
    case em, embed
    case fieldset, figcaption, figure, font, footer, form, frame, frameset
    case h1, h2, h3, h4, h5, h6, head, header, hgroup, hr, html
    case i, iframe, image, img, input, ins
    case kbd, keygen, label, legend, li, link, listing
    case main, map, mark, marquee, math, menu, menuitem, meta, meter
    case nav, nobr, noembed, noframes, noscript
    case object, ol, optgroup, option, output
    case p, param, picture, plaintext, pre, progress
    case q, rb, rp, rt, rtc, ruby
    case s, samp, script, search, section, select, slot, small, source, span, strike, strong, style, sub, summary, sup,
        svg
    case table, tbody, td, template, textarea, tfoot, th, thead, time, title, tr, track, tt
    case u, ul
    case `var`, video, wbr, xmp
}

/// What the standard says of an element, as bits; `Tag.traits` is the table.
struct TagTraits: OptionSet {
    let rawValue: UInt32

    /// Has no content and no end tag.
    static let void = TagTraits(rawValue: 1 << 0)
    /// Starts and ends a block of text.
    static let block = TagTraits(rawValue: 1 << 1)
    /// `display: none` by the browser's own sheet.
    static let neverShown = TagTraits(rawValue: 1 << 2)
    /// Content is text without tags; `.references` says whether character references count in it.
    static let rawText = TagTraits(rawValue: 1 << 3)
    static let references = TagTraits(rawValue: 1 << 4)
    /// Its start tag ends an open `p`.
    static let closesParagraph = TagTraits(rawValue: 1 << 5)
    /// `display: inline-block` or replaced: width and height apply, yet it stays in the line.
    static let inlineBox = TagTraits(rawValue: 1 << 6)
    /// Gives its content a place, takes part in implied end tags, or carries links: needs more than a push.
    static let special = TagTraits(rawValue: 1 << 7)
    /// A start tag that ends open siblings of its kind (`li`, `td`, `tr`, `option`, `dt`, …).
    static let endsSiblings = TagTraits(rawValue: 1 << 8)
    /// An end tag never closes elements beyond one of these.
    static let scope = TagTraits(rawValue: 1 << 9)
    static let heading = TagTraits(rawValue: 1 << 10)
}

extension Tag {
    /// Traits by `Tag.rawValue`; 256 entries, made once.
    nonisolated(unsafe) static let traits: UnsafePointer<TagTraits> = {
        let table = UnsafeMutablePointer<TagTraits>.allocate(capacity: 256)
        table.initialize(repeating: [], count: 256)
        func add(_ traits: TagTraits, _ tags: Tag...) {
            for tag in tags { table[Int(tag.rawValue)].formUnion(traits) }
        }
        add(
            .void, .area, .base, .basefont, .bgsound, .br, .col, .embed, .frame, .hr, .image, .img, .input, .keygen,
            .link, .meta, .param, .source, .track, .wbr)
        add(
            .block, .address, .article, .aside, .blockquote, .body, .caption, .center, .dd, .details, .dialog, .dir,
            .div, .dl, .dt, .fieldset, .figcaption, .figure, .footer, .form, .frameset, .h1, .h2, .h3, .h4, .h5, .h6,
            .head, .header, .hgroup, .hr, .html, .iframe, .legend, .li, .listing, .main, .marquee, .menu, .nav,
            .noscript, .ol, .optgroup, .option, .p, .plaintext, .pre, .search, .section, .select, .summary)
        add(
            .block, .table, .tbody, .td, .template, .textarea, .tfoot, .th, .thead, .title, .tr, .ul, .xmp, .svg, .math,
            .noembed, .noframes, .button, .object, .applet, .video, .audio, .canvas, .datalist)
        add(
            .neverShown, .area, .base, .basefont, .datalist, .head, .link, .meta, .noembed, .noframes, .param, .rp,
            .script, .style, .template, .title)
        add(.rawText, .script, .style, .xmp, .iframe, .noembed, .noframes, .plaintext, .title, .textarea)
        add(.references, .title, .textarea)
        add(
            .closesParagraph, .address, .article, .aside, .blockquote, .center, .dd, .details, .dialog, .dir, .div,
            .dl, .dt, .fieldset, .figcaption, .figure, .footer, .form, .h1, .h2, .h3, .h4, .h5, .h6, .header, .hgroup,
            .hr, .li, .listing, .main, .menu, .nav, .ol, .p, .plaintext, .pre, .search, .section, .summary, .table, .ul,
            .xmp)
        add(
            .inlineBox, .button, .canvas, .img, .image, .input, .marquee, .meter, .object, .progress, .select, .textarea
        )
        add(.inlineBox, .video, .audio, .embed, .iframe, .applet)
        add(
            .endsSiblings, .dd, .dt, .li, .optgroup, .option, .td, .th, .tr, .tbody, .thead, .tfoot, .caption,
            .colgroup, .rb, .rt, .rtc, .rp)
        add(.scope, .table, .td, .th, .caption, .html, .template, .marquee, .object, .applet, .button, .noscript)
        add(.heading, .h1, .h2, .h3, .h4, .h5, .h6)
        add(
            .special, .a, .area, .article, .aside, .base, .body, .br, .button, .details, .dialog, .embed, .footer,
            .form, .frame, .h1, .h2, .h3, .h4, .h5, .h6, .header, .html, .iframe, .img, .image, .input, .link, .main)
        add(
            .special, .marquee, .meta, .nav, .noscript, .noembed, .noframes, .object, .script, .style, .summary,
            .table, .td, .template, .textarea, .th, .title, .source, .video, .audio, .svg, .math, .font, .wbr, .center)
        return UnsafePointer(table)
    }()

    @inline(__always)
    var traits: TagTraits { Tag.traits[Int(rawValue)] }

    /// Lower-case name as it stands in markup.
    package var name: String { String(describing: self) }
}
