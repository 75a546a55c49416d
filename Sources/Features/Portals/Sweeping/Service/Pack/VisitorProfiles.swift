import Fetching
import Knowledge

/// How each view introduces itself, from `profiles.tsv`.
struct VisitorProfiles: Sendable {
    /// As whom a second look by the plain visitor is taken: one that keeps its cookies.
    static let returning = "returning"

    private var profiles: [String: VisitorProfile] = [:]

    static func decode(_ files: PackFiles, _ diagnostics: inout Diagnostics) -> VisitorProfiles {
        let names = VisitorView.allCases.map(\.rawValue) + [returning]
        var profiles = VisitorProfiles()
        for row in files.rows(
            "profiles.tsv", key: ["view", "field"], required: ["view", "field", "value"], known: ["note"], &diagnostics)
        {
            guard let name = row.oneOf("view", names, &diagnostics), let field = row.text("field", &diagnostics),
                let value = row.text("value", &diagnostics)
            else { continue }
            profiles.add(field, value, to: name)
        }
        for name in names where profiles.profiles[name] == nil {
            diagnostics.error(
                "profiles.tsv has no row for the view '\(name)'", file: files.folder, remedy: "add its header fields")
        }
        return profiles
    }

    private mutating func add(_ field: String, _ value: String, to name: String) {
        var profile = profiles[name] ?? VisitorProfile(name: name, fields: [], keepsCookies: false)
        switch field {
        case "Referer": profile.referrer = value
        case "Keeps-Cookies": profile.keepsCookies = value == "yes"
        default: profile.fields.append(.init(field, value))
        }
        profiles[name] = profile
    }

    /// - Parameter contact: whom the portal's people can ask; stands in the plain view's user agent.
    func introduced(contact: String) -> VisitorProfiles {
        var filled = self
        for (name, profile) in profiles {
            filled.profiles[name]?.fields = profile.fields.map { field in
                var field = field
                field.value = field.value
                    .filling("{version}", with: ProgramVersion.text).filling("{contact}", with: contact)
                return field
            }
        }
        return filled
    }

    /// - Parameter pass: from the second look on the plain visitor comes back with the cookies it was given.
    func profile(_ view: VisitorView, pass: Int) -> VisitorProfile {
        let name = view == .visitor && pass > 0 ? Self.returning : view.rawValue
        return profiles[name] ?? VisitorProfile(name: name, fields: [])
    }
}

extension String {
    func filling(_ mark: String, with text: String) -> String {
        guard utf8.contains(0x7B), let range = firstRange(of: mark) else { return self }
        return self[..<range.lowerBound] + text + self[range.upperBound...]
    }
}
