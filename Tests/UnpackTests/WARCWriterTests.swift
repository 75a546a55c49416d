import Cryptography
import Foundation
import Testing

@testable import Unpack

@Suite struct WARCWriterTests {
    private static let date: Int64 = 1_767_323_045_000_006

    private func write(_ drafts: [WARCDraft]) throws -> [UInt8] {
        var writer = try WARCWriter { Hexadecimal.text(of: SHA256.digest(of: $0)) }
        for draft in drafts { try writer.append(draft) }
        #expect(writer.recordCount == drafts.count)
        let bytes = writer.takeBytes()
        #expect(writer.takeBytes().isEmpty)
        return bytes
    }

    private func read(_ bytes: [UInt8]) throws -> [WARCRecord] {
        var reader = try WARCReader(MemorySource(bytes))
        var records: [WARCRecord] = []
        while let record = try reader.next() { records.append(record) }
        return records
    }

    private func text(_ bytes: [UInt8]) throws -> String {
        String(decoding: try Inflater.gunzip(bytes), as: UTF8.self)
    }

    private func response(_ message: String) -> WARCDraft {
        var draft = WARCDraft(
            .response, id: WARCRecordID([1]), date: Self.date, contentType: WARCDraft.responseType,
            block: ascii(message))
        draft.targetURI = "https://xa.example/"
        return draft
    }

    @Test func everyFieldIsWrittenAsTheStandardSays() throws {
        var draft = response("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab")
        draft.address = "203.0.113.9"
        draft.concurrentTo = [WARCRecordID([2]), WARCRecordID([3])]
        draft.warcinfo = WARCRecordID([4])
        #expect(
            try text(write([draft])) == """
                WARC/1.1\r
                WARC-Type: response\r
                WARC-Record-ID: <urn:uuid:01000000-0000-8000-8000-000000000000>\r
                WARC-Date: 2026-01-02T03:04:05.000006Z\r
                WARC-Target-URI: https://xa.example/\r
                WARC-IP-Address: 203.0.113.9\r
                WARC-Concurrent-To: <urn:uuid:02000000-0000-8000-8000-000000000000>\r
                WARC-Concurrent-To: <urn:uuid:03000000-0000-8000-8000-000000000000>\r
                WARC-Warcinfo-ID: <urn:uuid:04000000-0000-8000-8000-000000000000>\r
                WARC-Block-Digest: sha256:\(SHA256.hex(of: draft.block))\r
                WARC-Payload-Digest: sha256:\(SHA256.hex(of: ascii("ab")))\r
                Content-Type: application/http; msgtype=response\r
                Content-Length: 40\r
                \r
                HTTP/1.1 200 OK\r
                Content-Length: 2\r
                \r
                ab\r
                \r

                """)
    }

    @Test(arguments: WARCDraft.Kind.allCases) func everyKindIsReadBack(kind: WARCDraft.Kind) throws {
        let block = prose(50_000)
        var draft = WARCDraft(kind, id: WARCRecordID([9]), date: 0, contentType: "text/plain", block: block)
        draft.targetURI = "http://a.example/?q=1"
        let record = try #require(read(write([draft, draft])).last)
        #expect("\(record.kind)" == kind.rawValue)
        #expect(record.block == block)
        #expect(!record.isCut)
        #expect(record.targetURI == ascii("http://a.example/?q=1"))
        #expect(record.contentType == ascii("text/plain"))
        #expect(record.date == ascii("1970-01-01T00:00:00.000000Z"))
    }

    @Test func everyRecordIsAMemberOfItsOwnAndTheSameDraftsGiveTheSameBytes() throws {
        let drafts = (0..<20).map { response("HTTP/1.1 200 OK\r\n\r\n\($0)") }
        let bytes = try write(drafts)
        #expect(try bytes == write(drafts))
        var apart: [UInt8] = []
        for draft in drafts { apart += try write([draft]) }
        #expect(bytes == apart)
        // RFC 1952: no flags, no time.
        #expect(Array(bytes[0..<8]) == [0x1F, 0x8B, 8, 0, 0, 0, 0, 0])
        #expect(try read(bytes).count == 20)
    }

    @Test(arguments: WARCDraft.Truncation.allCases) func aCutResponseSaysWhy(truncation: WARCDraft.Truncation) throws {
        var draft = response("HTTP/1.1 200 OK\r\n\r\nab")
        draft.truncation = truncation
        let bytes = try write([draft])
        #expect(try text(bytes).contains("\r\nWARC-Truncated: \(truncation.rawValue)\r\n"))
        #expect(try !text(bytes).contains("Payload-Digest"))
        #expect(try read(bytes).first?.isCut == true)
    }

    @Test func noValueCanBreakItsLine() throws {
        var draft = response("x")
        draft.targetURI = "http://a.example/\r\nWARC-Type: warcinfo\r\n\r\n<b>\u{0}ô"
        draft.address = "1.2.3.4\nX: y"
        draft.contentType = "text/html\r\nContent-Length: 0"
        let bytes = try write([draft])
        let records = try read(bytes)
        #expect(records.count == 1)
        #expect(records[0].kind == .response)
        #expect(records[0].block == ascii("x"))
        #expect(
            records[0].targetURI
                == ascii("http://a.example/%0D%0AWARC-Type:%20warcinfo%0D%0A%0D%0A%3Cb%3E%00%C3%B4"))
        #expect(records[0].contentType == ascii("text/html%0D%0AContent-Length: 0"))
        #expect(try text(bytes).contains("WARC-IP-Address: 1.2.3.4%0AX:%20y\r\n"))
    }

    @Test func linesOfFieldsCannotBeBrokenEither() {
        let lines = WARCDraft.fieldLines([("a", "x\r\nb: y"), ("c:\r\nd", "ô")])
        #expect(String(decoding: lines, as: UTF8.self) == "a: x%0D%0Ab: y\r\nc---d: ô\r\n")
    }

    @Test func aFieldThatNoReaderTakesIsRefused() throws {
        var writer = try WARCWriter { _ in "" }
        var draft = response("x")
        draft.targetURI = "http://a.example/" + String(repeating: "a", count: 60_000)
        #expect(throws: UnpackError(.headTooLong, at: 0)) { try writer.append(draft) }
        #expect(writer.takeBytes().isEmpty)
        draft.targetURI = "http://a.example/" + String(repeating: "a", count: 50_000)
        try writer.append(draft)
        #expect(try read(writer.takeBytes()).first?.targetURI.count == 50_017)
    }

    @Test(arguments: [
        (Int64(0), "1970-01-01T00:00:00.000000Z"), (-1, "1969-12-31T23:59:59.999999Z"),
        (951_782_400_000_000, "2000-02-29T00:00:00.000000Z"), (4_107_542_399_999_999, "2100-02-28T23:59:59.999999Z"),
        (4_107_542_400_000_000, "2100-03-01T00:00:00.000000Z"), (.max, "9999-12-31T23:59:59.999999Z"),
        (.min, "0000-01-01T00:00:00.000000Z"),
    ])
    func timesAreThoseOfTheCalendar(time: Int64, text: String) {
        #expect(WARCTime.text(time) == text)
    }

    @Test func timesAgreeWithTheSystem() {
        let format = Date.ISO8601FormatStyle()
        var random = Seeded(5)
        for _ in 0..<2_000 {
            let seconds = Int64.random(in: -2_000_000_000...4_000_000_000, using: &random)
            let text = format.format(Date(timeIntervalSince1970: Double(seconds)))
            #expect(WARCTime.text(seconds * 1_000_000) == text.dropLast() + ".000000Z")
        }
    }

    @Test func identifiersAreUUIDsOfVersionEight() {
        #expect("\(WARCRecordID([]))" == "00000000-0000-8000-8000-000000000000")
        #expect(
            "\(WARCRecordID([UInt8](repeating: 0xFF, count: 20)))" == "ffffffff-ffff-8fff-bfff-ffffffffffff")
        #expect("\(WARCRecordID(1...16))" == "01020304-0506-8708-890a-0b0c0d0e0f10")
    }

    @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 1_000_000]) func membersOfAnyLengthAreWhole(count: Int) throws {
        let deflater = try Deflater()
        var random = Seeded(7)
        let noise = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
        for bytes in [noise, [UInt8](repeating: 0, count: count)] {
            var packed: [UInt8] = []
            deflater.packMember([bytes, [], bytes], into: &packed)
            #expect(try Inflater.gunzip(packed, limits: UnpackLimits(maxRatio: 1_100)) == bytes + bytes)
        }
    }
}

