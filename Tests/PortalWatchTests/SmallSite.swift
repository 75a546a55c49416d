import Foundation
import LoopbackServer
import Synchronization

/// A portal of some thirty pages on loopback, whose every answer is known: a planted line in each fifth page, one more in the
/// footers of all.
final class SmallSite: Sendable {
    static let pageCount = 30
    private let server: RawServer
    private let log: Log

    /// Paths in the order in which they were asked for.
    private final class Log: Sendable {
        let asked = Mutex<[String]>([])
    }

    var baseURL: String { "http://127.0.0.1:\(server.port)" }
    var asked: [String] { log.asked.withLock { $0 } }

    /// - Parameters:
    ///   - isClean: without anything planted.
    ///   - delay: before each answer, in microseconds.
    init(delay: UInt32 = 3_000, isClean: Bool = false) throws {
        let log = Log()
        self.log = log
        server = try RawServer { _, visit in
            guard let request = visit.request() else { return }
            let path = request.split(separator: " ").dropFirst().first.map(String.init) ?? ""
            log.asked.withLock { $0.append(path) }
            usleep(delay)
            visit.send(Self.answer(path, isClean: isClean))
        }
    }

    func stop() { server.stop() }

    private static func answer(_ path: String, isClean: Bool) -> String {
        let number = path == "/" ? 0 : Int(path.dropFirst(2)) ?? -1
        guard path == "/" || path.hasPrefix("/p"), 0...pageCount ~= number else {
            return head(404, 0)
        }
        let links = (1...pageCount).map { "<li><a href=\"/p\($0)\">Thông báo số \($0) của ủy ban nhân dân xã</a></li>" }
        var body = "<html><head><title>Xã Đức Thọ, trang \(number)</title></head><body><h1>Tin số \(number)</h1>"
        body += "<p>Ủy ban nhân dân xã thông báo lịch tiếp công dân, kế hoạch số \(number) và kết quả giải quyết.</p>"
        if !isClean, number > 0, number % 5 == 0 {
            body +=
                "<div>Nhà cái uy tín \(words[number / 5 % words.count]), đăng ký nhận thưởng 500k, cá cược bóng đá</div>"
        }
        body += "<ul>\(links.joined())</ul>"
        if !isClean { body += "<footer>Cổng game bài đổi thưởng, nạp 100k nhận 300k, tải app nổ hũ</footer>" }
        body += "</body></html>"
        return head(200, body.utf8.count) + body
    }

    private static let words = [
        "hàng đầu châu Á", "số một Việt Nam", "khuyến mãi khủng", "nạp rút siêu tốc", "đổi thưởng xanh chín",
    ]

    private static func head(_ status: Int, _ length: Int) -> String {
        "HTTP/1.1 \(status) X\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: \(length)\r\n"
            + "Connection: close\r\n\r\n"
    }
}
