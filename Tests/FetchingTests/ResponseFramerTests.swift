import Testing
import Unpack

@testable import Fetching

@Suite struct ResponseFramerTests {
    private func framed(
        _ text: String, pieceBytes: Int = .max, maxBodyBytes: Int = 1 << 20
    ) -> (framer: ResponseFramer, taken: Int) {
        var framer = ResponseFramer(limits: .init(maxBodyBytes: maxBodyBytes))
        let bytes = Array(text.utf8)
        var taken = 0
        bytes.withUnsafeBytes { all in
            while taken < all.count, !framer.isFinished {
                let piece = all[taken..<min(all.count, pieceBytes == .max ? all.count : taken + pieceBytes)]
                let used = framer.take(UnsafeRawBufferPointer(rebasing: piece))
                taken += used
                if used == 0 { break }
            }
        }
        return (framer, taken)
    }

    /// Response, bytes of it that are the message (all when nil), and whether the connection may be kept.
    static let whole: [(String, Int?, Bool)] = [
        ("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", nil, true),
        ("HTTP/1.1 200 OK\nContent-Length: 3\n\nabc", nil, true),
        ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", nil, true),
        ("HTTP/1.1 204 No Content\r\n\r\n", nil, true),
        ("HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", nil, true),
        ("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc", nil, false),
        ("HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nabc", nil, false),
        ("HTTP/1.0 200 OK\r\nContent-Length: 3\r\nConnection: Keep-Alive\r\n\r\nabc", nil, true),
        ("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc", nil, true),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", nil, true),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\nX: y\r\n\r\n", nil, true),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n1\r\na\r\n0\r\n\r\n", nil, false),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n1\r\na\r\n0\r\n\r\n", nil, false),
        ("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcHTTP/1.1 200 OK\r\n", 41, true),
        ("HTTP/1.1 200 OK\r\nX: \r\nContent-Length:3\r\n\r\nabc", nil, true),
    ]

    @Test(arguments: whole.indices, [1, 2, 7, .max])
    func aMessageEndsWhereItsFramingSays(_ index: Int, _ pieceBytes: Int) {
        let (text, count, isReusable) = Self.whole[index]
        let (framer, taken) = framed(text, pieceBytes: pieceBytes)
        let message = Array(text.utf8.prefix(count ?? .max))
        #expect(framer.state == .complete)
        #expect(framer.bytes == message)
        #expect(taken == message.count)
        #expect(framer.isReusable == isReusable)
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\n\r\nall that comes", "HTTP/1.1 200 OK\r\nContent-Length: 3x\r\n\r\nall that comes",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nall that comes",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nall that comes",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\nContent-Length: 1\r\n\r\nall that comes",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nall that comes",
    ])
    func aDoubtfulLengthIsNotBelieved(_ text: String) {
        var (framer, _) = framed(text)
        #expect(framer.state == .untilClose)
        #expect(framer.finish() == nil)
        #expect(framer.bytes == Array(text.utf8))
        #expect(!framer.isReusable)
    }

    @Test(arguments: [
        ("", FetchFailure.Code.connectionClosed), ("HTTP/1.1 200 OK\r\nContent-Le", .connectionClosed),
        ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc", .connectionClosed),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc", .connectionClosed),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc", .badResponse),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10000000000000000\r\nabc", .badResponse),
        ("<html>HTTP/0.9", .badResponse), ("HTTP/1.1\r\n\r\n", .badResponse), ("HTTP/1.1 20x OK\r\n\r\n", .badResponse),
        ("HTTP/1.1 099 OK\r\n\r\n", .badResponse), ("SSH-2.0-OpenSSH\r\n", .badResponse),
        ("HTTP/1.1 101 Switching\r\n\r\n", .badResponse), ("\u{15}\u{3}\u{1}", .badResponse),
    ])
    func whatIsNoWholeResponseHasAReason(_ text: String, _ code: FetchFailure.Code) {
        var (framer, _) = framed(text)
        #expect(framer.finish()?.code == code)
        #expect(!framer.isReusable)
    }

    @Test(arguments: [1, 3, .max])
    func interimResponsesArePassedOver(_ pieceBytes: Int) {
        let final = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab"
        let (framer, taken) = framed(
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + final, pieceBytes: pieceBytes)
        #expect(framer.bytes == Array(final.utf8))
        #expect(framer.status == 200)
        #expect(framer.fields.value("link") == nil)
        #expect(framer.isReusable)
        #expect(taken == final.utf8.count + 25 + 37)
    }

    @Test func endlessInterimResponsesEnd() {
        let (framer, _) = framed(String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 100))
        guard case .broken(let failure) = framer.state else { return #expect(Bool(false), "not broken") }
        #expect(failure.code == .badResponse)
    }

    @Test(arguments: ["X-Pad: " + String(repeating: "a", count: 300_000), String(repeating: "X: y\r\n", count: 60_000)])
    func endlessHeadersEnd(_ fields: String) {
        let (framer, _) = framed("HTTP/1.1 200 OK\r\n" + fields, pieceBytes: 60_000)
        guard case .broken(let failure) = framer.state else { return #expect(Bool(false), "not broken") }
        #expect(failure.code == .headTooLong)
        #expect(framer.bytes.count <= 256 << 10 + 60_000)
    }

    @Test(arguments: ["Content-Length: 10", "Transfer-Encoding: chunked", "X: y"])
    func aBodyIsCutAtTheCap(_ field: String) {
        let head = "HTTP/1.1 200 OK\r\n\(field)\r\n\r\n"
        let (framer, _) = framed(head + "a\r\n0123456789\r\n0\r\n\r\n", maxBodyBytes: 4)
        #expect(framer.state == .cut)
        #expect(framer.bytes.count == head.utf8.count + 4)
        #expect(!framer.isReusable)
    }

    @Test func noPrefixAndNoMutationBreaksTheFramer() {
        var random = Seeded(11)
        for (text, _, _) in Self.whole {
            let bytes = Array(text.utf8)
            for count in 0...bytes.count {
                var framer = ResponseFramer(limits: .init(maxBodyBytes: 1000))
                _ = Array(bytes[..<count]).withUnsafeBytes { framer.take($0) }
                let failure = framer.finish()
                #expect(failure == nil || count < bytes.count)
            }
            for _ in 0..<300 {
                let changed = mutated(bytes, &random)
                var framer = ResponseFramer(limits: .init(maxBodyBytes: 20))
                let taken = changed.withUnsafeBytes { framer.take($0) }
                #expect(taken <= changed.count)
                #expect(framer.bytes.count <= changed.count)
                _ = framer.finish()
            }
        }
    }

    /// What the framer and `HTTPResponse` take for the body must be the same bytes.
    @Test(arguments: whole.indices)
    func headsAndBodiesArePartedAsUnpackPartsThem(_ index: Int) {
        let (framer, _) = framed(Self.whole[index].0)
        let response = HTTPResponse(framer.bytes, limits: .standard)
        #expect(response.headBytes == framer.headBytes)
        #expect(response.status == framer.status)
        #expect(response.fault == nil || Self.whole[index].0.contains("gzip"))
    }
}
