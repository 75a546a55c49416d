package import Markup

/// Takes the landings from search engines out of a web server's log, a line at a time: which pages search results lead to.
///
/// Reads the combined format of Apache and nginx (with the virtual host in front, too) and the W3C format of IIS (columns by
/// its `#Fields` line). The common format holds no referrer: its rows are passed over.
package struct LandingLog: Sendable {
    package internal(set) var tally: SeedTally
    private let base: WebURL
    private let engines: SearchEngines
    private var columns: W3CColumns?

    /// - Parameter base: the swept portal: paths are read as its own.
    package init(base: WebURL, engines: SearchEngines, maxURLs: Int = 100_000) {
        self.base = base
        self.engines = engines
        tally = SeedTally(maxURLs: maxURLs)
    }

    /// - Parameter line: without its end; hostile.
    package mutating func take(_ line: ArraySlice<UInt8>) {
        guard let first = line.first(where: { $0 > 0x20 }) else { return }
        if first == 0x23 {
            if let columns = W3CColumns(line) { self.columns = columns }
            return
        }
        tally.lineCount += 1
        guard let row = columns?.row(line) ?? Self.combined(line) else { return tally.badCount += 1 }
        guard let referrer = WebURL(row.referrer), engines.contains(SweepScope.withoutTrailingDot(referrer.host)),
            row.status < 400, let url = WebURL(row.target, relativeTo: base), url.host == base.host
        else { return tally.passedOverCount += 1 }
        tally.add(url)
    }

    struct Row: Equatable {
        /// Path and query, or a whole address.
        var target: String
        var status: Int
        /// Empty when there is none.
        var referrer: String
    }

    /// `… "GET /path HTTP/1.1" 200 123 "referrer" "agent"`; quotes within are `\"` or `\x22`.
    static func combined(_ line: ArraySlice<UInt8>) -> Row? {
        guard let request = quoted(line), let status = number(behind: request.end, line) else { return nil }
        let words = String(decoding: request.text, as: UTF8.self).split(separator: " ", omittingEmptySubsequences: true)
        guard words.count >= 2, words[0].utf8.allSatisfy({ $0 &- 0x41 < 26 }) else { return nil }
        let referrer = quoted(line[request.end...]).map { String(decoding: $0.text, as: UTF8.self) } ?? ""
        let target = words.dropFirst().prefix(words.count > 2 ? words.count - 2 : 1).joined(separator: "%20")
        return Row(target: target, status: status, referrer: referrer == "-" ? "" : referrer)
    }

    private static func quoted(_ line: ArraySlice<UInt8>) -> (text: ArraySlice<UInt8>, end: Int)? {
        guard let open = line.firstIndex(of: 0x22) else { return nil }
        var at = open + 1
        while at < line.endIndex, line[at] != 0x22 { at += line[at] == 0x5C ? 2 : 1 }
        return at < line.endIndex ? (line[open + 1..<at], at + 1) : nil
    }

    private static func number(behind start: Int, _ line: ArraySlice<UInt8>) -> Int? {
        let digits = line[start...].drop { $0 == 0x20 }.prefix { $0 &- 0x30 < 10 }
        return digits.count == 3 ? Int(String(decoding: digits, as: UTF8.self)) : nil
    }
}

/// Where the columns stand in a log of IIS.
/// - SeeAlso: W3C, Extended Log File Format.
struct W3CColumns: Sendable, Equatable {
    private let stem: Int
    private let query: Int?
    private let status: Int?
    private let referrer: Int?

    /// - Parameter line: one that begins with `#`; nil when it is not the `#Fields` line or names no path.
    init?(_ line: ArraySlice<UInt8>) {
        let words = String(decoding: line.prefix(4_096), as: UTF8.self).lowercased().split { $0 == " " || $0 == "\t" }
        guard words.first == "#fields:" else { return nil }
        let names = Array(words.dropFirst())
        guard let stem = names.firstIndex(of: "cs-uri-stem") else { return nil }
        self.stem = stem
        query = names.firstIndex(of: "cs-uri-query")
        status = names.firstIndex(of: "sc-status")
        referrer = names.firstIndex(of: "cs(referer)")
    }

    /// Blanks within a field are `+`, an empty field is `-`.
    func row(_ line: ArraySlice<UInt8>) -> LandingLog.Row? {
        let fields = line.split { $0 == 0x20 || $0 == 0x09 }
        func field(_ column: Int?) -> String? {
            guard let column, column < fields.count else { return nil }
            let text = String(decoding: fields[column], as: UTF8.self)
            return text == "-" ? nil : text
        }
        guard let path = field(stem), path.hasPrefix("/") else { return nil }
        let target = path + (field(query).map { "?" + $0 } ?? "")
        return LandingLog.Row(
            target: target, status: field(status).flatMap { Int($0) } ?? 200, referrer: field(referrer) ?? "")
    }
}
