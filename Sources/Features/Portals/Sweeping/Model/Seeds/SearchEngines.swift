internal import Patterns

/// The hosts of search engines: who comes from there was shown the page in results.
package struct SearchEngines: Sendable {
    private var hosts: Set<String> = []
    /// Names before any public suffix: `google` for `google.com.vn`.
    private var names: Set<String> = []

    package init() {}

    /// - Parameter host: small letters; `google.*` stands for `google` before any public suffix.
    package mutating func add(_ host: String) {
        if host.hasSuffix(".*") {
            names.insert(String(host.dropLast(2)))
        } else {
            hosts.insert(host)
        }
    }

    /// Whether a host is one of theirs or a sub-domain of it.
    package func contains(_ host: String) -> Bool {
        var rest = host[...]
        while !rest.isEmpty {
            if hosts.contains(String(rest)) { return true }
            guard let dot = rest.firstIndex(of: ".") else { return false }
            let suffix = rest[rest.index(after: dot)...]
            if names.contains(String(rest[..<dot])),
                Array(suffix.utf8).withUnsafeBufferPointer({ PublicSuffix.isTooWide($0) })
            {
                return true
            }
            rest = suffix
        }
        return false
    }
}
