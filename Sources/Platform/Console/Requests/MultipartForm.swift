private import Glibc

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
                file.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map { String($0).cut(toScalars: 200) }
                ?? ""
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
        var rest = Array(line.utf8)[...].drop { $0 != UInt8(ascii: ";") }
        while let first = rest.first {
            guard first != UInt8(ascii: ";"), first != UInt8(ascii: " ") else {
                rest.removeFirst()
                continue
            }
            let found = rest.prefix { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ";") }
            rest = rest[found.endIndex...]
            guard rest.first == UInt8(ascii: "=") else { continue }
            let value = value(&rest)
            let label = found.filter { $0 != UInt8(ascii: " ") }
            if String(decoding: label, as: UTF8.self).lowercased() == name {
                return String(decoding: value, as: UTF8.self)
            }
        }
        return nil
    }

    /// What stands behind an equals sign: up to the quote that ends it, which a semicolon does not, or up to a blank or semicolon.
    private static func value(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        rest = rest.dropFirst().drop { $0 == UInt8(ascii: " ") }
        let isQuoted = rest.first == UInt8(ascii: "\"")
        if isQuoted { rest.removeFirst() }
        let value = rest.prefix {
            isQuoted ? $0 != UInt8(ascii: "\"") : $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: " ")
        }
        rest = rest[value.endIndex...].drop { $0 != UInt8(ascii: ";") }
        return value
    }

    /// Linear, whatever boundary and body are (Knuth, Morris and Pratt): a body of nothing but dashes costs no more than another.
    private static func place(of part: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard let first = part.first, start >= 0 else { return nil }
        let borders = borders(of: part)
        return bytes.withUnsafeBytes { all -> Int? in
            var (at, matched) = (start, 0)
            while at < all.count {
                if matched == 0 {
                    guard let base = all.baseAddress, let next = memchr(base + at, Int32(first), all.count - at) else {
                        return nil
                    }
                    at = UnsafeRawPointer(next) - base
                }
                while matched > 0, all[at] != part[matched] { matched = borders[matched - 1] }
                if all[at] == part[matched] { matched += 1 }
                at += 1
                if matched == part.count { return at - matched }
            }
            return nil
        }
    }

    /// For each beginning of the part the length of its longest proper beginning that is also its end.
    private static func borders(of part: [UInt8]) -> [Int] {
        var borders = [Int](repeating: 0, count: part.count)
        var length = 0
        for index in part.indices.dropFirst() {
            while length > 0, part[index] != part[length] { length = borders[length - 1] }
            if part[index] == part[length] { length += 1 }
            borders[index] = length
        }
        return borders
    }
}
