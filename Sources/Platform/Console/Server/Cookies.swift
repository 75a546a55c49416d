import HTTPTypes

/// The cookies of the console: the session's, and how it looks. Read from a hostile header, bounded.
struct Cookies {
    private static let maxHeaderBytes = 8 << 10
    private static let lookLifetime = 365 * 86_400

    private let isSecure: Bool
    private var values: [String: String] = [:]

    init(_ headers: HTTPFields, isSecure: Bool) {
        self.isSecure = isSecure
        var left = Self.maxHeaderBytes
        for field in headers[values: .cookie] {
            guard field.utf8.count <= left else { break }
            left -= field.utf8.count
            for pair in field.split(separator: ";") {
                let parts = pair.split(separator: "=", maxSplits: 1)
                guard parts.count == 2 else { continue }
                let name = String(parts[0].drop { $0 == " " })
                // The first one counts: one of a wider path comes later.
                if values[name] == nil { values[name] = String(parts[1]) }
            }
        }
    }

    /// Over TLS the name itself forbids other hosts and paths to set it (RFC 6265bis, `__Host-`).
    private var sessionName: String { isSecure ? "__Host-vonggac" : "vonggac" }

    var session: String? { values[sessionName] }
    var theme: Theme? { values["vg-theme"].flatMap { Theme(rawValue: $0) } }
    var language: String? { values["vg-language"] }
    var flash: String? { values["vg-flash"] }
    /// What a page shows this once.
    var once: String? { values["vg-once"] }
    /// Single keys were switched off.
    var hasKeys: Bool { values["vg-keys"] != "off" }

    func begin(_ cookie: NewSessionCookie) -> String {
        line(sessionName, cookie.value, seconds: Int(cookie.lifetime.components.seconds), isHidden: true)
    }

    func end() -> String { line(sessionName, "", seconds: 0, isHidden: true) }
    func keep(_ look: Look) -> [String] {
        let values = [
            ("vg-theme", look.theme?.rawValue), ("vg-language", look.language),
            ("vg-keys", look.keys.map { $0 ? "on" : "off" }),
        ]
        return values.compactMap { name, value in
            value.map { line(name, $0, seconds: Self.lookLifetime, isHidden: true) }
        }
    }
    func show(_ text: String, at path: String) -> String {
        line("vg-once", text, seconds: text.isEmpty ? 0 : 60, isHidden: true, path: path)
    }
    func say(_ flash: String) -> String { line("vg-flash", flash, seconds: flash.isEmpty ? 0 : 60, isHidden: true) }

    private func line(
        _ name: String, _ value: String, seconds: Int, isHidden: Bool, path: String = "/"
    ) -> String {
        var line = "\(name)=\(value); Path=\(path); Max-Age=\(seconds); SameSite=Strict"
        if isHidden { line += "; HttpOnly" }
        if isSecure { line += "; Secure" }
        return line
    }
}
