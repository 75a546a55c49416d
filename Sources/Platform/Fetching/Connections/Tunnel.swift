package import NIOCore

/// A bare connection to a checked address; closed by who asked for it.
package struct Tunnel: Sendable {
    package let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>
}
