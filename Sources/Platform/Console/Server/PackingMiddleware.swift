import HTTPTypes
import Hummingbird
import NIOCore
import Unpack

/// Packs answers of text (gzip, RFC 1952) for who takes it: a page is a fifth as long, which counts on a commune's line.
///
/// Pictures, evidence and streams of events go out as they are. That a packed page tells what is in it by its length (BREACH)
/// gives nothing away here: the one secret that stands in pages beside what somebody typed, the form's, is under another mask each
/// time (`FormSecret`), and the text of a new token is shown in one answer alone.
struct PackingMiddleware: RouterMiddleware {
    typealias Context = ConsoleContext

    /// What is shorter fits into one packet anyway.
    private static let leastBytes = 1_024
    /// Nearly as small as the default, in half the time.
    private static let level = 4
    private static let types: Set<String> = [
        "text/html", "text/css", "text/javascript", "text/csv", "text/plain", "application/json", "application/jsonl",
        "application/problem+json", "image/svg+xml",
    ]

    func handle(
        _ request: Request, context: ConsoleContext, next: (Request, ConsoleContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        guard Self.isText(response.headers[.contentType]), response.headers[.contentEncoding] == nil,
            response.body.contentLength.map({ $0 >= Self.leastBytes }) ?? true
        else { return response }
        response.headers.append(HTTPField(name: .vary, value: "accept-encoding"))
        guard request.method != .head, Self.takesGzip(request.headers[values: .acceptEncoding]) else { return response }
        let (plain, length) = (response.body, response.body.contentLength)
        if length == nil {
            response.body = ResponseBody { writer in
                try await plain.write(PackingWriter(under: writer, try Deflater(level: Self.level)))
            }
        } else {
            // What is whole stays whole: with its length, in one write.
            let shelf = PackedShelf()
            try await plain.write(PackingWriter(under: shelf, try Deflater(level: Self.level)))
            response.body = ResponseBody(byteBuffer: shelf.buffer)
        }
        response.headers[.contentEncoding] = "gzip"
        return response
    }

    private static func isText(_ type: String?) -> Bool {
        guard let type else { return false }
        return types.contains(String(type.prefix { $0 != ";" }))
    }

    /// Hostile: what is no plain list of names and weights takes nothing.
    static func takesGzip(_ fields: [String]) -> Bool {
        for word in fields.joined(separator: ",").prefix(500).split(separator: ",") {
            let parts = word.split(separator: ";").map { String($0.filter { $0 != " " }).lowercased() }
            guard let name = parts.first, name == "gzip" || name == "x-gzip" else { continue }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            return weight > 0
        }
        return false
    }
}

/// Packs what is written, and hands it on as it comes.
private struct PackingWriter: ResponseBodyWriter {
    private var under: any ResponseBodyWriter
    private let deflater: Deflater

    init(under: any ResponseBodyWriter, _ deflater: Deflater) {
        (self.under, self.deflater) = (under, deflater)
    }

    mutating func write(_ buffer: ByteBuffer) async throws {
        var packed: [UInt8] = []
        buffer.withUnsafeReadableBytes { deflater.pack($0, into: &packed) }
        if !packed.isEmpty { try await under.write(ByteBuffer(bytes: packed)) }
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {
        var packed: [UInt8] = []
        deflater.finishMember(into: &packed)
        var under = under
        try await under.write(ByteBuffer(bytes: packed))
        try await under.finish(trailingHeaders)
    }
}

/// Keeps what is written.
private final class PackedShelf: ResponseBodyWriter {
    private(set) var buffer = ByteBuffer()

    func write(_ buffer: ByteBuffer) async throws {
        var buffer = buffer
        self.buffer.writeBuffer(&buffer)
    }

    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
