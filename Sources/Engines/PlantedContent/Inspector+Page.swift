package import Markup
import VietText

/// What the rules say of a host.
package enum HostStanding: String, Sendable, Codable, Comparable {
    /// The page's own site, or one that pages may point to without being asked why.
    case ordinary
    case external
    /// It has the shape of a betting brand.
    case brand
    /// It stands in a domain list.
    case listed

    package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
    private var rank: Int {
        switch self {
        case .ordinary: 0
        case .external: 1
        case .brand: 2
        case .listed: 3
        }
    }

    init(_ reason: LinkJudge.Reason) {
        switch reason {
        case .none, .ordinary: self = .ordinary
        case .external: self = .external
        case .brand: self = .brand
        case .listed: self = .listed
        }
    }
}

/// What else is known of the page that was inspected last, for callers that follow its links or compare it with another
/// look at it. Valid until the next call of `inspect`.
extension Inspector {
    package var page: PageView { view }

    /// The folded text of the page, hidden parts and scripts' strings included, words separated by single bytes.
    package var foldedText: UnsafeBufferPointer<UInt8> { collector.folded.bytes }

    /// The address of a link, decoded, as the page has it.
    package func url(of link: PageView.Link) -> String {
        String(decoding: view.derived[Int(link.urlStart)..<Int(link.urlEnd)], as: UTF8.self)
    }

    /// The lower-case host of a link; empty for relative ones.
    package func host(of link: PageView.Link) -> String {
        String(decoding: view.derived[Int(link.hostStart)..<Int(link.hostEnd)], as: UTF8.self)
    }

    /// What the link at this place of `page.links` leads to.
    package func standing(ofLink index: Int) -> HostStanding {
        judge.reasons.indices.contains(index) ? HostStanding(judge.reasons[index]) : .ordinary
    }

    /// What the rules say of any host, seen from the page inspected last.
    package func standing(ofHost host: String) -> HostStanding {
        var host = host
        return host.withUTF8 { HostStanding(judge.judge($0).0) }
    }
}
