import Markup
import PlantedContent
import Unpack
import VietText

/// Turns an answer that was read into what signs go by, and asks them. One worker's object; it keeps its scratch.
///
/// Cost beside the reading itself: a look at each link of `https` pages and of listings, a search of the folded text.
final class SignReader {
    struct Shown {
        var signs: [SweepFinding] = []
        var hasIncidentContact = false
    }

    private let knowledge: SignKnowledge
    private let homes: Set<WebURL>
    private let folder = FoldBuffer()

    /// - Parameter homes: addresses that the sweep was begun with.
    init(_ knowledge: SignKnowledge, homes: Set<WebURL>) {
        self.knowledge = knowledge
        self.homes = homes
    }

    /// What an answer shows that was read as a page.
    func read(
        _ inspector: Inspector, _ response: HTTPResponse, head: ArraySlice<UInt8>, at url: WebURL, asked: WebURL,
        title: String, isHTML: Bool
    ) -> Shown {
        var seen = answer(inspector, response, head: head, at: url, asked: asked, title: title)
        seen.isHTML = isHTML
        var shown = Shown(signs: PageSigns.findings(seen, knowledge))
        shown.hasIncidentContact =
            response.status == 200 && IncidentContact.isPublished(in: inspector.foldedText, knowledge)
        if asked != url {
            // The page at the end is looked at under its own address; of the origin it says the same here.
            shown.signs.removeAll { $0.signRule.map { !SiteSigns.rules.contains($0) } ?? true }
        }
        return shown
    }

    /// What an answer shows that is no page: a dump, an archive.
    func read(unreadable response: HTTPResponse, at url: WebURL) -> Shown {
        Shown(signs: PageSigns.findings(Self.answer(unreadable: response, at: url), knowledge))
    }

    static func answer(unreadable response: HTTPResponse, at url: WebURL) -> SeenAnswer {
        var seen = SeenAnswer(url: url)
        seen.status = response.status
        seen.isHTML = false
        seen.body = response.body
        return seen
    }

    /// Everything that a sign may ask of an answer.
    func answer(
        _ inspector: Inspector, _ response: HTTPResponse, head: ArraySlice<UInt8>, at url: WebURL, asked: WebURL,
        title: String
    ) -> SeenAnswer {
        let page = inspector.page
        var seen = SeenAnswer(url: url)
        seen.status = response.status
        seen.body = response.body
        seen.title = title
        seen.foldedTitle = folder.folded(title)
        seen.textBytes = page.facts.visibleTextBytes
        seen.passwordFields = page.facts.passwordInputCount
        seen.isHome = isHome(asked)
        if seen.isHome { seen.add(head: head) }
        if let heading = page.blocks.first(where: { $0.place == .heading }) {
            seen.foldedHeading = folder.folded(text(of: heading, page, response.body))
        }
        let isListing = ListingSigns.isListing(seen, knowledge)
        for link in page.links where isListing || isTelling(link, page, response.body, of: url) {
            guard seen.links.count < Self.maxLinks, link.urlEnd - link.urlStart < 2_048 else { continue }
            seen.links.append(.init(link.kind, inspector.url(of: link), place: link.place))
        }
        if response.body.contains(0x40) {
            seen.contactText = contacts(page, response.body, isWhole: ContactMail.isContactPage(url.path, knowledge))
        }
        return seen
    }

    private static let maxLinks = 4_000
    private static let maxContactBytes = 16 << 10

    /// Forms, mail addresses, and what an `https` page asks for over `http`: the other links say nothing here.
    private func isTelling(_ link: PageView.Link, _ page: PageView, _ body: [UInt8], of url: WebURL) -> Bool {
        guard link.urlEnd > link.urlStart else { return false }
        if link.kind == .form { return true }
        switch link.kind {
        case .script, .style, .iframe, .image:
            guard url.scheme == .https else { return false }
            // An address without a scheme (`//host/…`) is read as `http` there, and is asked for as its page was.
            let written = body.dropFirst(Int(link.valueStart)).prefix(16).drop {
                $0 <= 0x20 || $0 == 0x22 || $0 == 0x27
            }
            return begins(link, page, "http://") && !written.starts(with: "//".utf8)
        default: return begins(link, page, "mailto:")
        }
    }

    private func begins(_ link: PageView.Link, _ page: PageView, _ scheme: StaticString) -> Bool {
        let start = Int(link.urlStart)
        guard page.derived[start] == scheme.utf8Start.pointee else { return false }
        return scheme.withUTF8Buffer { page.derived[start..<Int(link.urlEnd)].starts(with: $0) }
    }

    private func isHome(_ url: WebURL) -> Bool { url.path == "/" && url.query == nil || homes.contains(url) }

    /// Text of the parts of a page that offices name themselves in.
    /// - Parameter isWhole: a page of contacts: all of it but what visitors wrote.
    private func contacts(_ page: PageView, _ body: [UInt8], isWhole: Bool) -> String {
        var text = ""
        for block in page.blocks where text.utf8.count < Self.maxContactBytes {
            switch block.place {
            case .footer, .header, .aside: break
            case .body, .main, .article, .table, .heading:
                guard isWhole else { continue }
            default: continue
            }
            text += self.text(of: block, page, body) + " "
        }
        return text
    }

    /// A block's own text: of pages in UTF-8, offsets are those of the answer.
    private func text(of block: PageView.Block, _ page: PageView, _ body: [UInt8]) -> String {
        var bytes: [UInt8] = []
        for piece in page.pieces[Int(block.pieceStart)..<max(Int(block.pieceStart), Int(block.pieceEnd))] {
            guard piece.kind == .raw, piece.end <= body.count, bytes.count < 4_096 else { continue }
            bytes += body[Int(piece.start)..<Int(piece.end)]
        }
        return String(decoding: bytes.prefix(4_096), as: UTF8.self)
    }
}
