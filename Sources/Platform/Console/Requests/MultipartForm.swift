/// A form that carries files (`multipart/form-data`, RFC 7578), taken apart in memory. Input is hostile: bounded in parts and in
/// the length of their heads; the caller bounds the whole. Names of files are labels, never paths.
package struct MultipartForm: Sendable {
    private static let maxParts = 64
    private static let maxHeadBytes = 4 << 10
    private static let maxBoundaryBytes = 70

    package struct File: Sendable {
        package let name: String
        package let bytes: [UInt8]
    }

    package private(set) var values = FormValues()
    package private(set) var files: [String: File] = [:]

    /// Nil when the body is no such form, or is cut off.
    package init?(_ body: [UInt8], contentType: String) {
        guard let boundary = Self.boundary(contentType) else { return nil }
        let mark = Array("--\(boundary)".utf8)
        guard var at = Self.place(of: mark, in: body, from: 0), at == 0 || body[at - 1] == 0x0A else { return nil }
        for _ in 0..<Self.maxParts {
            at += mark.count
            if body[at...].starts(with: "--".utf8) { return }
            guard body[at...].starts(with: "\r\n".utf8),
                let headEnd = Self.place(of: Array("\r\n\r\n".utf8), in: body, from: at),
                headEnd - at <= Self.maxHeadBytes,
                let next = Self.place(of: Array("\r\n".utf8) + mark, in: body, from: headEnd + 2)
            else { return nil }
            let content = headEnd + 4 <= next ? body[(headEnd + 4)..<next] : []
            add(head: String(decoding: body[at..<headEnd], as: UTF8.self), content)
            at = next + 2
        }
        return nil
    }

    private mutating func add(head: String, _ content: ArraySlice<UInt8>) {
        let line = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-disposition:") }
        guard let line, let name = Self.parameter("name", in: line) else { return }
        if let file = Self.parameter("filename", in: line) {
            let label =
                file.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map { String($0.prefix(200)) } ?? ""
            files[name] = File(name: label, bytes: Array(content))
        } else {
            values.set(name, String(decoding: content.prefix(FormValues.maxValueBytes), as: UTF8.self))
        }
    }

    private static func boundary(_ type: String) -> String? {
        guard type.lowercased().hasPrefix("multipart/form-data"), let found = parameter("boundary", in: type[...]),
            !found.isEmpty, found.utf8.count <= maxBoundaryBytes
        else { return nil }
        return found
    }

    private static func parameter(_ name: String, in line: some StringProtocol) -> String? {
        for part in line.split(separator: ";").dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, String(pair[0].filter { $0 != " " }).lowercased() == name else { continue }
            let value = pair[1].drop { $0 == " " }
            guard value.first == "\"" else { return String(value.prefix { $0 != " " }) }
            return String(value.dropFirst().prefix { $0 != "\"" })
        }
        return nil
    }

    private static func place(of part: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard bytes.count >= part.count, start >= 0 else { return nil }
        var at = start
        while at <= bytes.count - part.count {
            guard let candidate = bytes[at...(bytes.count - part.count)].firstIndex(of: part[0]) else { return nil }
            if bytes[candidate...].starts(with: part) { return candidate }
            at = candidate + 1
        }
        return nil
    }
}
