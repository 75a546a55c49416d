package import Fetching
package import Markup

/// As whom, and within what bounds, one page is opened.
package struct PageVisit: Sendable {
    package struct Viewport: Sendable, Equatable {
        package var width: Int
        package var height: Int
        package var isPhone: Bool

        package init(width: Int, height: Int, isPhone: Bool = false) {
            self.width = width
            self.height = height
            self.isPhone = isPhone
        }

        package static let desk = Viewport(width: 1_280, height: 960)
        package static let phone = Viewport(width: 412, height: 915, isPhone: true)
    }

    /// Its `User-Agent` and `Accept-Language` take the place of the browser's own.
    package var profile: VisitorProfile
    package var viewport = Viewport.desk
    /// Addresses that the page may load from; all others are refused, and noted.
    package var isServed: @Sendable (WebURL) -> Bool
    /// For the page to come and all that it loads at first.
    package var loadLimit = Duration.seconds(10)
    /// Time that the page's own timers are given after it was loaded; it passes as fast as the machine allows.
    package var timerBudget = Duration.seconds(8)
    /// Real time that this may take.
    package var settleLimit = Duration.seconds(4)
    /// `host:port` of servers of our own, such as the console when its pages are tried: they are asked past the proxy, and forms
    /// are sent. From any other page nothing but GET goes out.
    package var ownServers: [String] = []
    /// Navigations of the main frame that its scripts may begin.
    package var maxNavigations = 4

    package init(profile: VisitorProfile, isServed: @escaping @Sendable (WebURL) -> Bool) {
        self.profile = profile
        self.isServed = isServed
    }

    var userAgent: String? { value("user-agent") }
    var acceptLanguage: String? { value("accept-language") }

    private func value(_ name: String) -> String? {
        profile.fields.first { $0.name.lowercased() == name }?.value
    }
}

/// Something that a page asked for.
package struct PageRequest: Sendable, Hashable {
    package var url: String
    /// The protocol's word: `Document`, `Image`, `Script`, `XHR`, `Fetch`, `WebSocket`, … and our own `Popup`, `Download`.
    package var kind: String
    /// The page itself was to be replaced.
    package var isMainFrame = false
    package var isRefused = false
}

/// An answer as the page got it: content codings undone, as the browser keeps it.
package struct PageResponse: Sendable {
    package var url: String
    package var kind: String
    package var status: Int
    package var type: String
    package var body: [UInt8] = []
    /// The body was too large to be kept, or the browser had let go of it.
    package var isCut = false
}
