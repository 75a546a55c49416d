/// The working state of one `PageView`, and the walk over a page; see the extensions by topic.
struct PageReader: ~Copyable {
    typealias Block = PageView.Block
    typealias Piece = PageView.Piece
    typealias Link = PageView.Link
    typealias Redirect = PageView.Redirect
    typealias Place = PageView.Place
    typealias Hidden = PageView.Hidden
    typealias Facts = PageView.Facts
    typealias Limits = PageView.Limits

    var blocks: [Block] = []
    var pieces: [Piece] = []
    var links: [Link] = []
    var redirects: [Redirect] = []
    /// Forms with an address, in order.
    var forms: [FormName] = []
    /// What the body does when the page is there: a range of the page.
    var bodyHandler = 0..<0
    /// Side storage for text that the source does not hold as such: decoded hosts and URLs, folded script strings.
    var derived: [UInt8] = []
    var facts = Facts()

    /// `Tag.traits`, at hand: asking a static for it costs a call each time.
    let traitTable = Tag.traits
    // Working state of one build; see the extensions by topic.
    var limits = Limits.standard
    var source = Source()
    var stack = ElementStack(capacity: 1024)
    var open = OpenBlock()
    var deferred: [Deferred] = []
    /// Entries of `deferred` below belong to an outer reading.
    var deferredFloor = 0
    var readers: [Reader] = []
    var folders: [ScriptFolder] = []
    let copies = CopyStore()
    /// The sheet of this page; empty, read in place, or lent by `sheets`.
    var sheet = StyleSheet()
    var sheets = SheetStore()
    var sheetRanges: [(start: Int, end: Int)] = []
    var elements = FlatList<ElementRecord>(capacity: 1024)
    var matches: [(specificity: UInt32, rule: Int32)] = []
    var cascade: [Declaration] = []
    var inlineDeclarations: [Declaration] = []
    /// Steps of selector matching that are left for this page.
    var matchingBudget = 0
    var rootFontSize: Float = 16
    let hints = HintMemory()
    var paths = PathMemory()
    /// The rules that apply to the element at hand: a range of `paths`, or nil for `matches`; and their hash.
    var knownRules: Range<Int>?
    var ruleHash: UInt64 = 0
    /// A rule that was tried asked for more than the path of an element.
    var askedMoreThanNames = false
    var styleCache: [StyleCacheEntry] = []
    /// Counts the pages, so that what is cached for one is not taken for another.
    var pageNumber: UInt64 = 0
    var lastBoxID: UInt32 = 0
    var fillNumber: UInt16 = 0
    /// Open elements that were looked at, and how many may be before searches are cut short.
    var searchSteps = 0
    var searchLimit = 0
    /// Bytes that were tokenized, on all levels.
    var tokenizedBytes = 0

    /// Steps of all loops whose length the page decides: the tests hold it to a multiple of the page's size.
    var work: Int { tokenizedBytes + searchSteps + initialBudget - matchingBudget + derived.count }
    private var initialBudget = 0
    var scriptType = ScriptType.code
    /// Index of the link whose anchor is open, or -1.
    var openAnchor = -1

    /// Reads an HTML page. Never fails; cost is linear in `utf8.count`. Input is hostile.
    mutating func build(html utf8: UnsafeBufferPointer<UInt8>, limits: Limits = .standard) {
        reset(limits)
        matchingBudget = 200_000 + utf8.count * 8
        initialBudget = matchingBudget
        searchLimit = 10_000 + utf8.count * 4
        facts.declaredCharset = CharsetSniffer.declaredLabel(in: utf8)
        guard let base = utf8.baseAddress, !utf8.isEmpty else { return }
        stack.pushRoot(hidden: [], place: .body)
        stack.top.box.id = nextBoxID()
        read(Source(base: base, count: utf8.count), level: 0)
        finishBlock()
        noteSubmits(UnsafeBufferPointer(rebasing: utf8[bodyHandler]))
    }

    /// Reads plain text: each paragraph (a line, or lines up to an empty one) is a block in `.body`; bare URLs become links.
    mutating func build(text utf8: UnsafeBufferPointer<UInt8>, limits: Limits = .standard) {
        reset(limits)
        guard let base = utf8.baseAddress, !utf8.isEmpty else { return }
        stack.pushRoot(hidden: [], place: .body)
        source = Source(base: base, count: utf8.count)
        readParagraphs()
        finishBlock()
    }

    private mutating func reset(_ limits: Limits) {
        self.limits = limits
        pageNumber &+= 1
        blocks.removeAll(keepingCapacity: true)
        pieces.removeAll(keepingCapacity: true)
        links.removeAll(keepingCapacity: true)
        redirects.removeAll(keepingCapacity: true)
        forms.removeAll(keepingCapacity: true)
        bodyHandler = 0..<0
        derived.removeAll(keepingCapacity: true)
        deferred.removeAll(keepingCapacity: true)
        deferredFloor = 0
        copies.removeAll()
        sheets.takeBack(&sheet)
        sheet.removeAll(maxRules: limits.maxStyleRules)
        elements.removeAll()
        paths.removeAll()
        rootFontSize = 16
        fillNumber = 0
        searchSteps = 0
        searchLimit = 0
        tokenizedBytes = 0
        facts = Facts()
        open = OpenBlock()
        openAnchor = -1
        stack.removeAll(maxDepth: limits.maxDepth)
    }
}
