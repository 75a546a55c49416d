import Evidence

/// Bundles in one line each. File names, addresses and manifests may be hostile: nothing in them steers a terminal.
enum EvidenceLine {
    /// The text with what is not seen written as JSON escapes.
    static func visible(_ text: String) -> String {
        var out = JSONText()
        out.string(text)
        return String(decoding: out.bytes.dropFirst().dropLast(), as: UTF8.self)
    }

    static func table(_ report: BundleReport) -> String {
        let created = report.manifest?.created ?? "-"
        let url = report.manifest?.subject["url"].map(visible) ?? ""
        let state = report.state.word.padding(to: 10)
        return "\(state)  \(visible(report.name))  \(created)  \(visible(report.state.detail))  \(url)".trimmed
    }

    static func json(_ report: BundleReport) -> String {
        var out = JSONText()
        out.raw("{\"type\":\"bundle\",\"id\":")
        out.string(report.name)
        out.raw(",\"state\":")
        out.string(report.state.word)
        switch report.state {
        case .ok(let records): out.raw(",\"records\":\(records)")
        case .altered(let part, let reason):
            out.raw(",\"part\":")
            out.string(part)
            out.raw(",\"reason\":")
            out.string(reason)
        case .unsigned: break
        case .wrongKey, .unreadable:
            out.raw(",\"reason\":")
            out.string(report.state.detail)
        }
        if let manifest = report.manifest { describe(manifest, &out) }
        out.raw("}")
        return String(decoding: out.bytes, as: UTF8.self)
    }

    static func table(_ entry: EvidenceEntry) -> String {
        let about = entry.manifest?.subject["url"].map(visible) ?? "(its manifest cannot be read)"
        return "\(entry.id)  \(entry.manifest?.created ?? "-")  \(entry.bytes)\(entry.isHeld ? "  held" : "")  \(about)"
    }

    static func json(_ entry: EvidenceEntry) -> String {
        var out = JSONText()
        out.raw("{\"type\":\"bundle\",\"id\":")
        out.string(entry.id.text)
        out.raw(",\"bytes\":\(entry.bytes),\"held\":\(entry.isHeld)")
        if let manifest = entry.manifest { describe(manifest, &out) }
        out.raw("}")
        return String(decoding: out.bytes, as: UTF8.self)
    }

    /// One bundle on a few lines.
    static func page(_ report: BundleReport) -> String {
        var lines = ["\(report.name)", "state      \(report.state.word): \(visible(report.state.detail))"]
        guard let manifest = report.manifest else { return lines.joined(separator: "\n") }
        lines.append("created    \(manifest.created)")
        lines.append("program    \(visible(manifest.program))")
        lines += manifest.packs.map { "pack       \(visible($0))" }
        lines += manifest.subject.sorted { $0.key < $1.key }.map {
            "\(visible($0.key).padding(to: 10)) \(visible($0.value))"
        }
        lines.append("key        \(manifest.publicKey.fingerprint)")
        lines += manifest.parts.map { "part       \($0.name)  \($0.bytes) bytes  \($0.sha256)" }
        return lines.joined(separator: "\n")
    }

    private static func describe(_ manifest: EvidenceManifest, _ out: inout JSONText) {
        out.raw(",\"created\":")
        out.string(manifest.created)
        out.raw(",\"subject\":")
        out.object(manifest.subject)
        out.raw(",\"key\":")
        out.string(manifest.publicKey.fingerprint)
    }
}

/// Counts of a verification, and what they mean for the exit code.
struct EvidenceSummary {
    private static let maxKeys = 8

    private var counts: [String: Int] = [:]
    private var keys: Set<String> = []

    mutating func add(_ report: BundleReport) {
        counts[report.state.word, default: 0] += 1
        if case .ok = report.state, let key = report.manifest?.publicKey.fingerprint, keys.count < Self.maxKeys {
            keys.insert(key)
        }
    }

    private var total: Int { counts.values.reduce(0, +) }

    /// 0 all good, 1 something altered, 3 nothing there or unreadable.
    var exitCode: Int32 {
        if BundleState.suspicious.contains(where: { counts[$0] != nil }) { return 1 }
        return total == 0 || counts["unreadable"] != nil ? 3 : 0
    }

    var table: String {
        let parts = BundleState.words.compactMap { word in counts[word].map { "\($0) \(word)" } }
        return "\(total) bundles\(parts.isEmpty ? "" : ": \(parts.joined(separator: ", "))")"
    }

    var json: String {
        let parts = BundleState.words.map { ",\"\($0)\":\(counts[$0] ?? 0)" }
        return "{\"type\":\"summary\",\"bundles\":\(total)\(parts.joined())}"
    }

    /// Whom the signatures are from, when nobody said from whom they should be.
    var keyNote: String? {
        guard !keys.isEmpty else { return nil }
        return
            "The signatures are of the keys that the bundles name: \(keys.sorted().joined(separator: ", ")). Compare with "
            + "the office that made them, or name its key with --key."
    }
}

extension BundleState {
    static let words = ["ok", "altered", "unsigned", "wrongKey", "unreadable"]
    /// Somebody may have had a hand in it.
    static let suspicious = ["altered", "unsigned", "wrongKey"]

    var word: String {
        switch self {
        case .ok: "ok"
        case .altered: "altered"
        case .unsigned: "unsigned"
        case .wrongKey: "wrongKey"
        case .unreadable: "unreadable"
        }
    }

    /// In words; may hold hostile names.
    var detail: String {
        switch self {
        case .ok(let records): "\(records) WARC records"
        case .altered(let part, let reason): "\(part) \(reason)"
        case .unsigned: "manifest.sig is missing"
        case .wrongKey(let fingerprint): "signed with the key \(fingerprint)"
        case .unreadable(let reason): reason
        }
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String {
        self + String(repeating: " ", count: Swift.max(0, width - count))
    }

    fileprivate var trimmed: String {
        var text = self
        while text.hasSuffix(" ") { text.removeLast() }
        return text
    }
}
