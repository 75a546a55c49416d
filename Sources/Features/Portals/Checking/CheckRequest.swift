/// What a CMS asks about before it publishes: a page or a text, and where it will stand.
package struct CheckRequest: Sendable, Equatable {
    package enum Fault: String, Error, Sendable, CaseIterable {
        case tooLarge = "too-large"
        /// Neither JSON nor a media type that can be checked.
        case unsupported
        case malformed
        /// Not one of `text` and `html`.
        case oneOfTextAndHTML = "one-of-text-and-html"
        case badBaseURL = "bad-base-url"
    }

    package static let maxBytes = 2 << 20
    private static let maxAddressBytes = 2_048

    package let kind: InputKind
    /// UTF-8 for JSON; for a raw body as it came.
    package let content: [UInt8]
    package let baseURL: String?

    /// Reads the body of a request: `{"text": …}` or `{"html": …}` with `"base_url"` where it is known, or the raw text.
    ///
    /// Hostile input: bounded, linear, at most 512 levels deep; other members are passed over.
    /// - Parameter contentType: as the request has it: `application/json`, `text/html` or `text/plain`.
    package init(body: [UInt8], contentType: String) throws(Fault) {
        guard body.count <= Self.maxBytes else { throw .tooLarge }
        let type = contentType.prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
        switch type {
        case "application/json": self = try Self.json(body)
        case "text/html": self.init(.html, body, nil)
        case "text/plain": self.init(.text, body, nil)
        default: throw .unsupported
        }
    }

    private init(_ kind: InputKind, _ content: [UInt8], _ baseURL: String?) {
        (self.kind, self.content, self.baseURL) = (kind, content, baseURL)
    }

    private static func json(_ body: [UInt8]) throws(Fault) -> CheckRequest {
        var members = JSONLine(names: ["text", "html", "base_url"])
        guard body.withUnsafeBufferPointer({ (try? members.read($0)) != nil }) else { throw .malformed }
        let values = members.values
        guard (values[0] == nil) != (values[1] == nil), let value = values[0] ?? values[1], value.kind == .string else {
            throw .oneOfTextAndHTML
        }
        var base: String?
        if let address = values[2] {
            guard address.kind == .string, address.range.count <= maxAddressBytes else { throw .badBaseURL }
            base = String(decoding: text(address, of: body), as: UTF8.self)
        }
        return CheckRequest(values[0] == nil ? .html : .text, text(value, of: body), base)
    }

    private static func text(_ value: JSONLine.Value, of body: [UInt8]) -> [UInt8] {
        guard value.hasEscapes else { return Array(body[value.range]) }
        var unescaped: [UInt8] = []
        unescaped.reserveCapacity(value.range.count)
        body.withUnsafeBufferPointer {
            JSONLine.unescape(UnsafeBufferPointer(rebasing: $0[value.range]), into: &unescaped)
        }
        return unescaped
    }
}
