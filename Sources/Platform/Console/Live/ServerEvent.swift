private import Foundation

/// A piece of a page on its way to the browser (server-sent events, HTML Living Standard § 9.2).
struct ServerEvent: Equatable {
    /// Where the browser goes on after a break.
    var id: String?
    /// Of the element whose content it is.
    var part: String
    var html: String

    private struct Data: Encodable {
        var id: String
        var html: String
    }

    /// As it is sent: JSON on one line, so that no line end within the HTML begins another field.
    func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes]
        let data = String(decoding: try encoder.encode(Data(id: part, html: html)), as: UTF8.self)
        return (id.map { "id: \($0.filter { !$0.isNewline && $0 != "\0" })\n" } ?? "")
            + "event: part\ndata: \(data)\n\n"
    }
}
