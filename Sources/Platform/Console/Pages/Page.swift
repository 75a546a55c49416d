package import Access
import SQLStore

/// What a handler answers with. Text in a model is plain: the templates escape it.
package enum Page: Sendable {
    /// A page inside the shell.
    case shell(ShellPage)
    /// A page that stands alone: the sign-in, the first steps.
    case alone(ShellPage)
    /// Another page: after a form was taken, so that reloading does not send it again. Paths of this console only.
    case see(String, Flash? = nil)
    /// A file to be saved.
    case download(Download)
    /// Begins a session: the cookie is set, then the page is shown.
    case begin(NewSessionCookie, to: String)
    /// Ends the session's cookie.
    case end(to: String)
    /// Keeps how the console looks; what is nil stays as it is.
    case prefer(Look, to: String)
    /// Another page that shows a text once and never again, such as a new token's: `request.once` there. The text travels in a
    /// cookie of that one address, for a minute, so that nothing has to keep it and reloading makes no second one.
    case seeOnce(String, text: String)
}

extension Page {
    /// A text as a template's condition takes it: an empty one is none.
    static func shown(_ text: String) -> any Sendable { text.isEmpty ? false : text as any Sendable }
}

/// How the console looks and listens for somebody; kept in cookies.
package struct Look: Sendable {
    package var theme: Theme?
    package var language: String?
    /// Whether single keys do something (WCAG 2.1.4).
    package var keys: Bool?

    package init(theme: Theme? = nil, language: String? = nil, keys: Bool? = nil) {
        (self.theme, self.language, self.keys) = (theme, language, keys)
    }
}

/// A cookie's worth of a session.
package struct NewSessionCookie: Sendable {
    let value: String
    let lifetime: Duration

    package init(_ session: NewSession, _ request: ConsoleRequest) {
        value = session.token.text
        lifetime = session.endsAt - request.now
    }
}

/// A page and what its template is filled with.
package struct ShellPage: Sendable {
    package var template: String
    package var title: String
    package var state: StateLine?
    package var crumbs: [Crumb] = []
    /// What can be done here, the first thing first.
    package var actions: [PageAction] = []
    /// Parts of one room, or of one object; `current` is among them.
    package var tabs: [Crumb] = []
    package var model: [String: any Sendable]
    /// Uses the whole width: boards.
    package var isFull = false
    /// The address of the stream that keeps the page up to date.
    package var live: String?
    package var status = 200

    package init(_ template: String, title: String, state: StateLine? = nil, model: [String: any Sendable] = [:]) {
        self.template = template
        self.title = title
        self.state = state
        self.model = model
    }
}

/// The first line of every page: is it all right.
package struct StateLine: Sendable {
    package var tone: Tone
    package var text: String

    package init(_ tone: Tone, _ text: String) {
        self.tone = tone
        self.text = text
    }

    package var model: [String: any Sendable] { ["tone": tone.rawValue, "shape": tone.shape, "text": text] }
}

/// A state is a word, a shape and a colour, never a colour alone.
package enum Tone: String, Sendable, CaseIterable {
    case bad, watch, wait, good, unknown, blocked

    package var shape: String {
        switch self {
        case .bad: "●"
        case .watch: "▲"
        case .wait: "■"
        case .good: "✓"
        case .unknown: "◌"
        case .blocked: "⊘"
        }
    }
}

/// A button of a page that leads to another.
package struct PageAction: Sendable {
    package var label: String
    package var path: String
    package var isPrimary: Bool

    /// - Parameter label: in the reader's language.
    package init(_ label: String, _ path: String, primary: Bool = false) {
        (self.label, self.path, isPrimary) = (label, path, primary)
    }
}

/// A step of the way to a page. The path is nil for the page itself.
package struct Crumb: Sendable {
    package var label: String
    package var path: String?

    package init(_ label: String, _ path: String? = nil) {
        self.label = label
        self.path = path
    }
}

/// What is said once, after something was done.
package struct Flash: Sendable {
    package var tone: Tone
    /// Key of the text.
    package var key: String
    package var values: [String: String]

    package init(_ tone: Tone, _ key: String, _ values: [String: String] = [:]) {
        self.tone = tone
        self.key = key
        self.values = values
    }
}

/// A file that the browser saves.
package struct Download: Sendable {
    package var name: String
    package var type: String
    /// Writes the file in pieces, so that a large one never stands whole in memory: each call waits until the browser took it.
    package var write: @Sendable (_ piece: ([UInt8]) async throws -> Void) async throws -> Void

    package init(
        name: String, type: String,
        write: @escaping @Sendable (_ piece: ([UInt8]) async throws -> Void) async throws -> Void
    ) {
        (self.name, self.type, self.write) = (name, type, write)
    }

    /// For pieces that are made as they are asked for.
    package init(name: String, type: String, body: AsyncThrowingStream<[UInt8], any Error>) {
        self.init(name: name, type: type) { write in
            for try await piece in body { try await write(piece) }
        }
    }

    /// For files that are small.
    package init(name: String, type: String, bytes: [UInt8]) {
        self.init(name: name, type: type) { try await $0(bytes) }
    }
}
