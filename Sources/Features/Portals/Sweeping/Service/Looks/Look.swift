import Browser
import Fetching
import Markup
import PlantedContent

/// One look at one page as one visitor: what it showed, where it leads, and the exchanges that prove it.
struct Look: Sendable {
    var observation: Observation
    /// Addresses that the page names, in order, each once.
    var links: [FoundLink] = []
    /// Every request and response of the look, those of redirects included.
    var exchanges: [Exchange] = []
    /// The decoded body that block offsets are of.
    var body: [UInt8] = []
    /// Where the page that was read stands after redirects.
    var finalURL: WebURL
    var tls: TLSReport?
    /// When the first request went out.
    var startedAt: Int64 = 0
    /// The fetch did not come to an answer.
    var failure: FetchFailure?

    /// Signs of attack on the page itself.
    var shown = SignReader.Shown()

    /// Bytes of all answers as they came.
    var receivedBytes = 0

    /// The plain answer was markup, whose scripts a browser would run.
    var isMarkup = false
    /// Its inline scripts change the document, or fetch.
    var hasWritingScripts = false
    /// What a browser kept of the page; nil for looks without one.
    var rendered: Rendered?

    /// Evidence that only a browser gives.
    struct Rendered: Sendable {
        /// PNG.
        var screenshot: [UInt8]?
        /// The offending place is framed in it.
        var isMarked = false
        var responses: [PageResponse] = []
    }

    /// Kept of each answer of a look that found nothing.
    static let maxKeptBytes = 256 << 10

    /// Forgets the addresses that an earlier look at the same page names in the same way. Visitors mostly see the same ones, of
    /// which a page may have thousands.
    mutating func forgetLinks(of earlier: Look) {
        if links.elementsEqual(earlier.links, by: { $0.url == $1.url && $0.way == $1.way }) { return links = [] }
        let resources = Set(earlier.links.lazy.filter { $0.way == .resource }.map(\.url))
        let places = Set(earlier.links.lazy.filter { $0.way != .resource }.map(\.url))
        links.removeAll { ($0.way == .resource ? resources : places).contains($0.url) }
    }

    /// Lets go of what no finding will need: several looks at one page are in memory at the same time.
    mutating func trim() {
        guard !observation.isFinding, rendered == nil || observation.endStanding < .external else { return }
        rendered = nil
        body = []
        for index in exchanges.indices where exchanges[index].responseBytes.count > Self.maxKeptBytes {
            exchanges[index].responseBytes = Array(exchanges[index].responseBytes.prefix(Self.maxKeptBytes))
            exchanges[index].isCut = true
        }
    }
}
