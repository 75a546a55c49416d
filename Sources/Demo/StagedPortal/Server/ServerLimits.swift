/// What one client may take of the demo portal's server.
package struct ServerLimits: Sendable {
    package var maxConnections = 512
    /// Bytes of one request, head and body.
    package var maxRequestBytes = 64 << 10
    /// Requests that may wait on one connection behind the one that is being answered.
    package var maxPipelined = 16
    /// From the end of the answer before to the end of a request: idle connections and slow senders end here.
    package var requestSeconds: Int64 = 30
    /// For one answer; the slow ones are ended by their reader long before.
    package var answerSeconds: Int64 = 900

    package init() {}
}
