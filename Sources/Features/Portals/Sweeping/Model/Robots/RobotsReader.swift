/// Reads robots.txt. Never fails; linear; input is hostile.
/// - SeeAlso: RFC 9309, section 2.2.
package enum RobotsReader {
    /// What lies behind is not read (RFC 9309, section 2.5).
    package static let maxByteCount = 500 << 10
    private static let maxRules = 2_000
    private static let maxPatternBytes = 512
    private static let maxStars = 8
    /// Each of these may look through the whole path.
    private static let maxStarredRules = 200
    private static let maxSitemaps = 500
    private static let maxDelay = 60.0

    /// What an answer to the request for robots.txt means (RFC 9309, section 2.3.1).
    /// - Parameters:
    ///   - status: of the last answer; nil when there was none.
    ///   - agents: product tokens of ours, in any case; their groups count together, without one that of `*`.
    package static func rules(status: UInt16?, body: [UInt8], agents: [String]) -> RobotsRules {
        switch status {
        case .some(200..<300): read(body, agents: agents)
        case .some(300..<500): RobotsRules(state: .absent)
        default: RobotsRules(state: .unreachable)
        }
    }

    package static func read(_ bytes: [UInt8], agents: [String]) -> RobotsRules {
        let agents = agents.map { $0.lowercased() }
        var own = Group()
        var common = Group()
        var sitemaps: [String] = []
        // Which of the two the lines go to; several agents may stand above one group.
        var target: (own: Bool, common: Bool) = (false, false)
        var isNamingAgents = false
        var sawOwn = false
        for (key, value) in lines(bytes) {
            switch key {
            case "user-agent":
                if !isNamingAgents { target = (false, false) }
                isNamingAgents = true
                if value.hasPrefix("*") { target.common = true }
                let token = value.lowercased().prefix { $0.isASCII && $0.isLetter || $0 == "-" || $0 == "_" }
                if agents.contains(String(token)) { target.own = true }
                sawOwn = sawOwn || target.own
            case "sitemap":
                if sitemaps.count < maxSitemaps, !value.isEmpty { sitemaps.append(value) }
            case "allow", "disallow", "crawl-delay":
                isNamingAgents = false
                if target.own { own.add(key, value) }
                if target.common { common.add(key, value) }
            default: continue
            }
        }
        var rules = RobotsRules(state: .read)
        rules.rules = sawOwn ? own.rules : common.rules
        rules.crawlDelay = sawOwn ? own.delay : common.delay
        rules.sitemaps = sitemaps
        return rules
    }

    private struct Group {
        var rules: [RobotsRules.Rule] = []
        var delay: Duration?
        private var starredCount = 0

        mutating func add(_ key: String, _ value: String) {
            if key == "crawl-delay" {
                guard let seconds = Double(value), seconds.isFinite, seconds >= 0 else { return }
                delay = .seconds(min(seconds, RobotsReader.maxDelay))
                return
            }
            guard rules.count < RobotsReader.maxRules, let pattern = RobotsReader.pattern(value) else { return }
            if pattern.utf8.contains(0x2A) {
                guard starredCount < RobotsReader.maxStarredRules else { return }
                starredCount += 1
            }
            rules.append(RobotsRules.Rule(isAllowed: key == "allow", pattern: pattern))
        }
    }

    /// Escapes as in addresses; nil for what is no path: it says nothing.
    private static func pattern(_ value: String) -> String? {
        guard let first = value.first, first == "/" || first == "*", value.utf8.count <= maxPatternBytes,
            value.utf8.count(where: { $0 == 0x2A }) <= maxStars
        else { return nil }
        var encoded: [UInt8] = []
        for byte in value.utf8 {
            if byte >= 0x80 || byte <= 0x20 {
                encoded += Array("%".utf8) + hex(byte)
            } else {
                encoded.append(byte)
            }
        }
        return CanonicalForm.escapes(String(decoding: encoded, as: UTF8.self))
    }

    private static func hex(_ byte: UInt8) -> [UInt8] {
        [byte >> 4, byte & 15].map { $0 < 10 ? $0 + 0x30 : $0 + 0x37 }
    }

    // MARK: lines

    /// Key in small letters and value of each line that has both; comments are cut off.
    private static func lines(_ bytes: [UInt8]) -> [(key: String, value: String)] {
        var body = bytes.prefix(maxByteCount)
        if body.starts(with: [0xEF, 0xBB, 0xBF]) { body = body.dropFirst(3) }
        return body.split { $0 == 0x0A || $0 == 0x0D }.compactMap { line in
            let text = line.prefix { $0 != 0x23 }
            guard let colon = text.firstIndex(of: 0x3A) else { return nil }
            let key = String(decoding: trimmed(text[..<colon]), as: UTF8.self).lowercased()
            return (key, String(decoding: trimmed(text[text.index(after: colon)...]), as: UTF8.self))
        }
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes.drop { $0 <= 0x20 }
        while let last = bytes.last, last <= 0x20 { bytes = bytes.dropLast() }
        return bytes
    }
}
