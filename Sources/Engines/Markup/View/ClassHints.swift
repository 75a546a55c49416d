/// What the words of a `class` or `id` say: where the element stands, and whether interface practice explains that it is hidden.
enum ClassHints {
    struct Hint {
        var place: PageView.Place?
        var isCustomary = false
    }

    /// Values over this length say nothing more.
    private static let longestValue = 1024

    /// Reads the words of a value: runs of letters, split at anything else and at a capital after a small letter. Linear.
    static func read(_ value: UnsafePointer<UInt8>, _ count: Int) -> Hint {
        var hint = Hint()
        var previous: UInt64 = 0
        var word: UInt64 = 0
        var length = 0
        var wasSmall = false
        let stop = min(count, longestValue)
        var index = 0
        while index <= stop {
            let byte = index < stop ? value[index] : 0x20
            let letter = (byte | 0x20) &- 0x61
            let isCapital = byte &- 0x41 < 26
            if letter < 26, !(isCapital && wasSmall) {
                word =
                    length < 8 ? word | UInt64(byte | 0x20) << UInt64(length &* 8) : word &* 31 &+ UInt64(byte | 0x20)
                length &+= 1
                wasSmall = !isCapital
                index &+= 1
                continue
            }
            if length > 0 {
                note(word, after: previous, &hint)
                previous = word
                word = 0
                length = 0
            }
            wasSmall = false
            if letter >= 26 {
                if byte == 0x20 || byte == 0x0A || byte == 0x09 { previous = 0 }
                index &+= 1
            }
        }
        return hint
    }

    @inline(__always)
    private static func note(_ word: UInt64, after previous: UInt64, _ hint: inout Hint) {
        var slot = slot(word)
        while table[slot].word != 0 {
            if table[slot].word == word, table[slot].previous == 0 || table[slot].previous == previous {
                apply(table[slot], &hint)
            }
            slot = (slot &+ 1) & (slotCount &- 1)
        }
    }

    private static func apply(_ entry: Entry, _ hint: inout Hint) {
        if entry.isCustomary { hint.isCustomary = true }
        if let place = entry.place, hint.place == nil || place == .userContent { hint.place = place }
    }

    // MARK: the words

    private struct Entry {
        var word: UInt64 = 0
        var previous: UInt64 = 0
        var place: PageView.Place?
        var isCustomary = false
    }

    private static let slotCount = 512

    @inline(__always)
    private static func slot(_ word: UInt64) -> Int {
        Int(truncatingIfNeeded: (word &* 0x9E37_79B9_7F4A_7C15) >> 55)
    }

    private static func key(_ text: String) -> UInt64 {
        var word: UInt64 = 0
        for (index, byte) in text.utf8.enumerated() {
            word = index < 8 ? word | UInt64(byte) << UInt64(index * 8) : word &* 31 &+ UInt64(byte)
        }
        return word
    }

    private static let placeWords: [(String, PageView.Place)] = [
        ("footer", .footer), ("foot", .footer), ("ft", .footer), ("copyright", .footer), ("chan trang", .footer),
        ("bottom", .footer),
        ("header", .header), ("topbar", .header), ("banner", .header), ("masthead", .header), ("dau trang", .header),
        ("menu", .nav), ("nav", .nav), ("navbar", .nav), ("navigation", .nav), ("breadcrumb", .nav),
        ("breadcrumbs", .nav), ("submenu", .nav), ("megamenu", .nav), ("pagination", .nav),
        ("sidebar", .aside), ("aside", .aside), ("widget", .aside), ("cot phai", .aside), ("cot trai", .aside),
        ("comment", .userContent), ("comments", .userContent), ("commentlist", .userContent), ("reply", .userContent),
        ("replies", .userContent), ("guestbook", .userContent), ("forum", .userContent), ("binh luan", .userContent),
        ("binhluan", .userContent), ("hoi dap", .userContent), ("hoidap", .userContent), ("gop y", .userContent),
        ("gopy", .userContent), ("phan hoi", .userContent), ("qa", .userContent), ("faq", .userContent),
        ("question", .userContent), ("questions", .userContent), ("feedback", .userContent), ("y kien", .userContent),
        ("luu but", .userContent), ("dien dan", .userContent), ("thread", .userContent), ("disqus", .userContent),
        ("article", .article), ("entry content", .article), ("post content", .article), ("bai viet", .article),
        ("news detail", .article), ("content detail", .article), ("noi dung", .article), ("chi tiet", .article),
        ("main content", .main),
    ]

    private static let customaryWords: [String] = [
        "sr only", "visually hidden", "visuallyhidden", "screen reader", "sronly", "skip", "skiplink", "offscreen",
        "assistive", "dropdown", "submenu", "megamenu", "menu", "nav", "navbar", "collapse", "collapsed", "collapsible",
        "tab", "tabs", "tabpanel", "tabcontent", "modal", "popup", "dialog", "lightbox", "fancybox", "offcanvas",
        "drawer", "carousel", "swiper", "slick", "owl", "slider", "slide", "slideshow", "flexslider", "accordion",
        "toggle", "tooltip", "popover", "panel", "loading", "loader", "spinner", "preloader", "mobile", "desktop",
        "hidden xs", "hidden sm", "hidden md", "hidden lg", "visible xs", "visible sm", "visible md", "visible lg",
        "d none", "print", "noprint", "search", "cookie", "lang", "language", "a hidden", "acc", "steps",
        "autocomplete",
        "suggestion", "suggestions", "datepicker", "calendar", "message", "error", "success", "alert", "backtotop",
    ]

    private static let table: [Entry] = {
        var table = [Entry](repeating: Entry(), count: slotCount)
        func add(_ text: String, _ place: PageView.Place?, _ isCustomary: Bool) {
            let words = text.split(separator: " ").map { key(String($0)) }
            guard let last = words.last else { return }
            var entry = Entry(word: last, previous: words.count > 1 ? words[0] : 0)
            entry.place = place
            entry.isCustomary = isCustomary
            var at = slot(last)
            while table[at].word != 0 { at = (at + 1) & (slotCount - 1) }
            table[at] = entry
        }
        for (text, place) in placeWords { add(text, place, false) }
        for text in customaryWords { add(text, nil, true) }
        return table
    }()
}
