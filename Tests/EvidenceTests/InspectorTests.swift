import Cryptography
import Foundation
import Testing
import Unpack

@testable import Evidence

/// What an inspector without this program does, as `Docs/evidence.md` says it.
@Suite struct InspectorTests {
    private static let signature =
        "openssl pkeyutl -verify -pubin -inkey \"$KEY\" -rawin -in manifest.json -sigfile manifest.sig"
    private static let address = "test \"$(sha256sum <manifest.json | cut -c1-64)\" = \"$(basename \"$PWD\")\""
    private static let parts =
        #"sed -n 's/^{"name":"\([^"]*\)".*"sha256":"\([0-9a-f]*\)".*/\2  \1/p' manifest.json | sha256sum -c"#

    private let scratch: Scratch
    private let folder: EvidenceFolder
    private let id: BundleID

    init() throws {
        scratch = try Scratch()
        folder = try EvidenceFolder(scratch.path + "/evidence", budget: 1 << 30, key: Sample.key())
        id = try folder.put(Sample.bundle())
    }

    private func shell(_ command: String) throws -> Finished {
        let name = try Sample.key().publicKey.fingerprint.prefix(16)
        return try run("sh", ["-c", "KEY=../../key-\(name).pem; \(command)"], in: folder.path(id))
    }

    @Test func standardToolsVerifyABundle() throws {
        let signature = try shell(Self.signature)
        #expect(signature.output.contains("Signature Verified Successfully"))
        #expect(signature.code == 0)
        #expect(try shell(Self.address).code == 0)
        let parts = try shell(Self.parts)
        #expect(parts.code == 0)
        #expect(
            Set(parts.output.split(separator: "\n"))
                == ["exchanges.warc.gz: OK", "block.txt: OK", "finding.json: OK"])
        #expect(try warcio(["check", folder.path(id, "exchanges.warc.gz")]).code == 0)
    }

    @Test func standardToolsFindAChange() throws {
        try Data("khác".utf8).write(to: URL(fileURLWithPath: folder.path(id, "block.txt")))
        let parts = try shell(Self.parts)
        #expect(parts.code != 0)
        #expect(parts.output.contains("block.txt: FAILED"))
        let manifest = URL(fileURLWithPath: folder.path(id, "manifest.json"))
        try (Data(contentsOf: manifest) + [0x20]).write(to: manifest)
        #expect(try shell(Self.signature).code != 0)
        #expect(try shell(Self.address).code != 0)
    }

    @Test func theManualGivesTheseCommands() throws {
        let manual = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Docs/evidence.md")
        let text = try String(contentsOf: manual, encoding: .utf8)
        for command in [Self.signature, Self.address, Self.parts] { #expect(text.contains(command)) }
    }
}

/// WARC files of this house before another reader of the standard.
@Suite struct ExchangeArchiveTests {
    private static let codings = ["identity", "gzip", "br"]
    private static let oddAnswers = [
        "", "H", "HTTP/1.1 200 OK", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\n\r\n", "<html>not HTTP</html>",
        "\r\n\r\n",
        "HTTP/1.1 200 OK\nA: b\n\nabc", "HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nno colon\r\n \r\nabc", "HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnot chunks",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nnot gzip", "WARC/1.1\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\u{0}: \u{1}\r\n\r\n\u{0}",
    ]
    private static let longAnswer = Array("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc".utf8)
    private static let page = "<!doctype html><p>Ủy ban nhân dân xã thông báo lịch tiếp công dân.</p>\n"

    /// The body as a server sends it in different ways, and the fields that say so.
    private static func body(_ coding: String) throws -> (fields: String, bytes: [UInt8]) {
        let plain = Array(page.utf8)
        switch coding {
        case "gzip":
            var packed: [UInt8] = []
            try Deflater().packMember([plain], into: &packed)
            return ("Content-Encoding: gzip\r\n", packed)
        case "br":
            // One uncompressed meta-block (RFC 7932, 9.2), then an empty last one.
            let header = UInt32(plain.count - 1) << 4 | 1 << 20
            let front = [
                UInt8(truncatingIfNeeded: header), UInt8(truncatingIfNeeded: header >> 8), UInt8(header >> 16),
            ]
            return ("Content-Encoding: br\r\n", front + plain + [3])
        default: return ("", plain)
        }
    }

    private static func chunked(_ bytes: [UInt8]) -> [UInt8] {
        let half = bytes.count / 2
        return [bytes[..<half], bytes[half...]].flatMap {
            Array("\(String($0.count, radix: 16));x=1\r\n".utf8) + $0 + Array("\r\n".utf8)
        } + Array("0\r\n\r\n".utf8)
    }

    private static func exchange(_ response: [UInt8], truncation: WARCDraft.Truncation? = nil) -> RecordedExchange {
        RecordedExchange(
            url: "http://xa.example/bài?q=a b", address: "2001:db8::7", startedAt: Sample.time,
            request: Array("GET / HTTP/1.1\r\nHost: xa.example\r\n\r\n".utf8), response: response,
            truncation: truncation, notes: [("view", "phone"), ("ghi-chú", "dòng\r\nmới")])
    }

    private func records(_ part: EvidencePart) throws -> [WARCRecord] {
        var reader = try WARCReader(MemorySource(part.bytes))
        var records: [WARCRecord] = []
        while let record = try reader.next() { records.append(record) }
        return records
    }

