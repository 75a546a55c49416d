import PlantedContent

/// What a sign tells of (dấu hiệu): `sign/` and this word is the rule of its finding.
package enum SignRule: String, Sendable, CaseIterable {
    // Somebody has been here, or can come in now.
    case defacement
    case webShell = "web-shell"
    case exposedFile = "exposed-file"
    case backupFile = "backup-file"
    case openRedirect = "open-redirect"
    case danglingName = "dangling-name"
    case expiredDomain = "expired-domain"
    case sitemapGrowth = "sitemap-growth"
    // What makes it easier.
    case directoryListing = "directory-listing"
    case adminConsole = "admin-console"
    case insecureForm = "insecure-form"
    case reflectedSearch = "reflected-search"
    case outdatedPlatform = "outdated-platform"
    case mixedContent = "mixed-content"
    case missingHeader = "missing-header"
    case noHTTPS = "no-https"
    case publicMail = "public-mail"
    case noIncidentContact = "no-incident-contact"

    static let prefix = "sign/"

    var name: String { Self.prefix + rawValue }

    /// `attack`: told as something that happened or can be used at once; `weakness`: what ought to be mended.
    var category: String {
        switch self {
        case .defacement, .webShell, .exposedFile, .backupFile, .openRedirect, .danglingName, .expiredDomain,
            .sitemapGrowth:
            "attack"
        default: "weakness"
        }
    }

    /// A finding of this rule.
    /// - Parameters:
    ///   - isConfirmed: the answer itself proves it; otherwise a person has to look.
    ///   - seen: what was seen; signs of one rule that saw the same are one.
    func finding(url: String, isConfirmed: Bool, place: SignPlace, seen: String, words: [String] = []) -> SweepFinding {
        var finding = SweepFinding(
            url: url, rule: name, tier: isConfirmed ? .planted : .review, category: category,
            score: isConfirmed ? 1 : 0.5, views: [.visitor], place: place.rawValue,
            excerpt: String(seen.prefix(Self.maxSeen)))
        finding.words = words
        return finding
    }

    private static let maxSeen = 600
}

/// Where a sign was seen; texts `sweep.place.*`.
enum SignPlace: String, Sendable, CaseIterable {
    case page, headers, form, link, listing, file, redirect, contact, dns, sitemap
}

extension SweepFinding {
    /// A sign of attack or a weakness, not planted content.
    package var isSign: Bool { rule.hasPrefix(SignRule.prefix) }

    var signRule: SignRule? { isSign ? SignRule(rawValue: String(rule.dropFirst(SignRule.prefix.count))) : nil }

    /// The gravest tier has two names: what is planted, and a sign that is confirmed.
    package var tierWord: String { isSign && tier == .planted ? "confirmed" : tier.rawValue }

    var isConfirmedSign: Bool { isSign && tier == .planted }
    var isAttackSign: Bool { isSign && category == "attack" }
}