@Suite struct HTTPPayloadTests {
    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\n\r\n", ""), ("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", "abc"),
        ("HTTP/1.0 200 OK\r\nContent-Encoding: gzip\r\n\r\nabc", "abc"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1;x=y\r\nc\r\n0\r\n\r\n", "abc"),
        ("HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n0\r\n\r\n", ""),
    ])
    func thePayloadIsTheBodyWithoutItsTransferCoding(message: String, payload: String) throws {
        let found = try #require(HTTPPayload(of: ascii(message)))
        #expect(found.bytes == ascii(payload))
        #expect(found.wasChunked == message.contains("hunked"))
    }

    @Test(arguments: [
        "", "HTTP/1.1 200 OK", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\n\nabc", "HTTP/1.1 200 OK\r\nA: b\n\r\nabc",
        "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\nabc", "HTTP/1.1 200 OK\r\nno colon\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\n: x\r\n\r\nabc", "HTTP/1.1 200 OK\r\nA : b\r\n\r\nabc", "\r\n\r\nabc", "<html>",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\nabc", "HTTP/1.1 ",
        "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabc", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nabc<p>",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
    ])
    func aDoubtfulMessageHasNone(message: String) {
        #expect(HTTPPayload(of: ascii(message)) == nil)
    }

    @Test func everyPrefixAndMutationEndsInOrder() {
        let message = ascii(
            "HTTP/1.1 200 OK\r\nA: b\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1;x=y\r\nc\r\n0\r\n\r\n")
        for length in 0..<message.count {
            let found = HTTPPayload(of: Array(message[..<length]))
            #expect(found == nil || length >= message.count - 3)
        }
        var random = Seeded(11)
        for _ in 0..<5_000 {
            let found = HTTPPayload(of: mutated(message, &random))
            #expect((found?.bytes.count ?? 0) <= message.count + 64)
        }
    }
}
