/// One event of a stream that a live page listens to (server-sent events, HTML Living Standard § 9.2).
package struct ServerEvent: Sendable, Equatable {
    /// Where the browser goes on after a break.
    package var id: String?
    /// What the page's script looks for.
    package var name: String
    /// One line of JSON, or a piece of HTML.
    package var data: String

    package init(id: String? = nil, name: String, data: String) {
        self.id = id
        self.name = name
        self.data = data
    }

    /// As it is sent. Line ends within a value would begin another field: data is sent line by line, the others lose them.
    package var text: String {
        var lines: [String] = []
        if let id { lines.append("id: \(Self.oneLine(id))") }
        lines.append("event: \(Self.oneLine(name))")
        for line in data.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) { lines.append("data: \(line)") }
        return lines.joined(separator: "\n") + "\n\n"
    }

    private static func oneLine(_ text: String) -> String { text.filter { !$0.isNewline && $0 != "\0" } }
}
