import HTTPTypes

/// What every answer tells the browser to hold itself to.
struct SecurityFields: Sendable {
    private let isSecure: Bool

    init(isSecure: Bool) { self.isSecure = isSecure }

    private static let fixed: [(String, String)] = [
        // Nothing but our own files; no inline style or script; pictures of evidence are ours, too.
        (
            "content-security-policy",
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; "
                + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
        ),
        ("x-content-type-options", "nosniff"), ("x-frame-options", "DENY"), ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"), ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=(), interest-cohort=()"),
    ]

    func add(to headers: inout HTTPFields) {
        for (name, value) in Self.fixed {
            if let name = HTTPField.Name(name), headers[name] == nil { headers[name] = value }
        }
        if isSecure { headers[.strictTransportSecurity] = "max-age=31536000; includeSubDomains" }
        if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
    }
}
