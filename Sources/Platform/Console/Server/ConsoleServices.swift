package import Access
package import SQLStore
package import VietText

/// What the shell asks of the rooms below it.
package struct ConsoleServices: Sendable {
    package var sessions: Sessions
    package var tokens: APITokens
    package var policy: Policy
    package var time: any TimeSource
    /// Words in both languages.
    package var texts: [Texts.Language: Texts]
    /// Whether the program can do its work now; nil when it can, else why not. Asked by `/readyz`.
    package var readiness: @Sendable () async -> String?
    /// Numbers of events of these topics after one, as they come; several at once may come as the last of them.
    package var events: @Sendable (_ topics: [String], _ after: Int64?) -> AsyncStream<Int64>
    /// Figures in Prometheus' text form; nil closes `/metrics`.
    package var metrics: (@Sendable () async -> String)?

    package init(
        sessions: Sessions, tokens: APITokens, policy: Policy, time: any TimeSource, texts: [Texts.Language: Texts],
        events: @escaping @Sendable (_ topics: [String], _ after: Int64?) -> AsyncStream<Int64>,
        readiness: @escaping @Sendable () async -> String?, metrics: (@Sendable () async -> String)? = nil
    ) {
        self.events = events
        (self.sessions, self.tokens, self.policy, self.time, self.texts) = (sessions, tokens, policy, time, texts)
        (self.readiness, self.metrics) = (readiness, metrics)
    }
}
