/// A small JSON value read whole: for the journal's own lines, which are bounded and shallow.
indirect enum JSONTree: Equatable {
    case string(String)
    /// A number, `true`, `false` or `null`, as written.
    case literal(String)
    case array([JSONTree])
    case object([String: JSONTree])

    private static let maxDepth = 16

    /// - Returns: nil for anything but one well-formed value; of a name that stands twice the last counts.
    static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> JSONTree? {
        var cursor = JSONCursor(bytes)
        guard let tree = try? value(&cursor, bytes, depth: 0) else { return nil }
        cursor.skipSpace()
        return cursor.isAtEnd ? tree : nil
    }

    var text: String? { if case .string(let text) = self { text } else { nil } }
    var int: Int? { if case .literal(let text) = self { Int(text) } else { nil } }
    var list: [JSONTree]? { if case .array(let list) = self { list } else { nil } }
    var members: [String: JSONTree]? { if case .object(let members) = self { members } else { nil } }
    subscript(name: String) -> JSONTree? { members?[name] }

    private static func value(
        _ cursor: inout JSONCursor, _ bytes: UnsafeBufferPointer<UInt8>, depth: Int
    ) throws(JSONLine.Fault) -> JSONTree {
        guard depth < maxDepth else { throw .tooDeep }
        cursor.skipSpace()
        if cursor.take(UInt8(ascii: "[")) { return try array(&cursor, bytes, depth) }
        if cursor.take(UInt8(ascii: "{")) { return try object(&cursor, bytes, depth) }
        let value = try cursor.value()
        return value.kind == .string ? .string(text(value, bytes)) : .literal(text(value, bytes))
    }

    private static func array(
        _ cursor: inout JSONCursor, _ bytes: UnsafeBufferPointer<UInt8>, _ depth: Int
    ) throws(JSONLine.Fault) -> JSONTree {
        var list: [JSONTree] = []
        cursor.skipSpace()
        if cursor.take(UInt8(ascii: "]")) { return .array(list) }
        repeat {
            list.append(try value(&cursor, bytes, depth: depth + 1))
            cursor.skipSpace()
        } while cursor.take(UInt8(ascii: ","))
        guard cursor.take(UInt8(ascii: "]")) else { throw .malformed(at: cursor.position) }
        return .array(list)
    }

    private static func object(
        _ cursor: inout JSONCursor, _ bytes: UnsafeBufferPointer<UInt8>, _ depth: Int
    ) throws(JSONLine.Fault) -> JSONTree {
        var members: [String: JSONTree] = [:]
        cursor.skipSpace()
        if cursor.take(UInt8(ascii: "}")) { return .object(members) }
        repeat {
            cursor.skipSpace()
            let name = text(try cursor.string(), bytes)
            cursor.skipSpace()
            guard cursor.take(UInt8(ascii: ":")) else { throw .malformed(at: cursor.position) }
            members[name] = try value(&cursor, bytes, depth: depth + 1)
            cursor.skipSpace()
        } while cursor.take(UInt8(ascii: ","))
        guard cursor.take(UInt8(ascii: "}")) else { throw .malformed(at: cursor.position) }
        return .object(members)
    }

    private static func text(_ value: JSONLine.Value, _ bytes: UnsafeBufferPointer<UInt8>) -> String {
        let inside = UnsafeBufferPointer(rebasing: bytes[value.range])
        guard value.hasEscapes else { return String(decoding: inside, as: UTF8.self) }
        var unescaped: [UInt8] = []
        JSONLine.unescape(inside, into: &unescaped)
        return String(decoding: unescaped, as: UTF8.self)
    }
}
