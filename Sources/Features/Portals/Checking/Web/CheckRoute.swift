import Access
import Console

/// `POST /api/v1/check`: a CMS asks before it publishes.
struct CheckRoute: Sendable {
    /// A body that is looked at in less than a millisecond.
    private static let shortBytes = 32 << 10

    private let check: ContentCheck
    private let work = HeavyWork("check")

    init(check: ContentCheck) { self.check = check }

    var room: ConsoleRoom {
        let texts: [(name: String, schema: APISchema)] = [
            ("text", .string("A text, as it would be published. One of text and html.")),
            ("html", .string("A page or a part of one.")),
            ("base_url", .string("Where it will stand: tells own links from others.", format: "uri", maxLength: 2_048)),
        ]
        return ConsoleRoom(
            api: [
                APIRoute(
                    .post, "/check", .checkUse, "Ask whether a text or a page is planted content",
                    body: .init(
                        [
                            ("application/json", .object(texts)), ("text/html", .string("A page.")),
                            ("text/plain", .string("A text.")),
                        ], maxBytes: CheckRequest.maxBytes),
                    answer: .object(
                        [
                            ("verdict", .word(["clean", "review", "planted", "unreadable"])), ("score", .number()),
                            ("categories", .array(.any())),
                            ("blocks", .array(.any(), "What it rests on, worst first.")),
                            ("links", .array(.any())), ("pack", .string("Knowledge that judged: id@version.")),
                            ("bytes", .integer()), ("elapsed_us", .integer("Microseconds.")),
                        ], required: ["verdict", "score", "pack"]), answer)
            ])
    }

    @Sendable private func answer(_ request: ConsoleRequest) async throws -> APIAnswer {
        let (body, type) = (request.body, request.contentType)
        do {
            return try await work.run(isShort: body.count <= Self.shortBytes) { [check] in
                APIAnswer(check.check(try CheckRequest(body: body, contentType: type)))
            }
        } catch let fault as CheckRequest.Fault {
            return Self.refusal(fault)
        }
    }

    private static func refusal(_ fault: CheckRequest.Fault) -> APIAnswer {
        switch fault {
        case .tooLarge: .problem(413, "Content too large", "At most 2 MB are checked at once.")
        case .unsupported:
            .problem(415, "Unsupported media type", "Send application/json, text/html or text/plain.")
        case .malformed: .problem(400, "Bad request", "The body is no JSON object.")
        case .oneOfTextAndHTML:
            .problem(422, "Unprocessable content", "Give either \"text\" or \"html\", as a string.")
        case .badBaseURL: .problem(422, "Unprocessable content", "\"base_url\" is a string of at most 2048 bytes.")
        }
    }
}
