import Knowledge
import Markup
import PlantedContent
import Unpack

@testable import Portals

/// Answers as a portal gives them, read by the sweep's own reader with the packs that come with the program.
enum SignSamples {
    /// A page long enough to be no shell.
    static let around = String(
        repeating: "<p>Ủy ban nhân dân xã thông báo lịch tiếp công dân trong tuần tới tại trụ sở.</p>", count: 6)

    static func page(_ body: String, title: String = "Thông báo", head: String = "") -> String {
        "<!doctype html><html><head><meta charset=\"utf-8\"><title>\(title)</title>\(head)</head><body>\(body)</body></html>"
    }

    /// The rules of the signs that an answer shows, sorted.
    static func rules(
        _ body: String, at url: String = "http://xa.gov.vn/trang", status: Int = 200, fields: [String] = [],
        type: String = "text/html; charset=utf-8", homes: [String] = []
    ) -> [String] {
        signs(Array(body.utf8), at: url, status: status, fields: fields, type: type, homes: homes).map(\.rule).sorted()
    }

    static func signs(
        _ body: [UInt8], at url: String = "http://xa.gov.vn/trang", status: Int = 200, fields: [String] = [],
        type: String = "text/html; charset=utf-8", homes: [String] = []
    ) -> [SweepFinding] {
        shown(body, at: url, status: status, fields: fields, type: type, homes: homes)?.signs ?? []
    }

    static func shown(
        _ body: [UInt8], at url: String = "http://xa.gov.vn/trang", status: Int = 200, fields: [String] = [],
        type: String = "text/html; charset=utf-8", homes: [String] = []
    ) -> SignReader.Shown? {
        guard let knowledge = Shipped.knowledge, let url = WebURL(url) else { return nil }
        let lines = ["HTTP/1.1 \(status) OK", "Content-Type: \(type)"] + fields
        let head = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
        let response = HTTPResponse(head + body, limits: UnpackLimits(maxOutputBytes: 8 << 20))
        let pool = ReaderPool(
            rules: knowledge.planted, signs: knowledge.sweeping.answers, addresses: knowledge.sweeping.rules,
            attack: knowledge.signs, homes: homes.compactMap { WebURL($0) })
        return pool.with { reader in
            reader.read(response, head: head[...], at: url, as: .visitor, pass: 0, asked: url).shown
        }
    }

    /// The answer to a probe.
    static func probed(_ body: String, at url: String, status: Int = 200, type: String = "text/html") -> ProbedAnswer? {
        guard let knowledge = Shipped.knowledge, let url = WebURL(url) else { return nil }
        let head = Array("HTTP/1.1 \(status) OK\r\nContent-Type: \(type)\r\n\r\n".utf8)
        let response = HTTPResponse(head + Array(body.utf8), limits: UnpackLimits(maxOutputBytes: 8 << 20))
        let pool = ReaderPool(
            rules: knowledge.planted, signs: knowledge.sweeping.answers, addresses: knowledge.sweeping.rules,
            attack: knowledge.signs)
        return pool.with { $0.probed(response, head: head[...], at: url) }
    }
}
