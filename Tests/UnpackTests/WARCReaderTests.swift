import Testing

@testable import Unpack

@Suite struct WARCReaderTests {
    private struct Read {
        var records: [WARCRecord] = []
        var fault: UnpackError?
    }

    private func read(
        _ bytes: [UInt8], pieceBytes: Int = .max, maxBlockBytes: Int = 1 << 20, limits: UnpackLimits = .stream
    ) -> Read {
        var result = Read()
        do {
            var reader = try WARCReader(
                MemorySource(bytes, pieceBytes: pieceBytes), maxBlockBytes: maxBlockBytes, limits: limits)
            while let record = try reader.next() { result.records.append(record) }
            #expect(try reader.next() == nil)
        } catch {
            result.fault = error as? UnpackError
        }
        return result
    }

    /// The same four records, plain, gzipped as a whole or one by one.
    private static func sample(_ packing: String) throws -> [UInt8] {
        try python(
            """
            import gzip, sys
            def record(version, kind, block, *fields):
                head = [f'WARC/{version}', f'WARC-Type: {kind}', 'WARC-Date: 2026-01-02T03:04:05Z',
                        'WARC-Record-ID: <urn:uuid:1>', *fields, f'Content-Length: {len(block)}']
                return '\\r\\n'.join(head).encode() + b'\\r\\n\\r\\n' + block + b'\\r\\n\\r\\n'
            page = b'<p>xin ch\\xc3\\xa0o</p>' * 20
            packed = gzip.compress(page)
            chunked = b'%x\\r\\n' % len(packed) + packed + b'\\r\\n0\\r\\n\\r\\n'
            http = (b'HTTP/1.1 200 OK\\r\\nContent-Type: text/html\\r\\nContent-Encoding: gzip\\r\\n'
                    b'Transfer-Encoding: chunked\\r\\n\\r\\n' + chunked)
            records = [
                record('1.0', 'warcinfo', b'software: x\\r\\n', 'Content-Type: application/warc-fields'),
                record('1.0', 'response', http, 'WARC-Target-URI: <https://a.example/>',
                       'Content-Type: application/http; msgtype=response'),
                record('1.1', 'resource', page, 'warc-target-uri: https://b.example/x', 'X-Folded: a', ' b'),
                record('1.1', 'metadata', b''),
            ]
            packing = '\(packing)'
            out = b''.join(records)
            if packing == 'whole': out = gzip.compress(out)
            if packing == 'each': out = b''.join(gzip.compress(r) for r in records)
            sys.stdout.buffer.write(out)
            """)
    }

    private let page = Array(repeating: ascii("<p>xin chào</p>"), count: 20).flatMap { $0 }

    @Test(arguments: ["plain", "whole", "each"])
    func recordsAreReadHoweverTheyArePacked(packing: String) throws {
        let bytes = try Self.sample(packing)
        let plain = try Self.sample("plain")
        for pieceBytes in [1, 3, 100, .max] {
            let result = read(bytes, pieceBytes: pieceBytes)
            #expect(result.fault == nil)
            let records = result.records
            #expect(records.map(\.kind) == [.warcinfo, .response, .resource, .metadata])
            guard records.count == 4 else { continue }
            #expect(records.allSatisfy { plain[Int($0.position)...].starts(with: ascii("WARC/1.")) && !$0.isCut })
            #expect(records[1].targetURI == ascii("https://a.example/"))
            #expect(records[2].targetURI == ascii("https://b.example/x"))
            #expect(records[1].date == ascii("2026-01-02T03:04:05Z"))
            #expect(records[1].recordID == ascii("<urn:uuid:1>"))
            #expect(records[1].contentType == ascii("application/http; msgtype=response"))
            #expect(records[1].httpResponse()?.body == page)
            #expect(records[1].httpResponse()?.contentType == ascii("text/html"))
            #expect(records[2].block == page)
            #expect(records[2].httpResponse() == nil)
            #expect(records[3].contentLength == 0)
        }
    }

    @Test func longBlocksAreCutAndTheNextRecordIsFound() throws {
        let result = try read(Self.sample("each"), maxBlockBytes: 10)
        #expect(result.records.map(\.isCut) == [true, true, true, false])
        #expect(result.records.map(\.block.count) == [10, 10, 10, 0])
        #expect(result.records[2].contentLength == UInt64(page.count))
        #expect(result.fault == nil)
    }

    @Test func bareLineFeedsAndMissingEmptyLinesAreReadAsMeant() {
        let text = "\n\nWARC/1.0\nWARC-Type: resource\nContent-Length: 2\n\nab\nWARC/1.1\nContent-Length: 1\n\nc"
        let result = read(ascii(text))
        #expect(result.records.map(\.block) == [ascii("ab"), ascii("c")])
        #expect(result.records.map(\.kind) == [.resource, .other])
        #expect(result.fault == nil)
    }