    private static func response(_ coding: String, isChunked: Bool) throws -> [UInt8] {
        let (fields, body) = try body(coding)
        let framing = isChunked ? "Transfer-Encoding: chunked\r\n" : "Content-Length: \(body.count)\r\n"
        return Array("HTTP/1.1 200 OK\r\n\(fields)\(framing)\r\n".utf8) + (isChunked ? chunked(body) : body)
    }

    /// warcio reads all records of all samples and finds every digest right.
    @Test func anotherReaderTakesEverySample() throws {
        var parts: [EvidencePart] = []
        for coding in Self.codings {
            for isChunked in [false, true] {
                let exchange = Self.exchange(try Self.response(coding, isChunked: isChunked))
                parts.append(try ExchangeArchive.part([exchange], created: Sample.time, about: []))
            }
        }
        for text in Self.oddAnswers {
            parts.append(try ExchangeArchive.part([Self.exchange(Array(text.utf8))], created: Sample.time, about: []))
        }
        for truncation in WARCDraft.Truncation.allCases {
            let exchange = Self.exchange(Self.longAnswer, truncation: truncation)
            parts.append(try ExchangeArchive.part([exchange], created: Sample.time, about: []))
        }
        let scratch = try Scratch()
        var files: [String] = []
        var count = 0
        for (index, part) in parts.enumerated() {
            files.append(try scratch.write("\(index).warc.gz", part.bytes))
            count += try records(part).count
        }
        let check = try warcio(["check", "-v"] + files)
        #expect(check.code == 0, "\(check.output)")
        #expect(check.output.components(separatedBy: "digest pass").count - 1 == count)
        let index = try warcio(["index", "-f", "offset,warc-type,warc-target-uri,http:status"] + files)
        #expect(index.code == 0, "\(index.output)")
        #expect(index.output.split(separator: "\n").count == count)
        // And it does find what is wrong.
        let text = String(decoding: try Inflater.gunzip(parts[0].bytes), as: UTF8.self)
        let wrong = try scratch.write("wrong.warc", Array(text.replacing("Ủy ban", with: "Uy ban!").utf8))
        #expect(try warcio(["check", wrong]).code == 1)
    }

    @Test(arguments: codings, [false, true])
    func responsesAreKeptAsSentAndThePayloadIsDigested(coding: String, isChunked: Bool) throws {
        let (fields, body) = try Self.body(coding)
        let framing = isChunked ? "Transfer-Encoding: chunked\r\n" : "Content-Length: \(body.count)\r\n"
        let response =
            Array("HTTP/1.1 200 OK\r\n\(fields)\(framing)\r\n".utf8) + (isChunked ? Self.chunked(body) : body)
        let part = try ExchangeArchive.part([Self.exchange(response)], created: Sample.time, about: [])
        let records = try records(part)
        #expect(records.map(\.kind) == [.warcinfo, .request, .response, .metadata])
        #expect(records[2].block == response)
        let notes = String(decoding: records[3].block, as: UTF8.self)
        #expect(
            notes == "view: phone\r\nghi-ch--: dòng%0D%0Amới\r\npayload-sha256: \(SHA256.hex(of: body))\r\n")
        let text = String(decoding: try Inflater.gunzip(part.bytes), as: UTF8.self)
        #expect(text.contains("WARC-Payload-Digest: sha256:\(SHA256.hex(of: body))\r\n") == !isChunked)
        #expect(text.contains("WARC-Target-URI: http://xa.example/b%C3%A0i?q=a%20b\r\n"))
    }

    /// A server may send anything: what it sent is kept, and stays readable for others.
    @Test(arguments: oddAnswers)
    func whateverAServerSendsIsKept(text: String) throws {
        let response = Array(text.utf8)
        let part = try ExchangeArchive.part([Self.exchange(response)], created: Sample.time, about: [])
        let records = try records(part)
        #expect(records.first { $0.kind == .response }?.block == (text.isEmpty ? nil : response))
    }

    @Test(arguments: WARCDraft.Truncation.allCases) func cutResponsesHaveNoPayloadDigest(
        truncation: WARCDraft.Truncation
    ) throws {
        let part = try ExchangeArchive.part(
            [Self.exchange(Self.longAnswer, truncation: truncation)], created: Sample.time, about: [])
        let notes = String(decoding: try #require(records(part).last).block, as: UTF8.self)
        #expect(!notes.contains("payload-sha256"))
    }

    @Test func theSameExchangesGiveTheSameBytes() throws {
        let exchange = Self.exchange(Array("HTTP/1.1 200 OK\r\n\r\n".utf8))
        func part(_ time: Int64) throws -> EvidencePart {
            try ExchangeArchive.part([exchange, exchange], created: time, about: [("software", "x")])
        }
        #expect(try part(1) == part(1))
        #expect(try part(1) != part(2))
        let ids = try records(part(1)).map(\.recordID)
        #expect(Set(ids).count == ids.count)
    }

    @Test func anExchangeThatFailedBeforeItsFirstByteKeepsItsNotes() throws {
        var exchange = Self.exchange([])
        exchange.request = []
        exchange.address = nil
        let part = try ExchangeArchive.part([exchange], created: 0, about: [])
        #expect(try records(part).map(\.kind) == [.warcinfo, .metadata])
    }

    @Test func aURLThatNoRecordCanHoldIsRefused() throws {
        var exchange = Self.exchange([])
        exchange.url = "http://a.example/" + String(repeating: "é", count: 40_000)
        #expect(throws: EvidenceError(.tooLarge, "an exchange cannot be kept as WARC: headTooLong")) {
            try ExchangeArchive.part([exchange], created: 0, about: [])
        }
    }
}
