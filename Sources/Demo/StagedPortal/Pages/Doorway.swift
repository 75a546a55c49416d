/// A page of foreign adverts that only a poisoned sitemap tells of.
struct Doorway: Sendable {
    let path: String
    let title: String
    let texts: [String]

    init(_ pool: [String], number: Int, _ dice: inout Dice) {
        texts = dice.sample(pool, count: 8)
        title = texts.first ?? ""
        let words = title.split { $0.isWhitespace || $0.isPunctuation }.prefix(3).joined(separator: "-").lowercased()
        path = "/item/\(words.percentEncoded)-\(number)"
    }

    var marker: String { "<h1>\(title.escapedForHTML)</h1>" }

    var html: String {
        let lines = texts.map { "<p>\($0.escapedForHTML)</p>" }.joined()
        return "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>\(title.escapedForHTML)</title></head>"
            + "<body>\(marker)\(lines)</body></html>"
    }
}

/// The portal's search, which says again what it was asked.
enum SearchPage {
    static func heading(_ query: String) -> String { "<h1>Kết quả tìm kiếm: \(query.escapedForHTML)</h1>" }
}
