import Glibc

private let usage = """
    Bench generate --out DIR [--mb 50 | --site PAGES] [--hits 2] [--terms FILE] [--seed 2026] [--page-bytes 30000]
                   [--jsonl FILE]

    Writes HTML pages to DIR, a hundred to a folder, and one line of JSON about them to standard output.
    --site    so many pages that link to each other: index.html, index pages of 100 links, articles
    --hits    terms that a search of 1,000 raw bytes finds, overlapping ones counted
    --terms   a pack's terms.tsv, or one phrase a line (default Resources/knowledge/planted-content/terms.tsv)
    --jsonl   write the same pages also as rows {"id", "html"}
    """

private struct GenerateOptions {
    var out = ""
    var megabytes = 50.0
    var sitePages: Int?
    var hits = 2.0
    var terms = "Resources/knowledge/planted-content/terms.tsv"
    var seed: UInt64 = 2026
    var pageBytes = 30_000
    var jsonl: String?

    init?(_ arguments: [String]) {
        guard arguments.count.isMultiple(of: 2) else { return nil }
        for index in stride(from: 0, to: arguments.count, by: 2) {
            let value = arguments[index + 1]
            switch arguments[index] {
            case "--out": out = value
            case "--mb": megabytes = Double(value) ?? -1
            case "--site": sitePages = Int(value) ?? -1
            case "--hits": hits = Double(value) ?? -1
            case "--terms": terms = value
            case "--seed": seed = UInt64(value) ?? 0
            case "--page-bytes": pageBytes = Int(value) ?? 0
            case "--jsonl": jsonl = value
            default: return nil
            }
        }
        guard !out.isEmpty, megabytes > 0, hits >= 0, hits <= 40, pageBytes >= 12_000 else { return nil }
        if let sitePages { guard (3...1_000_000).contains(sitePages) else { return nil } }
    }

    var links: SiteLinks { sitePages.map { SiteLinks(pageCount: $0) } ?? SiteLinks() }

    /// Whether these pages are all that was asked for.
    func areEnough(_ made: HTMLGenerator.Statistics) -> Bool {
        sitePages.map { made.pages >= $0 } ?? (Double(made.bytes) >= megabytes * 1e6)
    }
}

/// `Bench generate`: pages for the comparison with other programs.
/// - Returns: the exit code: 0, 1 when a file cannot be read or written, 2 for wrong use.
func generate(_ arguments: [String]) -> Int32 {
    guard let options = GenerateOptions(arguments) else {
        complain(usage)
        return 2
    }
    guard let list = TermList(path: options.terms) else {
        complain("Bench: cannot read the terms in \(options.terms)")
        return 1
    }
    var generator = HTMLGenerator(
        terms: list.terms, hitsPerKilobyte: options.hits, seed: options.seed, pageBytes: options.pageBytes,
        links: options.links)
    var rows: UnsafeMutablePointer<FILE>?
    if let path = options.jsonl {
        rows = fopen(path, "wb")
        guard rows != nil else {
            complain("Bench: cannot write \(path)")
            return 1
        }
    }
    defer { if let rows { fclose(rows) } }
    mkdir(options.out, 0o755)
    while !options.areEnough(generator.statistics) {
        let number = generator.statistics.pages
        let file = generator.links.file(ofPage: number)
        if let slash = file.firstIndex(of: "/") { mkdir("\(options.out)/\(file[..<slash])", 0o755) }
        let page = generator.page()
        guard writeFile("\(options.out)/\(file)", page) else {
            complain("Bench: cannot write \(options.out)/\(file)")
            return 1
        }
        if let rows {
            let row = jsonRow(number, page)
            fwrite(row, 1, row.count, rows)
        }
    }
    let made = generator.statistics
    print(
        "{\"pages\":\(made.pages),\"bytes\":\(made.bytes),\"text_share\":\(Double(made.textBytes) / Double(made.bytes)),"
            + "\"terms\":\(list.terms.count),\"sown\":\(made.sown),\"found\":\(made.found),"
            + "\"found_per_kb\":\(Double(made.found) * 1_000 / Double(made.bytes))}")
    return 0
}

/// Measures the generator itself, so that a slow one is not taken for a slow disk.
func benchGenerator() {
    let words = ["một cụm từ", "cụm từ thứ hai", "từ lạ", "chuỗi mẫu"].map { Array($0.utf8) }
    var generator = HTMLGenerator(terms: words, hitsPerKilobyte: 2)
    let start = seconds(CLOCK_PROCESS_CPUTIME_ID)
    while generator.statistics.bytes < 10_000_000 { _ = generator.page() }
    let taken = seconds(CLOCK_PROCESS_CPUTIME_ID) - start
    let made = generator.statistics
    let share = (Double(made.textBytes) / Double(made.bytes) * 100).rounded()
    print("Generator: \((Double(made.bytes) / taken / 1e6).rounded()) MB a CPU second, \(share) % text")
}

/// A page as one row of JSON lines. Pages are valid UTF-8, so only quotes, backslashes and control bytes are escaped.
private func jsonRow(_ number: Int, _ page: [UInt8]) -> [UInt8] {
    var row = Array("{\"id\":\"\(number)\",\"html\":\"".utf8)
    row.reserveCapacity(page.count + page.count / 16 + 32)
    for byte in page {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): row += [UInt8(ascii: "\\"), byte]
        case 0x0A: row += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
        case 0..<0x20: row.append(0x20)
        default: row.append(byte)
        }
    }
    row += Array("\"}\n".utf8)
    return row
}
