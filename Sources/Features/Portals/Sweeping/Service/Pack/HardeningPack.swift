package import Knowledge

/// A pack of kind `hardening`, decoded: the checklist of a portal.
package struct HardeningPack: PackDecoder {
    package static let kind = "hardening"
    /// What fits on one printed page.
    static let maxItems = 36

    package var list = HardeningList()

    package static func decode(_ files: PackFiles, diagnostics: inout Diagnostics) -> HardeningPack? {
        var pack = HardeningPack()
        let rows = files.rows(
            "items.tsv", key: ["key"], required: ["key", "group", "vi", "en", "source", "proof"],
            known: ["why-vi", "why-en"], &diagnostics)
        for row in rows {
            guard let key = row.text("key", &diagnostics), let group = row.text("group", &diagnostics),
                let vi = row.text("vi", &diagnostics), let en = row.text("en", &diagnostics),
                let source = row.text("source", &diagnostics), let proof = proof(row, &diagnostics)
            else { continue }
            let why = ["vi": row["why-vi"], "en": row["why-en"]].compactMapValues { $0.map { String($0) } }
            pack.list.items.append(
                .init(key: key, group: group, text: ["vi": vi, "en": en], why: why, source: source, proof: proof))
        }
        if pack.list.items.count > maxItems {
            diagnostics.warning(
                "\(pack.list.items.count) items do not fit on one page", file: files.folder,
                remedy: "at most \(maxItems)")
        }
        return pack.list.items.isEmpty ? nil : pack
    }

    /// Rules that can speak against an item; empty for one that is asked.
    private static func proof(_ row: TSVRow, _ diagnostics: inout Diagnostics) -> [String]? {
        guard let text = row.text("proof", &diagnostics) else { return nil }
        if text == "asked" { return [] }
        guard text.hasPrefix("sweep:") else {
            row.fault("'proof' is neither asked nor sweep:…", "proof", "", &diagnostics)
            return nil
        }
        let rules = text.dropFirst("sweep:".count).split(separator: "|").map(String.init)
        let known = Set(SignRule.allCases.map(\.rawValue) + ["planted", "certificate"])
        guard !rules.isEmpty, rules.allSatisfy({ known.contains(HardeningList.rule(of: $0)) }) else {
            row.fault("'proof' names an unknown rule", "proof", known.sorted().joined(separator: ", "), &diagnostics)
            return nil
        }
        return rules
    }
}