    @Test(arguments: ["plain", "whole", "each"])
    func everyPrefixGivesWhatItHolds(packing: String) throws {
        let bytes = try Self.sample(packing)
        let whole = read(bytes).records
        for length in 0..<bytes.count {
            let result = read(Array(bytes[..<length]))
            #expect(result.records.count <= 4)
            for (record, original) in zip(result.records, whole) {
                #expect(original.block.starts(with: record.block))
                #expect(record.position == original.position)
                #expect(record.isCut == (record.fault != nil))
                #expect(record.isCut == (record.block.count < original.block.count))
            }
            #expect(result.records.dropLast().allSatisfy { !$0.isCut })
            #expect(result.fault == nil || result.fault?.code == .truncated || result.fault?.code == .badRecord)
        }
    }

    @Test(arguments: ["plain", "whole", "each"])
    func mutationsEndInOrder(packing: String) throws {
        var random = Seeded(23)
        let bytes = try Self.sample(packing)
        for _ in 0..<1500 {
            let result = read(mutated(bytes, &random), maxBlockBytes: 5000)
            #expect(result.records.count <= 20)
            for record in result.records { #expect((record.httpResponse()?.body.count ?? 0) < 1 << 20) }
        }
    }

    @Test(arguments: [
        ("WARC/1.0\r\nContent-Length: x\r\n\r\n", UnpackError.Code.badRecord), ("WARC/1.0\r\n\r\n", .badRecord),
        ("WARC/1.0\r\nContent-Length: -1\r\n\r\n", .badRecord), ("WARC/2.0\r\nContent-Length: 0\r\n\r\n", .badRecord),
        ("WARC/1.0\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", .badRecord),
        ("WARC/1.0\r\nContent-Length: 99999999999999999999\r\n\r\n", .badRecord), ("<html>\n", .badRecord),
        ("WARC/1.0\r\nContent-Length: 0\r\n", .truncated),
    ])
    func headsThatMeanNothingAreNamed(text: String, code: UnpackError.Code) {
        let result = read(ascii(text))
        #expect(result.fault == UnpackError(code, at: 0))
        #expect(result.records.isEmpty)
    }

    @Test func aLengthBeyondTheStreamGivesACutRecord() {
        let result = read(ascii("WARC/1.0\r\nContent-Length: 9000000000000000000\r\n\r\nabc"))
        #expect(result.records.map(\.block) == [ascii("abc")])
        #expect(result.records.first?.isCut == true)
        #expect(result.records.first?.fault?.code == .truncated)
        #expect(result.fault == nil)
    }

    @Test func endlessHeadersStop() throws {
        let lines = ascii("WARC/1.0\r\n") + Array(repeating: ascii("X-Y: z\r\n"), count: 100_000).flatMap { $0 }
        #expect(read(lines).fault == UnpackError(.headTooLong, at: 0))
        let line = ascii("WARC/1.0\r\nX: ") + [UInt8](repeating: 0x61, count: 1 << 20)
        #expect(read(line).fault == UnpackError(.headTooLong, at: 0))
        #expect(read([UInt8](repeating: 0x61, count: 1 << 20)).fault == UnpackError(.headTooLong, at: 0))
        #expect(try read(deflated(line)).fault == UnpackError(.headTooLong, at: 0))
    }

    @Test func aBombAroundTheStreamIsStopped() throws {
        let bomb = try deflated(
            ascii("WARC/1.0\r\nContent-Length: 50000000\r\n\r\n") + [UInt8](repeating: 0, count: 50 << 20))
        let result = read(bomb, limits: UnpackLimits(maxOutputBytes: .max, maxRatio: 200, maxMembers: .max))
        #expect(result.records.first?.fault?.code == .ratioTooHigh)
        #expect(result.records.first?.isCut == true)
        #expect(result.records.first.map { $0.block.count <= 1 << 20 } == true)
    }

    /// 300 MB pass through; what is held is one block.
    @Test func aStreamOfAnyLengthIsReadRecordByRecord() throws {
        let head = ascii("WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 30000000\r\n\r\n")
        let record = head + [UInt8](repeating: 0x61, count: 30_000_000) + ascii("\r\n\r\n")
        var given = 0
        let source = ClosureSource { buffer in
            let start = given % record.count
            let count = given == 10 * record.count ? 0 : min(buffer.count, record.count - start)
            record.withUnsafeBytes {
                buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[start..<start + count]))
            }
            given += count
            return count
        }
        var reader = try WARCReader(source, maxBlockBytes: 1000)
        var records = 0
        while let next = try reader.next() {
            #expect(next.block.count == 1000 && next.isCut && next.position == UInt64(records * record.count))
            #expect(next.block.capacity <= 1 << 17)
            records += 1
        }
        #expect(records == 10)
        #expect(reader.position == UInt64(10 * record.count))
    }

    @Test func errorsOfTheSourceComeThrough() throws {
        struct Broken: Error {}
        var isFirst = true
        let source = ClosureSource { buffer in
            guard isFirst else { throw Broken() }
            isFirst = false
            buffer.copyBytes(from: ascii("WARC/1.0\r\n"))
            return 10
        }
        var reader = try WARCReader(source)
        #expect(throws: Broken.self) { try reader.next() }
        #expect(try reader.next() == nil)
    }
}
