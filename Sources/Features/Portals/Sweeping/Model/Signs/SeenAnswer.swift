package import Markup
package import Unpack

/// What one answer of the portal showed, as far as signs go by it. Filled from a page that was read, or by a test.
package struct SeenAnswer: Sendable {
    package struct Link: Sendable {
        package var kind: PageView.Link.Kind
        /// As the page has it, decoded.
        package var reference: String
        package var place: PageView.Place

        package init(_ kind: PageView.Link.Kind, _ reference: String, place: PageView.Place = .body) {
            self.kind = kind
            self.reference = reference
            self.place = place
        }
    }

    package var url: WebURL
    package var status: UInt16 = 200
    package var fields = HeaderFields()
    package var isHTML = true
    package var body: [UInt8] = []
    package var title = ""
    /// Folded title and first heading.
    package var foldedTitle: [UInt8] = []
    package var foldedHeading: [UInt8] = []
    package var textBytes = 0
    package var links: [Link] = []
    package var passwordFields = 0
    /// Text of the parts in which an office names its contacts.
    package var contactText = ""
    /// The front page of an origin, or an address that the sweep was begun with.
    package var isHome = false

    package init(url: WebURL) { self.url = url }

    var isSecure: Bool { url.scheme == .https }

    func resolved(_ reference: String) -> WebURL? { WebURL(reference, relativeTo: url) }

    /// Adds header lines as they came.
    package mutating func add(head: ArraySlice<UInt8>) {
        for line in head.split(separator: 0x0A).dropFirst().prefix(200) {
            fields.add(line: line.last == 0x0D ? line.dropLast() : line)
        }
    }
}
