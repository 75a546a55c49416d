import CZlib
import Foundation
import LoopbackServer
import Markup
import Testing
import Unpack

@testable import Fetching

/// Bodies as servers pack them; the bytes as sent are kept.
@Suite struct CodingTests {
    private static let text = Array(String(repeating: "<p>Thông báo tuyển sinh năm học mới</p>\n", count: 200).utf8)

    private func fetch(_ fields: String, _ body: [UInt8], _ limits: UnpackLimits = .standard) async throws
        -> FetchResult
    {
        let message = Array("HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\n\(fields)\r\n\r\n".utf8) + body
        let server = try RawServer(answering: { _ in message })
        defer { server.stop() }
        var configuration = testConfiguration(opening: server.port)
        configuration.unpackLimits = limits
        let result = try await fetchOnce("http://127.0.0.1:\(server.port)/", configuration)
        #expect(result.failure == nil)
        #expect(result.hops.first?.responseBytes == message)
        return result
    }

    @Test(arguments: [("gzip", Int32(31)), ("deflate", 15), ("deflate", -15), ("x-gzip", 31), ("GZIP", 31)])
    func packedBodiesAreUnpacked(_ coding: String, _ windowBits: Int32) async throws {
        let result = try await fetch("Content-Encoding: \(coding)", try packed(Self.text, windowBits))
        #expect(result.response?.body == Self.text)
        #expect(result.response?.fault == nil)
    }

    @Test func brotliSentUnaskedIsUnpacked() async throws {
        let result = try await fetch("Content-Encoding: br", try brotli(Self.text))
        #expect(result.response?.body == Self.text)
        #expect(result.response?.fault == nil)
    }

    @Test(arguments: ["gzip", "br"])
    func bombsStopAtTheirLimit(_ coding: String) async throws {
        let zeros = [UInt8](repeating: 0, count: 20 << 20)
        let bomb = coding == "br" ? try brotli(zeros) : try packed(zeros, 31)
        let limits = UnpackLimits(maxOutputBytes: 4 << 20, maxRatio: 100_000_000)
        let large = try await fetch("Content-Encoding: \(coding)", bomb, limits)
        #expect(large.response?.fault?.code == .outputTooLarge)
        #expect(large.response?.body.count == 4 << 20)
        let steep = try await fetch("Content-Encoding: \(coding)", bomb, UnpackLimits(maxRatio: 100))
        #expect(steep.response?.fault?.code == .ratioTooHigh)
        #expect((steep.response?.body.count ?? .max) < 2 << 20)
    }

    @Test func aChunkedPackedBodyIsKeptAsSentAndUnpacked() async throws {
        let body = try packed(Self.text, 31)
        var chunked: [UInt8] = []
        for start in stride(from: 0, to: body.count, by: 100) {
            let piece = body[start..<min(start + 100, body.count)]
            chunked += Array("\(String(piece.count, radix: 16))\r\n".utf8) + piece + Array("\r\n".utf8)
        }
        chunked += Array("0\r\n\r\n".utf8)
        let head = Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n".utf8)
        let message = head + chunked
        let server = try RawServer(answering: { _ in message })
        defer { server.stop() }
        let result = try await fetchOnce("http://127.0.0.1:\(server.port)/", testConfiguration(opening: server.port))
        #expect(result.hops.first?.responseBytes == message)
        #expect(result.response?.body == Self.text)
    }

    @Test func aFalseCharsetLeavesTheBytesAlone() async throws {
        let result = try await fetch("Content-Type: text/html; charset=utf-16", Self.text)
        #expect(result.response?.body == Self.text)
        #expect(result.response?.contentType == Array("text/html; charset=utf-16".utf8))
    }

    private func brotli(_ bytes: [UInt8]) throws -> [UInt8] {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).bin")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try output(of: ["brotli", "-q", "5", "-c", file.path])
    }
}

enum ToolError: Error { case failed([String], Int32), packing(Int32) }

/// What a program writes to its standard output.
@discardableResult
func output(of command: [String]) throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw ToolError.failed(command, process.terminationStatus) }
    return Array(data)
}

/// Packs with the system's zlib. - Parameter windowBits: 31 gzip, 15 zlib, -15 raw.
func packed(_ bytes: [UInt8], _ windowBits: Int32) throws -> [UInt8] {
    var stream = z_stream()
    let status = deflateInit2_(
        &stream, 6, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { throw ToolError.packing(status) }
    defer { deflateEnd(&stream) }
    var input = bytes
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + 64)
    return try input.withUnsafeMutableBufferPointer { input in
        try output.withUnsafeMutableBufferPointer { output in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(output.count)
            let end = deflate(&stream, Z_FINISH)
            guard end == Z_STREAM_END else { throw ToolError.packing(end) }
            return Array(output[..<(output.count - Int(stream.avail_out))])
        }
    }
}
