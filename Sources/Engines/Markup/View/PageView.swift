/// What a visitor, a search engine or a hidden-text reader would get from one page: flat arrays with integer links into
/// the page's UTF-8 bytes. Reused from page to page by one worker; holds no copy of the page.
///
/// All `start`/`end` are byte offsets of the UTF-8 page given to `build`.
package final class PageView {
    /// All working state stands in one value: its methods need no checks of exclusive access, which cost a third of the time.
    private var reader = PageReader()

    package init() {}

    package var blocks: [Block] { reader.blocks }
    package var pieces: [Piece] { reader.pieces }
    package var links: [Link] { reader.links }
    package var redirects: [Redirect] { reader.redirects }
    /// Side storage for text that the source does not hold as such: decoded hosts and URLs, folded script strings.
    package var derived: [UInt8] { reader.derived }
    package var facts: Facts { reader.facts }
    /// Steps that the last page took, in bytes and comparisons: linear in its size.
    package var work: Int { reader.work }

    /// Reads an HTML page. Never fails; cost is linear in `utf8.count`. Input is hostile.
    package func build(html utf8: UnsafeBufferPointer<UInt8>, limits: Limits = .standard) {
        reader.build(html: utf8, limits: limits)
    }

    /// Reads plain text: each paragraph (a line, or lines up to an empty one) is a block in `.body`; bare URLs become links.
    package func build(text utf8: UnsafeBufferPointer<UInt8>, limits: Limits = .standard) {
        reader.build(text: utf8, limits: limits)
    }

    /// Caps that keep a hostile page linear in time and bounded in memory.
    package struct Limits: Sendable {
        package var maxDepth = 512
        package var maxStyleRules = 20_000
        package var maxScriptRounds = 3
        package var maxDerivedBytes = 8 << 20
        package static let standard = Limits()
    }

    /// One run of text in a block.
    package struct Piece: Sendable {
        /// Source range. For `.derived` the range of the expression (script string, attribute) that the text came from.
        package var start: UInt32
        package var end: UInt32
        /// `.raw`: the source bytes themselves. `.scalar`: one decoded character. `.derived`: `derived[derivedStart..<derivedEnd]`.
        package var kind: Kind
        package var scalar: UInt32 = 0
        package var derivedStart: UInt32 = 0
        package var derivedEnd: UInt32 = 0
        package enum Kind: UInt8, Sendable { case raw, scalar, derived }
        package init(start: UInt32, end: UInt32, kind: Kind) {
            self.start = start
            self.end = end
            self.kind = kind
        }
    }

    /// A block of text: what one block-level element shows by itself, split where visibility changes.
    package struct Block: Sendable {
        /// From the first to the last source byte of its text.
        package var start: UInt32 = 0
        package var end: UInt32 = 0
        package var pieceStart: UInt32 = 0
        package var pieceEnd: UInt32 = 0
        /// Links whose anchor lies in this block.
        package var linkStart: UInt32 = 0
        package var linkEnd: UInt32 = 0
        package var place: Place = .body
        package var hidden: Hidden = []
        /// Bytes of text inside anchors, and in all (source bytes, white space left out).
        package var anchorBytes: UInt32 = 0
        package var textBytes: UInt32 = 0
        /// Source range of the nearest `lang` attribute value; empty when there is none.
        package var langStart: UInt32 = 0
        package var langEnd: UInt32 = 0
        package init() {}
    }

    /// Where in the page a block stands.
    package enum Place: UInt8, Sendable, CaseIterable {
        case body, main, article, nav, header, footer, aside, comment, table, form, heading, title
        /// `<meta name=description>` and its Open Graph twins, `<meta name=keywords>`, other metas.
        case description, keywords, meta
        /// `alt`, `title`, `placeholder`, `aria-label` and the like.
        case attribute
        /// Text that a script holds or writes.
        case script
        /// JSON-LD.
        case data
        /// An HTML comment `<!-- -->`.
        case markupComment
        /// A comment or question written by visitors (class or id says comment, reply, guestbook, forum, q&a).
        case userContent
        case iframe
    }

    /// Why a reader does not see the block. Empty: it is visible.
    package struct Hidden: OptionSet, Sendable, Hashable {
        package var rawValue: UInt32
        package init(rawValue: UInt32) { self.rawValue = rawValue }
        package static let displayNone = Hidden(rawValue: 1 << 0)
        package static let visibility = Hidden(rawValue: 1 << 1)
        package static let opacity = Hidden(rawValue: 1 << 2)
        package static let fontSize = Hidden(rawValue: 1 << 3)
        package static let offScreen = Hidden(rawValue: 1 << 4)  // position, margin, transform
        package static let textIndent = Hidden(rawValue: 1 << 5)
        package static let zeroSize = Hidden(rawValue: 1 << 6)  // width/height ≤ 1px with overflow hidden, scaled to 0
        package static let clipped = Hidden(rawValue: 1 << 7)
        package static let sameColour = Hidden(rawValue: 1 << 8)
        package static let attribute = Hidden(rawValue: 1 << 9)  // hidden, closed details/dialog, input type=hidden
        package static let noscript = Hidden(rawValue: 1 << 10)
        package static let template = Hidden(rawValue: 1 << 11)
        package static let markupComment = Hidden(rawValue: 1 << 12)
        package static let marquee = Hidden(rawValue: 1 << 13)  // shown, but moving in a box of a few pixels
        package static let script = Hidden(rawValue: 1 << 14)  // exists only as a string in a script
        package static let metadata = Hidden(rawValue: 1 << 15)  // meta, title attribute, JSON-LD
        /// Set together with a reason above when accessibility or interface practice explains it: sr-only and skip links,
        /// closed menus, tabs, accordions, carousels, modals.
        package static let customary = Hidden(rawValue: 1 << 31)
    }

    package struct Link: Sendable {
        package var kind: Kind = .anchor
        /// Source range of the attribute value, and of the element.
        package var valueStart: UInt32 = 0
        package var valueEnd: UInt32 = 0
        package var start: UInt32 = 0
        package var end: UInt32 = 0
        /// The decoded URL and, inside it, the lower-case host, as ranges of `derived`; the host is empty for relative URLs.
        package var urlStart: UInt32 = 0
        package var urlEnd: UInt32 = 0
        package var hostStart: UInt32 = 0
        package var hostEnd: UInt32 = 0
        package var rel: Rel = []
        package var place: Place = .body
        package var hidden: Hidden = []
        /// The block that holds the anchor text; `UInt32.max` when there is none.
        package var block: UInt32 = .max
        package var hasText = false
        package var hasImage = false
        package init() {}
        package enum Kind: UInt8, Sendable {
            case anchor, area, image, iframe, form, script, style, canonical, meta, text, other
        }
        package struct Rel: OptionSet, Sendable {
            package var rawValue: UInt8
            package init(rawValue: UInt8) { self.rawValue = rawValue }
            package static let nofollow = Rel(rawValue: 1)
            package static let sponsored = Rel(rawValue: 2)
            package static let ugc = Rel(rawValue: 4)
            package static let noopener = Rel(rawValue: 8)
            package static let blank = Rel(rawValue: 16)  // target=_blank
        }
    }

    /// A redirect that the content itself asks for.
    package struct Redirect: Sendable {
        package enum Kind: UInt8, Sendable { case metaRefresh, script, formSubmit, frame }
        package var kind: Kind
        /// Index into `links` of its target.
        package var link: UInt32
        /// True when it happens only under a condition that the page tests (referrer, user agent, cookie, time).
        package var isConditional = false
        package init(kind: Kind, link: UInt32) {
            self.kind = kind
            self.link = link
        }
    }

    /// What the page says of itself.
    package struct Facts: Sendable {
        package var declaredCharset: (start: UInt32, end: UInt32)?
        package var baseHref: UInt32?  // index into links
        package var lang: (start: UInt32, end: UInt32) = (0, 0)
        package var titleBlock: UInt32?
        /// Elements, text bytes, scripts and forms: an empty shell shows here.
        package var elementCount = 0
        package var visibleTextBytes = 0
        package var scriptCount = 0
        /// Inline scripts that name a way to change the document or to fetch: what they write, only a browser shows.
        package var writingScriptCount = 0
        package var formCount = 0
        package var passwordInputCount = 0
        /// A cap of `Limits` was reached; the page was read on, but the stated part was cut.
        package var wasCut = false
        package init() {}
    }
}
