import Markup
import Unpack

/// The signs that one answer shows by itself, nothing asked for besides it. Pure; input is hostile; linear in the answer.
package enum PageSigns {
    /// Told of one page; a hostile one could show thousands.
    static let maxSigns = 12

    package static func findings(_ answer: SeenAnswer, _ knowledge: SignKnowledge) -> [SweepFinding] {
        var signs: [SweepFinding] = []
        if answer.isHome { signs += SiteSigns.findings(answer, knowledge) }
        guard answer.status == 200 else { return signs }
        if let file = NamedFile.finding(answer, knowledge) { signs.append(file) }
        guard answer.isHTML else { return signs }
        if let listing = ListingSigns.finding(answer, knowledge) { signs.append(listing) }
        if let defaced = Defacement.finding(answer, knowledge) { signs.append(defaced) }
        signs += FormSigns.findings(answer)
        signs += MixedContent.findings(answer)
        signs += ContactMail.findings(answer, knowledge)
        return Array(signs.prefix(maxSigns))
    }
}

/// What the front page of an origin says of the whole origin: told under the origin's own address.
enum SiteSigns {
    static let rules: Set<SignRule> = [.missingHeader, .outdatedPlatform, .noHTTPS]

    static func findings(_ answer: SeenAnswer, _ knowledge: SignKnowledge) -> [SweepFinding] {
        guard (200..<400).contains(answer.status) else { return [] }
        return [HeaderSigns.finding(answer, knowledge), BannerSigns.finding(answer, knowledge), plain(answer)]
            .compactMap { $0 }
    }

    /// A visitor who came over `http` was left there.
    private static func plain(_ answer: SeenAnswer) -> SweepFinding? {
        guard !answer.isSecure else { return nil }
        return SignRule.noHTTPS.finding(
            url: answer.url.origin + "/", isConfirmed: false, place: .page, seen: answer.url.origin)
    }
}

/// Header fields that are wanted and missing, in one finding.
enum HeaderSigns {
    static func finding(_ answer: SeenAnswer, _ knowledge: SignKnowledge) -> SweepFinding? {
        let missing = knowledge.headers.filter { header in
            (answer.isSecure || !header.isForHTTPS) && !isThere(header, answer)
        }
        guard !missing.isEmpty else { return nil }
        let names = missing.map(\.name)
        return SignRule.missingHeader.finding(
            url: answer.url.origin + "/", isConfirmed: false, place: .headers, seen: names.joined(separator: ", "),
            words: names)
    }

    private static func isThere(_ header: SignKnowledge.Header, _ answer: SeenAnswer) -> Bool {
        if let value = answer.fields.value(named: header.name), !value.isEmpty { return true }
        guard let (field, directive) = header.alternative, let value = answer.fields.value(named: field) else {
            return false
        }
        return CaselessFront(value).holds(Array(directive.utf8))
    }
}

/// Platforms that name a version whose maker no longer mends it.
enum BannerSigns {
    /// Fields in which servers name what they run.
    private static let fields = [
        "server", "x-powered-by", "x-generator", "x-aspnet-version", "microsoftsharepointteamservices",
        "liferay-portal",
    ]
    private static let maxBanner = 300

    static func finding(_ answer: SeenAnswer, _ knowledge: SignKnowledge) -> SweepFinding? {
        let banner = text(of: answer)
        guard !banner.isEmpty else { return nil }
        let front = CaselessFront(Array(banner.utf8))
        var seen: Set<String> = []
        let old = knowledge.banners.filter { row in
            version(of: row.product, in: front).map { isOf(row.branch, $0) } == true && seen.insert(row.name).inserted
        }
        guard !old.isEmpty else { return nil }
        let told = old.map { "\($0.name) (\($0.ended))" }.joined(separator: ", ")
        return SignRule.outdatedPlatform.finding(
            url: answer.url.origin + "/", isConfirmed: false, place: .headers, seen: "\(told): \(banner)",
            words: old.map(\.name))
    }

    /// `server: Apache/2.2.15; x-powered-by: PHP/5.3.3; generator: WordPress 4.0`
    private static func text(of answer: SeenAnswer) -> String {
        var parts = fields.compactMap { name in
            answer.fields.value(named: name).map { "\(name): \(String(decoding: $0.prefix(maxBanner), as: UTF8.self))" }
        }
        if let generator = generator(of: answer.body) { parts.append("generator: \(generator)") }
        return parts.joined(separator: "; ")
    }

    /// `<meta name="generator" content="…">`, as it is usually written.
    private static func generator(of body: [UInt8]) -> String? {
        let front = CaselessFront(body, maxBytes: 32 << 10)
        for quote in ["\"", "'"] {
            guard let name = front.place(of: Array("name=\(quote)generator\(quote)".utf8), from: 0),
                let value = front.place(of: Array("content=\(quote)".utf8), from: name), value - name < 64
            else { continue }
            return front.word(from: value + 9, limit: 80) { $0 == 0x22 || $0 == 0x27 || $0 == 0x3E }
        }
        return nil
    }

    /// The digits and dots behind a product's name: `apache/2.2.15` → `2.2.15`.
    private static func version(of product: String, in banner: CaselessFront) -> String? {
        var start = 0
        let name = Array(product.utf8)
        while let place = banner.place(of: name, from: start) {
            start = place + name.count
            let behind = banner.word(from: start, limit: 24) { $0 == 0x3B || $0 == 0x28 }
            let rest = behind.drop { $0 == "/" || $0 == " " || $0 == ":" || $0 == "v" || $0 == "!" }
            guard rest.count < behind.count else { continue }
            let version = rest.prefix { $0.isNumber || $0 == "." }
            if !version.isEmpty { return String(version) }
        }
        return nil
    }

    /// `5.3.3` is of `5.3` and of `5`, `5.30` is not.
    static func isOf(_ branch: String, _ version: String) -> Bool {
        version == branch || version.hasPrefix(branch + ".")
    }
}
