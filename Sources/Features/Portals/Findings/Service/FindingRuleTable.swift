import SQLStore

/// Rules as a tab-separated table, such as overlays of knowledge are kept in.
package enum FindingRuleTable {
    static let columns = ["id", "portal", "rule", "place", "anchor", "text", "likeness", "expires", "author", "note"]

    /// The whole file; `portal` is empty for the whole province, `note` is the reason.
    package static func tsv(_ rules: [FindingRule]) -> [UInt8] {
        var lines = [columns.joined(separator: "\t")]
        for rule in rules {
            let fields = [
                "\(rule.id)", rule.portal.map(String.init) ?? "", rule.identity.rule, rule.identity.place,
                rule.identity.anchor, hex(rule.identity.text), hex(rule.identity.likeness),
                String(Timestamp.utc(rule.expires.microseconds).prefix(10)), rule.author, rule.reason,
            ]
            lines.append(fields.map(field).joined(separator: "\t"))
        }
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    private static func hex(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Places and addresses are hostile: no field ends a field or a line.
    private static func field(_ text: String) -> String {
        String(text.map { $0 == "\t" || $0.isNewline ? " " : $0 })
    }
}
