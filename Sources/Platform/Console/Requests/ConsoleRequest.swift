package import Access
package import Agencies
package import Patterns
package import SQLStore
package import VietText

/// A request as the rooms see it: who asks, what for, in which language. Nothing of the web framework passes here.
package struct ConsoleRequest: Sendable {
    package enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case delete = "DELETE"
    }

    package let method: Method
    /// As it was sent, without the query; `/portals/12`. Not decoded, unlike `parameters`.
    package let path: String
    /// What stands in the places of the route's path that begin with `:`.
    package let parameters: [String: String]
    package let query: FormValues
    /// Nil where nobody is signed in.
    package internal(set) var session: Session?
    package internal(set) var subject: Subject?
    package let policy: Policy
    package let texts: Texts
    package let theme: Theme
    package let address: IPAddress
    /// Bounded; shown in lists of sessions.
    package let agent: String
    package internal(set) var now: Moment
    /// What the browser sent; bounded by the route.
    package private(set) var body: [UInt8]
    package let contentType: String
    /// To be sent back with every form.
    package let csrf: String
    /// A form that carries files, taken apart once; nil when it is none.
    package private(set) var upload: MultipartForm?
    /// A form that was sent, without its files; taken apart once.
    package private(set) var form = FormValues()
    /// What the page before had to show, this once.
    package internal(set) var once: String?
    /// Single keys do something; who has none of them, by his own wish, types without harm.
    package internal(set) var hasKeys = true

    init(
        method: Method, path: String, parameters: [String: String], query: FormValues, session: Session?,
        subject: Subject?, policy: Policy, texts: Texts, theme: Theme, address: IPAddress, agent: String, now: Moment,
        body: [UInt8], contentType: String, csrf: String
    ) {
        (self.method, self.path, self.parameters, self.query) = (method, path, parameters, query)
        (self.session, self.subject, self.policy) = (session, subject, policy)
        (self.texts, self.theme, self.address, self.agent, self.now) = (texts, theme, address, agent, now)
        (self.body, self.contentType, self.csrf) = (body, contentType, csrf)
        takeApart()
    }

    func with(body: [UInt8]) -> Self {
        var request = self
        request.body = body
        request.takeApart()
        return request
    }

    private mutating func takeApart() {
        guard !body.isEmpty else { return }
        let type = contentType.lowercased()
        if type.hasPrefix("multipart/") {
            upload = MultipartForm(body, contentType: contentType)
            form = upload?.values ?? FormValues()
        } else if type.hasPrefix("application/x-www-form-urlencoded") {
            form = FormValues(body)
        }
    }

    package var today: Day { Day(now) }

    /// Path and query, as they stand in the address line; the path alone for what was sent.
    package var location: String { query.isEmpty || method != .get ? path : "\(path)?\(query.encoded)" }

    /// Who changes something, for the record.
    package var author: Author { subject.map { Author($0.actor, from: address) } ?? .program("console", from: address) }

    /// The number in a place of the path.
    /// - Throws: `ConsoleAnswer.notFound` when it is none.
    package func id(_ name: String = "id") throws(ConsoleRefusal) -> Int64 {
        guard let id = parameters[name].flatMap({ Int64($0) }), id > 0 else { throw .notFound }
        return id
    }

    package func allows(_ verb: Verb, unit: Int64?) -> Bool {
        guard let subject else { return false }
        return policy.allows(subject, verb, unit: unit, on: today, at: now).isAllowed
    }

    /// Whether a button for it is shown: it is allowed, if need be once the password was typed again.
    package func offers(_ verb: Verb, unit: Int64?) -> Bool {
        guard let subject = freshSubject else { return false }
        return policy.allows(subject, verb, unit: unit, on: today, at: now).isAllowed
    }

    /// The same for somewhere: a page behind it asks for which unit.
    package func offersSomewhere(_ verb: Verb) -> Bool {
        freshSubject.map { !policy.reach($0, verb, at: now).isNothing } ?? false
    }

    package func offers(_ verb: Verb, over held: [Grant]) -> Bool {
        guard let subject = freshSubject else { return false }
        return policy.allows(subject, verb, over: held, on: today, at: now).isAllowed
    }

    /// Whoever asks, as if the password had just been typed.
    private var freshSubject: Subject? {
        guard var subject else { return nil }
        if case .session(let id, _) = subject.kind { subject.kind = .session(id: id, authenticated: now) }
        return subject
    }

    /// - Throws: `forbidden` with the policy's reason.
    package func demand(_ verb: Verb, unit: Int64?) throws(ConsoleRefusal) {
        guard let subject else { throw .signIn }
        if case .deny(let reason) = policy.allows(subject, verb, unit: unit, on: today, at: now) {
            throw .forbidden(reason)
        }
    }

    /// For what is done to an account: for every unit that it has a role in.
    /// - Throws: `forbidden` with the policy's reason.
    package func demand(_ verb: Verb, over held: [Grant]) throws(ConsoleRefusal) {
        guard let subject else { throw .signIn }
        if case .deny(let reason) = policy.allows(subject, verb, over: held, on: today, at: now) {
            throw .forbidden(reason)
        }
    }

    /// Where the verb is allowed, for lists.
    package func reach(_ verb: Verb) -> Reach {
        subject.map { policy.reach($0, verb, at: now) } ?? .nothing
    }
}

/// How the console looks; kept in a cookie.
package enum Theme: String, Sendable, CaseIterable {
    case system, light, dark, night
}

/// Why a page is not shown. The shell makes a page of it.
package enum ConsoleRefusal: Error, Sendable, Equatable {
    case notFound
    case forbidden(Decision.Reason)
    /// Nobody is signed in.
    case signIn
    /// The page was made by another session, or lay open for too long.
    case stale
    /// Somebody else changed it meanwhile.
    case conflict
    case tooLarge
    /// The body came in drops.
    case tooSlow
    /// As many are under way as may be: live pages of a session, heavy calls. Again in a moment.
    case tooMany
    /// Nothing that this page understands; the key of a text that says what.
    case badRequest(String)

    /// When it is worth asking again.
    var retrySeconds: Int? { self == .tooMany ? 2 : nil }
}
