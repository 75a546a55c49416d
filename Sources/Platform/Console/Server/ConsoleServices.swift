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
    /// Figures in Prometheus' text form; nil closes `/metrics`.
    package var metrics: (@Sendable () async -> String)?

    package init(
        sessions: Sessions, tokens: APITokens, policy: Policy, time: any TimeSource, texts: [Texts.Language: Texts],
        readiness: @escaping @Sendable () async -> String?, metrics: (@Sendable () async -> String)? = nil
    ) {
        (self.sessions, self.tokens, self.policy, self.time, self.texts) = (sessions, tokens, policy, time, texts)
        (self.readiness, self.metrics) = (readiness, metrics)
    }
}
