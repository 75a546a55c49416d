import Cryptography
import Foundation
import Testing
import Unpack

@testable import StagedPortal

@Suite(.serialized) struct WireTests {
    private func serving(_ log: WireLog? = nil, _ test: (DemoPortal, Int) async throws -> Void) async throws {
        let portal = try #require(Shipped.full)
        let server = try await PortalServer(portal, host: "127.0.0.1", port: 0, wireLog: log)
        let port = try #require(Int(server.baseURL.split(separator: ":").last ?? ""))
        do { try await test(portal, port) } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    private func path(_ portal: DemoPortal, _ burden: Burden) throws -> String {
        try #require(portal.truth.first { $0.technique == burden.rawValue }?.path)
    }

    /// What came of a path: the whole bytes until the server closes.
    private func everything(_ portal: DemoPortal, _ port: Int, _ burden: Burden) throws -> (head: String, body: [UInt8])
    {
        let client = try #require(RawClient(port: port))
        client.get(try path(portal, burden), fields: ["Connection: close"])
        let bytes = client.readAll()
        let end = try #require(Data(bytes).range(of: Data("\r\n\r\n".utf8)))
        return (String(decoding: bytes[..<end.lowerBound], as: UTF8.self), Array(bytes[end.upperBound...]))
    }

    @Test func lengthsLieAsTheyAreDrawn() async throws {
        try await serving { portal, port in
            let long = try everything(portal, port, .tooLong)
            #expect(long.head.contains("Content-Length: 1048576"))
            #expect(long.body.count > 500 && long.body.count < 1 << 20)
            let short = try everything(portal, port, .tooShort)
            #expect(short.head.contains("Content-Length: 2000"))
            #expect(short.body.count > 2_000)
        }
    }

    @Test func aBrokenChunkAndAResetEndTheConnection() async throws {
        try await serving { portal, port in
            let broken = try everything(portal, port, .brokenChunk)
            #expect(String(decoding: broken.body.suffix(17), as: UTF8.self) == "\r\nkhong-phai-so\r\n")
            let client = try #require(RawClient(port: port))
            client.get(try path(portal, .reset))
            #expect(client.readAll().count >= 1_000)
            #expect(client.isClosed)
        }
    }

    @Test func aDripIsOneByteAtATime() async throws {
        try await serving { portal, port in
            let client = try #require(RawClient(port: port))
            client.get(try path(portal, .drip))
            let head = try #require(client.answer(hasBody: false))
            #expect(head.head.contains("HTTP/1.1 200"))
            let start = ContinuousClock.now
            client.read()
            client.read()
            #expect(ContinuousClock.now - start > .milliseconds(700))
        }
    }

    @Test func anEndlessBodyGoesOnUntilTheClientLeaves() async throws {
        try await serving { portal, port in
            let client = try #require(RawClient(port: port))
            client.get(try path(portal, .endlessBody))
            var reads = 0
            while reads < 200, client.read() { reads += 1 }
            #expect(reads == 200)
        }
    }

    @Test func aHugeFileIsStreamedWhole() async throws {
        try await serving { portal, port in
            let client = try #require(RawClient(port: port))
            client.get(try path(portal, .hugeFile), fields: ["Connection: close"])
            var total = 0
            while client.read() { total += client.drain() }
            #expect(total > 200 << 20)
            #expect(total < 202 << 20)
        }
    }

    @Test func theGzipBombIsAWholeStreamOfAGibibyte() throws {
        guard case .repeated(let head, let unit, let count, let tail) = Packing.gzipBomb(megabytes: 3) else {
            Issue.record("the bomb is not built of units")
            return
        }
        let packed = head + Array(repeatElement(unit, count: count).joined()) + tail
        let plain = try Inflater.gunzip(packed, limits: UnpackLimits(maxOutputBytes: 8 << 20, maxRatio: 100_000))
        #expect(plain.count == 3 << 20)
        #expect(plain.allSatisfy { $0 == 0 })
        #expect(packed.count < 8_192)
        #expect(Packing.brotliBomb.count < 4_096 && !Packing.brotliBomb.isEmpty)
    }

    @Test func theLogHoldsTheDigestOfWhatWasRead() async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("wire-\(UUID().uuidString).jsonl")
        defer { try? FileManager.default.removeItem(at: file) }
        var digests: [String: String] = [:]
        try await serving(try WireLog(path: file.path)) { portal, port in
            for path in portal.honestPaths.prefix(40) {
                let client = try #require(RawClient(port: port))
                client.get(path, fields: ["Accept-Encoding: gzip, deflate, br"])
                digests[path] = SHA256.hex(of: try #require(client.answer()).body)
            }
        }
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == digests.count)
        var codings: Set<String> = []
        for (number, line) in lines.enumerated() {
            let entry = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            #expect(entry["payload_sha256"] as? String == digests[try #require(entry["path"] as? String)])
            #expect(entry["ordinal"] as? Int == number)
            #expect(entry["complete"] as? Bool == true)
            codings.insert(try #require(entry["coding"] as? String))
        }
        #expect(codings.isSuperset(of: ["plain", "gzip", "br"]))
    }
}
