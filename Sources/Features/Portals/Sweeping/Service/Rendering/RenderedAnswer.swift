import Browser
import Evidence
import Unpack

/// An answer as a browser had it, written down as an exchange. The exchanges of the wire are kept apart from these.
enum RenderedAnswer {
    static let source = "bodies as the browser had them: content codings undone, fields left out"

    /// - Parameter time: microseconds since 1970, UTC.
    static func recorded(_ answer: PageResponse, at time: Int64) -> RecordedExchange {
        let url = line(answer.url)
        let head =
            "HTTP/1.1 \((100...599).contains(answer.status) ? answer.status : 200) Rendered\r\n"
            + "Content-Type: \(line(answer.type))\r\nContent-Length: \(answer.body.count)\r\n\r\n"
        return RecordedExchange(
            url: url, address: nil, startedAt: time, request: Array("GET \(url) HTTP/1.1\r\n\r\n".utf8),
            response: Array(head.utf8) + answer.body, truncation: answer.isCut ? .length : nil,
            notes: [("kind", line(answer.kind)), ("source", source)])
    }

    /// Pages decide what stands in these.
    private static func line(_ text: String) -> String {
        String(decoding: text.utf8.prefix(4_096).map { $0 <= 0x20 || $0 >= 0x7F ? 0x2D : $0 }, as: UTF8.self)
    }
}
