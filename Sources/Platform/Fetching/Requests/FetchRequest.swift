package import Markup

/// One page to be asked for, as one kind of visitor.
package struct FetchRequest: Sendable {
    package var url: WebURL
    package var profile: VisitorProfile
    /// Where the visitor comes from; nil leaves it to the profile.
    package var referrer: String?
    /// HTTP redirects followed at most.
    package var maxHops: Int
    /// Sent instead of what the profile's jar holds, by who keeps cookies itself; nil asks the jar.
    package var cookies: String?

    package init(
        url: WebURL, profile: VisitorProfile, referrer: String? = nil, maxHops: Int = 10, cookies: String? = nil
    ) {
        self.url = url
        self.profile = profile
        self.referrer = referrer
        self.maxHops = maxHops
        self.cookies = cookies
    }
}

/// How a visitor introduces itself: header fields in the order they are sent, and whether it keeps cookies.
package struct VisitorProfile: Sendable, Hashable {
    package struct Field: Sendable, Hashable {
        package var name: String
        package var value: String
        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Names the cookie jar and the records: `visitor`, `phone`, `crawler`, `searcher`.
    package var name: String
    /// Without `Host`, `Cookie`, `Referer`, `Connection` and `Accept-Encoding`, which the client writes.
    package var fields: [Field]
    package var referrer: String?
    package var keepsCookies: Bool

    package init(name: String, fields: [Field], referrer: String? = nil, keepsCookies: Bool = true) {
        self.name = name
        self.fields = fields
        self.referrer = referrer
        self.keepsCookies = keepsCookies
    }
}
