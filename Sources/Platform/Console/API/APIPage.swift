import Access
private import Foundation

/// The API for people: what its routes take and give, made of the same list as the OpenAPI document.
struct APIPage: Sendable {
    static let path = "/api"
    let routes: [APIRoute]

    @Sendable func show(_ request: ConsoleRequest) async throws -> Page {
        var page = ShellPage(
            "console/api", title: request.say("api.title"),
            state: StateLine(.good, request.say("api.state", ["n": request.number(routes.count)])),
            model: [
                "lead": request.say("api.lead"), "example": "Authorization: Bearer vgt_…",
                "document": "/api/v1/openapi.json",
                "w": request.labels([
                    "api.document", "api.parameters", "api.body", "api.answer", "api.scope", "api.required",
                    "api.empty",
                ]),
                "isEmpty": routes.isEmpty, "routes": try routes.enumerated().map { try Self.model($1, number: $0) },
            ])
        page.crumbs = [Crumb(request.say("api.title"))]
        return .shell(page)
    }

    private static func model(_ route: APIRoute, number: Int) throws -> [String: any Sendable] {
        var model: [String: any Sendable] = [
            "id": "r\(number)", "method": route.method.rawValue, "path": "/api/v1" + OpenAPI.path(route.path),
            "summary": route.summary, "scope": route.verb.rawValue, "hasParameters": !route.parameters.isEmpty,
            "parameters": route.parameters.map { parameter -> [String: any Sendable] in
                [
                    "name": parameter.name, "place": parameter.place.rawValue, "isRequired": parameter.isRequired,
                    "description": parameter.description,
                ]
            },
            "answerSchema": try text(route.answer),
        ]
        if let body = route.body {
            model["hasBody"] = true
            model["bodies"] = try body.types.map { type -> [String: any Sendable] in
                ["type": type.type, "schema": try text(type.schema)]
            }
        }
        return model
    }

    private static func text(_ schema: APISchema) throws -> String {
        let json = try JSONSerialization.data(
            withJSONObject: OpenAPI.json(schema), options: [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted])
        return String(decoding: json, as: UTF8.self)
    }
}
