package import NIOCore

/// A TCP connection whose bytes nobody has looked at; closed by who asked for it.
///
/// Nothing is read before `executeThenClose`, and one that is never used needs no more than `close`: NIO's own stream of a
/// connection ends the program when it is let go of unused.
package struct BareConnection: Sendable {
    private let channel: any Channel

    /// Call on the event loop of a channel that is open, before anything was read.
    package init(_ channel: any Channel) throws {
        try channel.syncOptions?.setOption(.autoRead, value: false)
        self.channel = channel
    }

    package func close() { channel.close(promise: nil) }

    /// Reads and writes; the connection is closed when `body` ends.
    /// - Throws: what `body` throws; `ChannelError` when the other side was gone before.
    package func executeThenClose<Result: Sendable>(
        _ body: (NIOAsyncChannelInboundStream<ByteBuffer>, NIOAsyncChannelOutboundWriter<ByteBuffer>) async throws ->
            Result
    ) async throws -> Result {
        let stream = try await channel.eventLoop.submit {
            guard channel.isActive else { throw ChannelError.alreadyClosed }
            let stream = try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
            try channel.syncOptions?.setOption(.autoRead, value: true)
            return stream
        }.get()
        return try await stream.executeThenClose(body)
    }
}
