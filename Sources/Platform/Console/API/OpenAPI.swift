import Access
private import Foundation

/// The API as OpenAPI 3.1 describes it, made from the routes themselves.
struct OpenAPI {
    private let routes: [APIRoute]
    private let version: String

    init(_ routes: [APIRoute], version: String) {
        self.routes = routes
        self.version = version
    }

    func document() throws -> [UInt8] {
        var paths: [String: [String: Any]] = [:]
        for route in routes {
            paths[Self.path(route.path), default: [:]][route.method.rawValue.lowercased()] = operation(route)
        }
        let document: [String: Any] = [
            "openapi": "3.1.0", "info": ["title": "Vọng Gác", "version": version],
            "servers": [["url": "/api/v1"]], "paths": paths,
            "components": ["securitySchemes": ["token": ["type": "http", "scheme": "bearer"]]],
        ]
        return [UInt8](
            try JSONSerialization.data(
                withJSONObject: document, options: [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]))
    }

    /// `/portals/:id` → `/portals/{id}`
    static func path(_ path: String) -> String {
        path.split(separator: "/", omittingEmptySubsequences: false).map { part in
            part.hasPrefix(":") ? "{\(part.dropFirst())}" : String(part)
        }.joined(separator: "/")
    }

    private func operation(_ route: APIRoute) -> [String: Any] {
        var operation: [String: Any] = [
            "summary": route.summary, "security": [["token": []]],
            "description": "Scope: `\(route.verb.rawValue)`.",
            "responses": [
                "200": Self.answer("Done.", Self.json(route.answer)),
                "400": Self.problem("The request cannot be understood."),
                "401": Self.problem("No token, or none that holds."),
                "403": Self.problem("The token has no such scope."), "404": Self.problem("There is no such thing."),
                "408": Self.problem("The body came too slowly."), "413": Self.problem("The body is too large."),
                "429": Self.problem("Too many requests."),
            ],
        ]
        if !route.parameters.isEmpty {
            operation["parameters"] = route.parameters.map { parameter -> [String: Any] in
                [
                    "name": parameter.name, "in": parameter.place.rawValue, "required": parameter.isRequired,
                    "description": parameter.description, "schema": Self.json(parameter.schema),
                ]
            }
        }
        if let body = route.body {
            operation["requestBody"] = [
                "required": true,
                "content": Dictionary(
                    uniqueKeysWithValues: body.types.map { ($0.type, ["schema": Self.json($0.schema)]) }),
            ]
        }
        return operation
    }

    private static func answer(_ description: String, _ schema: [String: Any]) -> [String: Any] {
        ["description": description, "content": ["application/json": ["schema": schema]]]
    }

    /// RFC 9457.
    private static func problem(_ description: String) -> [String: Any] {
        let schema = json(
            .object(
                [("type", .string()), ("title", .string()), ("status", .integer()), ("detail", .string())],
                required: ["title", "status"]))
        return ["description": description, "content": ["application/problem+json": ["schema": schema]]]
    }

    static func json(_ schema: APISchema) -> [String: Any] {
        var json: [String: Any] = [:]
        let text: String
        switch schema {
        case .string(let description, let format, let maxLength):
            json["type"] = "string"
            if let format { json["format"] = format }
            if let maxLength { json["maxLength"] = maxLength }
            text = description
        case .integer(let description):
            json["type"] = "integer"
            text = description
        case .number(let description):
            json["type"] = "number"
            text = description
        case .boolean(let description):
            json["type"] = "boolean"
            text = description
        case .word(let words, let description):
            json["type"] = "string"
            json["enum"] = words
            text = description
        case .array(let element, let description):
            json["type"] = "array"
            json["items"] = Self.json(element)
            text = description
        case .object(let fields, let required, let description):
            json["type"] = "object"
            json["properties"] = Dictionary(uniqueKeysWithValues: fields.map { ($0.name, Self.json($0.schema)) })
            if !required.isEmpty { json["required"] = required }
            text = description
        case .any(let description): text = description
        }
        if !text.isEmpty { json["description"] = text }
        return json
    }
}
