package import Access
private import Foundation

/// A route of `/api/v1`: everything about it in one value. The OpenAPI document is made from the list, so that neither can say
/// what the other does not.
package struct APIRoute: Sendable {
    package struct Parameter: Sendable {
        package enum Place: String, Sendable { case path, query }
        package var name: String
        package var place: Place
        package var schema: APISchema
        package var description: String
        package var isRequired: Bool

        package init(
            _ name: String, in place: Place, _ schema: APISchema, _ description: String, required: Bool = false
        ) {
            (self.name, self.place, self.schema, self.description) = (name, place, schema, description)
            isRequired = required || place == .path
        }
    }

    /// What the route takes besides its parameters: media type and shape.
    package struct Body: Sendable {
        package var types: [(type: String, schema: APISchema)]
        package var maxBytes: Int

        package init(_ types: [(type: String, schema: APISchema)], maxBytes: Int) {
            (self.types, self.maxBytes) = (types, maxBytes)
        }
    }

    package let method: ConsoleRequest.Method
    /// Behind `/api/v1`; `/portals/:id`.
    package let path: String
    /// A token needs it as a scope.
    package let verb: Verb
    package let summary: String
    package let parameters: [Parameter]
    package let body: Body?
    package let answer: APISchema
    package let handle: @Sendable (ConsoleRequest) async throws -> APIAnswer

    package init(
        _ method: ConsoleRequest.Method, _ path: String, _ verb: Verb, _ summary: String, parameters: [Parameter] = [],
        body: Body? = nil, answer: APISchema, _ handle: @escaping @Sendable (ConsoleRequest) async throws -> APIAnswer
    ) {
        (self.method, self.path, self.verb, self.summary, self.parameters) = (method, path, verb, summary, parameters)
        (self.body, self.answer, self.handle) = (body, answer, handle)
    }
}

/// What an API route answers with.
package struct APIAnswer: Sendable {
    package var status: Int
    /// JSON.
    package var json: [UInt8]

    package init(_ json: [UInt8], status: Int = 200) {
        self.json = json
        self.status = status
    }

    /// Names are written as `last_seen`.
    /// - Throws: when the value has no form in JSON.
    package static func json(_ value: some Encodable) throws -> APIAnswer {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return APIAnswer([UInt8](try encoder.encode(value)))
    }

    /// What went wrong (RFC 9457), in words of the program's own.
    package static func problem(_ status: Int, _ title: String, _ detail: String) -> APIAnswer {
        let problem: [String: Any] = ["type": "about:blank", "title": title, "status": status, "detail": detail]
        let json = try? JSONSerialization.data(withJSONObject: problem, options: [.sortedKeys])
        return APIAnswer([UInt8](json ?? Data("{}".utf8)), status: status)
    }
}

/// A shape of JSON, as JSON Schema (2020-12) says it.
package indirect enum APISchema: Sendable {
    case string(String = "", format: String? = nil, maxLength: Int? = nil)
    case integer(String = "")
    case number(String = "")
    case boolean(String = "")
    case word([String], String = "")
    case array(APISchema, String = "")
    case object([(name: String, schema: APISchema)], required: [String] = [], String = "")
    case any(String = "")
}
