/// Which database: `sqlite:PATH`, or `postgres://USER:PASSWORD@HOST:PORT/NAME?sslmode=verify-full`.
package enum DatabaseAddress: Sendable, Equatable {
    case sqlite(path: String)
    /// A connection URI as libpq reads it; its TLS modes (`sslmode`, `sslrootcert`, …) hold.
    case postgres(uri: String)

    /// - Throws: `badAddress`.
    package init(_ text: String) throws(StoreError) {
        if text.hasPrefix("sqlite:") {
            let path = String(text.dropFirst("sqlite:".count))
            guard !path.isEmpty, !path.utf8.contains(0) else {
                throw StoreError(
                    .badAddress, "sqlite: needs the path of a file, as in sqlite:/var/lib/vonggac/vonggac.db")
            }
            self = .sqlite(path: path)
        } else if text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") {
            self = .postgres(uri: text)
        } else {
            throw StoreError(.badAddress, "a database is sqlite:PATH or postgres://USER@HOST/NAME")
        }
    }

    /// For logs: without the password.
    package var safeText: String {
        switch self {
        case .sqlite(let path): return "sqlite:\(path)"
        case .postgres(let uri):
            guard let start = uri.range(of: "://")?.upperBound, let end = uri[start...].firstIndex(of: "@"),
                let colon = uri[start..<end].firstIndex(of: ":")
            else { return uri.split(separator: "?").first.map(String.init) ?? "postgres" }
            let shown = uri[..<colon] + uri[end...]
            return shown.split(separator: "?").first.map(String.init) ?? "postgres"
        }
    }
}

extension StringProtocol {
    /// Where a short word stands; Foundation's search is not needed for that.
    fileprivate func range(of word: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(word) { return start..<index(start, offsetBy: word.count) }
            start = index(after: start)
        }
        return nil
    }
}
