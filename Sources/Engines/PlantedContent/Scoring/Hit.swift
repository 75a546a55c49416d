/// One accepted occurrence of a term in the folded page.
struct Hit {
    /// Folded positions.
    var start: UInt32
    var end: UInt32
    var term: Int32
    /// How much of the term's weight it carries: 1 as written in full, less when its marks are missing.
    var value: Float
}

/// A block of the page, a window of a long one, or the words of a URL, with its place in the folded stream and in the hit list.
struct Segment {
    /// The block; for a link that stands in no block, -1.
    var block: Int32
    /// The link whose URL this segment holds; -1 for text.
    var link: Int32 = -1
    /// Where the block's (or URL's) first folded byte stands.
    var foldBase: UInt32
    var foldStart: UInt32
    var foldEnd: UInt32
    var zone: Zone
    var isAttribute = false
    var hitStart: Int32 = 0
    var hitEnd: Int32 = 0
    /// Hits that speak for an advert.
    var advertHits: Int32 = 0
}
