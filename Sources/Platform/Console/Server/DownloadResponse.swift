import HTTPTypes
import Hummingbird
import NIOCore

/// A file as an answer, piece by piece.
enum DownloadResponse {
    static func response(_ download: Download, _ security: SecurityFields) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = download.type
        headers[.contentDisposition] = "attachment; filename=\"\(name(download.name))\""
        security.add(to: &headers)
        return Response(
            status: .ok, headers: headers,
            body: .init { writer in
                try await download.write { try await writer.write(ByteBuffer(bytes: $0)) }
                try await writer.finish(nil)
            })
    }

    /// Letters that a name of a file may have everywhere.
    private static func name(_ name: String) -> String {
        String(
            name.unicodeScalars.map { scalar -> Character in
                let isPlain =
                    scalar.isASCII
                    && (scalar.properties.isAlphabetic || "0123456789.-_".unicodeScalars.contains(scalar))
                return isPlain ? Character(scalar) : "-"
            })
    }
}
