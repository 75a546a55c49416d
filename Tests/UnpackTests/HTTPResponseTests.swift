import Testing

@testable import Unpack

@Suite struct HTTPResponseTests {
    private func response(_ head: String, _ body: [UInt8], limits: UnpackLimits = .standard) -> HTTPResponse {
        HTTPResponse(ascii("HTTP/1.1 200 OK\r\n\(head)\r\n") + body, limits: limits)
    }

    @Test func headAndBodyArePartedAndRead() {
        let message = ascii(
            "HTTP/1.1 302 Found\r\nContent-TYPE:  text/html; charset=utf-8 \r\nLocation: /x\r\n\r\nbody")
        let response = HTTPResponse(message, limits: .standard)
        #expect(response.status == 302)
        #expect(response.contentType == ascii("text/html; charset=utf-8"))
        #expect(response.location == ascii("/x"))
        #expect(response.body == ascii("body"))
        #expect(response.headBytes == message.count - 4)
        #expect(response.fault == nil)
    }

    @Test func bareLineFeedsAndFoldedLinesAreRead() {
        let response = HTTPResponse(ascii("HTTP/2 200\nContent-Type: text/html;\n charset=x\n\nb"), limits: .standard)
        #expect(response.contentType == ascii("text/html; charset=x"))
        #expect(response.body == ascii("b"))
    }

    @Test func codingsAreUndoneInOrder() throws {
        let body = prose(5000)
        let gzip = try deflated(body)
        #expect(response("Content-Encoding: gzip\r\n", gzip).body == body)
        #expect(response("Content-Encoding: GZIP, identity\r\n", gzip).body == body)
        #expect(try response("Content-Encoding: deflate\r\n", deflated(body, windowBits: 15)).body == body)
        #expect(try response("Content-Encoding: deflate\r\n", deflated(body, windowBits: -15)).body == body)
        let twice = try deflated(deflated(body, windowBits: 15))
        #expect(response("Content-Encoding: deflate, x-gzip\r\n", twice).body == body)
        #expect(response("Content-Encoding: deflate\r\nContent-Encoding: gzip\r\n", twice).body == body)
    }

    @Test func codingsThatAreNotThereLeaveTheBody() {
        for head in ["Content-Encoding: gzip\r\n", "Content-Encoding: deflate\r\n", "Transfer-Encoding: chunked\r\n"] {
            let response = response(head, ascii("<p>plain</p>"))
            #expect(response.body == ascii("<p>plain</p>"))
            #expect(response.fault == nil)
        }
    }

    @Test func chunksAreJoinedAndThenUnpacked() throws {
        let body = prose(3000)
        let packed = try deflated(body)
        var chunked: [UInt8] = []
        for start in stride(from: 0, to: packed.count, by: 100) {
            let chunk = packed[start..<min(start + 100, packed.count)]
            chunked += ascii(String(chunk.count, radix: 16, uppercase: true) + ";x=\"y\"\r\n") + chunk + ascii("\r\n")
        }
        chunked += ascii("0\r\nTrailer: x\r\n\r\n")
        let response = response("Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", chunked)
        #expect(response.fault == nil)
        #expect(response.body == body)
    }

    @Test(arguments: [
        ("5\r\nhel", "hel", UnpackError.Code.truncated), ("3\r\nhel\r\n", "hel", .truncated),
        ("3\r\nhel\r\nzz\r\n", "hel", .badChunk), ("3\r\nhel\r\nFFFFFFFFFFFFFFFFF\r\n", "hel", .badChunk),
        ("3\r\nhel\r\n7FFFFFFFFFFFFFFF\r\nlo", "hello", .truncated), ("3\r\nhel\r\n-1\r\nlo", "hel", .badChunk),
    ])
    func brokenChunksGiveWhatCameBefore(body: String, expected: String, code: UnpackError.Code) {
        let response = response("Transfer-Encoding: chunked\r\n", ascii(body))
        #expect(response.body == ascii(expected))
        #expect(response.fault?.code == code)
    }

    @Test func bombsAndForeignCodingsAreFaults() throws {
        let bomb = try deflated([UInt8](repeating: 0x61, count: 30 << 20))
        #expect(response("Content-Encoding: gzip\r\n", bomb).fault?.code == .ratioTooHigh)
        let nested = try deflated(deflated(deflated(deflated(ascii("x")))))
        #expect(response("Content-Encoding: gzip,gzip,gzip,gzip\r\n", nested).fault?.code == .tooDeep)
        #expect(response("Content-Encoding: zstd\r\n", [1, 2]).fault?.code == .unsupportedCoding)
        #expect(response("Content-Encoding: zstd\r\n", [1, 2]).body == [1, 2])
    }

    @Test func headsWithoutEndOrBeginningAreFaults() {
        #expect(HTTPResponse([], limits: .standard).fault?.code == .truncated)
        #expect(HTTPResponse(ascii("GET / HTTP/1.1\r\n\r\n"), limits: .standard).fault?.code == .badHeader)
        #expect(HTTPResponse(ascii("HTTP/1.1 abc x\r\n\r\n"), limits: .standard).fault?.code == .badHeader)
        let endless = ascii("HTTP/1.1 200 OK\r\n") + Array(repeating: ascii("X: y\r\n"), count: 100_000).flatMap { $0 }
        #expect(HTTPResponse(endless, limits: .standard).fault?.code == .headTooLong)
        let line = ascii("HTTP/1.1 200 OK\r\nX: ") + [UInt8](repeating: 0x61, count: 1 << 20)
        #expect(HTTPResponse(line, limits: .standard).fault?.code == .headTooLong)
    }
}
