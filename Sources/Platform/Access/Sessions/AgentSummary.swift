/// Program and system out of a `User-Agent`, so that people know their own sessions: `Cốc Cốc 126, Windows`. What browsers say
/// of themselves is no proof of anything.
enum AgentSummary {
    private static let maxByteCount = 512
    /// The first that is found counts: most browsers also name those that they descend from.
    private static let programs: [(mark: String, name: String)] = [
        ("coc_coc_browser/", "Cốc Cốc"), ("Edg/", "Edge"), ("EdgA/", "Edge"), ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"), ("FxiOS/", "Firefox"), ("Firefox/", "Firefox"), ("CriOS/", "Chrome"),
        ("HeadlessChrome/", "Chrome"), ("Chrome/", "Chrome"), ("Version/", "Safari"), ("curl/", "curl"),
    ]
    private static let systems: [(mark: String, name: String)] = [
        ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("CrOS", "ChromeOS"),
        ("Mac OS X", "macOS"), ("Linux", "Linux"),
    ]

    /// At most 80 characters; empty for what is not known.
    static func text(of header: String) -> String {
        let text = String(decoding: header.utf8.prefix(maxByteCount), as: UTF8.self)
        var parts: [String] = []
        if let (mark, name) = programs.first(where: { text.contains($0.mark) }) {
            parts.append([name, version(after: mark, in: text)].filter { !$0.isEmpty }.joined(separator: " "))
        }
        if let (_, name) = systems.first(where: { text.contains($0.mark) }) { parts.append(name) }
        return parts.joined(separator: ", ")
    }

    private static func version(after mark: String, in text: String) -> String {
        guard let range = text.firstRange(of: mark) else { return "" }
        return String(text[range.upperBound...].prefix(4).prefix { $0.isASCII && $0.isNumber })
    }
}
