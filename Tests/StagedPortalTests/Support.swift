import Foundation
import Testing

@testable import StagedPortal

/// The data folder of the working copy.
let resources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Resources").path

enum Shipped {
    static let material: Material? = try? Material(resources: resources)

    static func portal(_ options: PortalOptions) throws -> DemoPortal {
        DemoPortal(options, material: try #require(material))
    }

    /// Portals that are drawn once for all tests.
    static let full: DemoPortal? = try? portal(PortalOptions(isFull: true))
}

/// The requests of a sweep's views.
extension PortalRequest {
    static func get(_ target: String, as view: PortalView = .visitor, cookie: String = "") -> PortalRequest {
        var request = PortalRequest(target: target, host: "127.0.0.1:8080", cookie: cookie)
        request.userAgent =
            switch view {
            case .visitor, .searcher: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36"
            case .phone: "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36"
            case .crawler: "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
            }
        if view == .searcher { request.referrer = "https://www.google.com/" }
        return request
    }
}

extension PortalAnswer {
    /// The plain body; empty for one that is not held whole.
    var page: [UInt8] { plain.bytes ?? [] }

    func holds(_ marker: [UInt8]) -> Bool {
        !marker.isEmpty && Data(page).range(of: Data(marker)) != nil
    }

    /// `name=value` of the cookie that was set; empty when none was.
    var cookie: String { field("Set-Cookie").map { String($0.prefix { $0 != ";" }) } ?? "" }
}

extension PortalAnswer {
    /// Everything of an answer that a client can see, for comparisons.
    var fingerprint: String {
        "\(status) \(fields) \(payload.hashed) \(coding) \(framing) \(wire)"
    }
}

extension PortalBody {
    fileprivate var hashed: String {
        switch self {
        case .bytes(let bytes): "\(bytes.count) \(Data(bytes).hashValue)"
        case .repeated(let head, let unit, let count, let tail): "\(head) \(unit.count) \(count) \(tail)"
        case .endless(let unit): "\(unit)"
        }
    }
}
