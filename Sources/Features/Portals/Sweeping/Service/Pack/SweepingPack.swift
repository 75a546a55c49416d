package import Knowledge

/// A pack of kind `sweeping`, decoded: what a sweep goes by when it finds its way through a portal.
///
/// A row that cannot be used is reported and left out; the rest is read on.
package struct SweepingPack: PackDecoder {
    package static let kind = "sweeping"

    package var rules = FrontierRules()
    package var searchEngines = SearchEngines()
    /// What answers that are no pages say of themselves.
    var answers = AnswerSigns([])
    /// How the views introduce themselves.
    var profiles = VisitorProfiles()

    package static func decode(_ files: PackFiles, diagnostics: inout Diagnostics) -> SweepingPack? {
        var pack = SweepingPack()
        pack.readParameters(files, &diagnostics)
        pack.readTraps(files, &diagnostics)
        pack.readFiles(files, &diagnostics)
        for row in files.rows("sitemaps.tsv", key: ["path"], required: ["path"], known: ["note"], &diagnostics) {
            guard let path = row.text("path", &diagnostics) else { continue }
            if path.hasPrefix("/") {
                pack.rules.sitemapPaths.append(path)
            } else {
                row.fault("the path does not begin with '/'", "path", "write it as /sitemap.xml", &diagnostics)
            }
        }
        for row in files.rows("search-engines.tsv", key: ["host"], required: ["host"], known: ["note"], &diagnostics) {
            if let host = lowercase(row, "host", &diagnostics) { pack.searchEngines.add(host) }
        }
        pack.answers = AnswerSigns.decode(files, &diagnostics)
        pack.profiles = VisitorProfiles.decode(files, &diagnostics)
        return pack.rules.parameters.isEmpty ? nil : pack
    }

    private mutating func readParameters(_ files: PackFiles, _ diagnostics: inout Diagnostics) {
        let rows = files.rows(
            "parameters.tsv", key: ["name"], required: ["name", "kind", "value"], known: ["note"], &diagnostics)
        for row in rows {
            guard let name = Self.lowercase(row, "name", &diagnostics),
                let kind = row.oneOf("kind", FrontierRules.ParameterKind.self, &diagnostics),
                let value = row.oneOf("value", FrontierRules.ValueShape.self, &diagnostics)
            else { continue }
            if name == "*" {
                row.fault("'*' alone would drop every parameter", "name", "write a few letters before it", &diagnostics)
            } else {
                rules.addParameter(name, kind, value)
            }
        }
    }

    private enum Place: String, CaseIterable { case parameter, segment }

    private mutating func readTraps(_ files: PackFiles, _ diagnostics: inout Diagnostics) {
        let rows = files.rows(
            "traps.tsv", key: ["place", "name"], required: ["name", "place", "kind"], known: ["note"], &diagnostics)
        for row in rows {
            guard let name = Self.lowercase(row, "name", &diagnostics),
                let place = row.oneOf("place", Place.self, &diagnostics),
                let kind = row.oneOf("kind", FrontierRules.TrapKind.self, &diagnostics)
            else { continue }
            switch place {
            case .parameter: rules.trapParameters[name] = kind
            case .segment: rules.trapSegments[name] = kind
            }
        }
    }

    private mutating func readFiles(_ files: PackFiles, _ diagnostics: inout Diagnostics) {
        for row in files.rows("folders.tsv", key: ["name"], required: ["name"], known: ["note"], &diagnostics) {
            if let name = Self.lowercase(row, "name", &diagnostics) { rules.uploadFolders.insert(name) }
        }
        let endings = files.rows(
            "extensions.tsv", key: ["extension"], required: ["extension", "kind"], known: ["note"], &diagnostics)
        for row in endings {
            guard let name = Self.lowercase(row, "extension", &diagnostics),
                let kind = row.oneOf("kind", FrontierRules.FileKind.self, &diagnostics)
            else { continue }
            rules.fileKinds[name] = kind
        }
    }

    /// Names are compared in small letters: others would never be met.
    private static func lowercase(_ row: TSVRow, _ column: String, _ diagnostics: inout Diagnostics) -> String? {
        guard let text = row.text(column, &diagnostics) else { return nil }
        guard text == text.lowercased() else {
            row.fault("'\(column)' holds capital letters", column, "write it in small letters", &diagnostics)
            return nil
        }
        return text
    }
}
