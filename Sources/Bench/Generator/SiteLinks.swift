/// Where the links of generated pages lead, and under which name each page is kept.
///
/// Pages for reading alone link to names that no file bears. Pages of a site link to each other: page 0 is the start page
/// and names every index page; an index page names up to a hundred articles; menus lead to index pages and news lists to
/// articles. A crawler that follows links from the start page finds every page.
struct SiteLinks {
    static let articlesInSection = 100

    /// Pages of the site; nil for pages that link nowhere.
    private let pageCount: Int?
    private let sections: Int
    private let articles: Int

    /// Links to names that no file bears.
    init() {
        pageCount = nil
        sections = 0
        articles = 0
    }

    /// - Parameter pageCount: all pages: start page, index pages and articles; at least 3.
    init(pageCount: Int) {
        self.pageCount = pageCount
        let perSection = Self.articlesInSection + 1
        sections = (pageCount - 1 + perSection - 1) / perSection
        articles = pageCount - 1 - sections
    }

    /// The file of a page, relative to the site's folder. The start page comes first, then the index pages, then articles.
    func file(ofPage number: Int) -> String {
        guard pageCount != nil else { return "\(padded(number / 100, 3))/trang-\(padded(number, 6)).html" }
        if number == 0 { return "index.html" }
        return number <= sections ? sectionFile(number - 1) : articleFile(number - 1 - sections)
    }

    func menuEntry(_ index: Int, _ sub: Int? = nil) -> String {
        guard pageCount != nil else { return sub.map { "/muc/\(index)/\($0)" } ?? "/muc/\(index)" }
        return "/" + sectionFile((index * 7 + (sub ?? 6)) % sections)
    }

    func newsItem(_ number: Int) -> String {
        pageCount == nil ? "/tin/\(number).html" : "/" + articleFile(number % articles)
    }

    /// What an index page names; nothing for articles.
    func index(ofPage number: Int) -> [String] {
        guard pageCount != nil, number <= sections else { return [] }
        if number == 0 { return (0..<sections).map { "/" + sectionFile($0) } }
        let first = (number - 1) * Self.articlesInSection
        return (first..<min(first + Self.articlesInSection, articles)).map { "/" + articleFile($0) }
    }

    private func sectionFile(_ section: Int) -> String { "muc-\(padded(section, 3))/index.html" }
    private func articleFile(_ article: Int) -> String {
        "muc-\(padded(article / Self.articlesInSection, 3))/tin-\(padded(article, 6)).html"
    }
}

func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
