import Foundation

/// A JSON value of the DevTools protocol.
package enum DevToolsValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([DevToolsValue])
    case object([String: DevToolsValue])

    /// Reads one message. Nil for what is no JSON. Hostile only as far as the browser passes page content on in strings.
    init?(json bytes: ArraySlice<UInt8>) {
        guard let any = try? JSONSerialization.jsonObject(with: Data(bytes), options: [.fragmentsAllowed]) else {
            return nil
        }
        self.init(any, depth: 0)
    }

    private static let maxDepth = 200

    private init(_ any: Any, depth: Int) {
        guard depth < Self.maxDepth else {
            self = .null
            return
        }
        switch any {
        case let text as String: self = .string(text)
        case let number as NSNumber:
            self = Self.isBoolean(number) ? .bool(number.boolValue) : .number(number.doubleValue)
        case let list as [Any]: self = .array(list.map { DevToolsValue($0, depth: depth + 1) })
        case let members as [String: Any]: self = .object(members.mapValues { DevToolsValue($0, depth: depth + 1) })
        default: self = .null
        }
    }

    /// Foundation on Linux reads `true` as a number whose type says so.
    private static func isBoolean(_ number: NSNumber) -> Bool {
        String(cString: number.objCType) == "c"
    }

    private var any: Any {
        switch self {
        case .null: NSNull()
        case .bool(let value): value
        case .number(let value):
            if let whole = Int(exactly: value) { whole } else { value }
        case .string(let text): text
        case .array(let list): list.map(\.any)
        case .object(let members): members.mapValues(\.any)
        }
    }

    /// Empty for numbers that are none.
    var json: [UInt8] {
        (try? JSONSerialization.data(withJSONObject: any, options: [.fragmentsAllowed])).map(Array.init) ?? []
    }

    package var text: String? { if case .string(let text) = self { text } else { nil } }
    package var double: Double? { if case .number(let value) = self { value } else { nil } }
    package var int: Int? { double.flatMap { Int(exactly: $0.rounded(.towardZero)) } }
    package var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    package var list: [DevToolsValue]? { if case .array(let list) = self { list } else { nil } }
    package subscript(name: String) -> DevToolsValue? {
        if case .object(let members) = self { members[name] } else { nil }
    }
}

extension DevToolsValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(integerLiteral value: Int) { self = .number(Double(value)) }
    package init(dictionaryLiteral elements: (String, DevToolsValue)...) {
        self = .object(Dictionary(elements) { $1 })
    }
    package init(arrayLiteral elements: DevToolsValue...) { self = .array(elements) }
}
