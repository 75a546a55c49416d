/// The words that a frontier goes by: parameters, folders, file kinds, traps. Data of the pack `sweeping`.
package struct FrontierRules: Sendable {
    package enum ParameterKind: String, Sendable, CaseIterable { case session, tracking }
    package enum ValueShape: String, Sendable, CaseIterable {
        case any
        /// 16 or more letters and digits, a digit among them: no number of an article.
        case token
    }
    package enum TrapKind: String, Sendable, CaseIterable { case calendar, facet, action }
    package enum FileKind: String, Sendable, CaseIterable {
        /// Never asked for.
        case asset
        /// Papers and the like: asked for, and their folders are worth a look.
        case document
    }

    /// Small letters; a `*` at the end stands for any rest.
    package var parameters: [String: (kind: ParameterKind, value: ValueShape)] = [:]
    package private(set) var parameterPrefixes: [String] = []
    package var trapParameters: [String: TrapKind] = [:]
    package var trapSegments: [String: TrapKind] = [:]
    /// Names of folders that files are uploaded to, small letters.
    package var uploadFolders: Set<String> = []
    /// By extension without the dot, small letters.
    package var fileKinds: [String: FileKind] = [:]
    /// Paths at which sitemaps usually stand.
    package var sitemapPaths: [String] = []

    package init() {}

    package mutating func addParameter(_ name: String, _ kind: ParameterKind, _ value: ValueShape) {
        if name.hasSuffix("*") {
            parameterPrefixes.append(String(name.dropLast()))
        } else {
            parameters[name] = (kind, value)
        }
    }

    /// Whether a parameter says nothing of the page: it names a session or a campaign.
    func isIgnored(_ name: Substring, value: Substring) -> Bool {
        let name = name.lowercased()
        if let rule = parameters[name] { return rule.value == .any || Self.isToken(value) }
        return parameterPrefixes.contains { name.hasPrefix($0) }
    }

    static func isToken(_ value: Substring) -> Bool {
        var digits = 0
        for byte in value.utf8 {
            if byte &- 0x30 < 10 {
                digits += 1
            } else if (byte | 0x20) &- 0x61 >= 26, byte != 0x2D, byte != 0x5F, byte != 0x2C {
                return false
            }
        }
        return value.utf8.count >= 16 && digits > 0 && digits < value.utf8.count
    }

    /// The kind of file that a path ends in; nil for pages.
    func fileKind(of path: String) -> FileKind? {
        let name = path.utf8.suffix(12)
        guard let dot = name.lastIndex(of: 0x2E), !name[dot...].contains(0x2F) else { return nil }
        return fileKinds[String(decoding: name[name.index(after: dot)...], as: UTF8.self).lowercased()]
    }
}
