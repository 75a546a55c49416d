import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS
import Synchronization

/// A TLS server on the loopback that answers every request with one page and notes the names it was called by.
final class TLSServer: Sendable {
    let port: UInt16
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let names: Names

    private final class Names: Sendable {
        let all = Mutex<[String?]>([])
    }

    /// Server names (SNI) of the handshakes so far.
    var serverNames: [String?] { names.all.withLock { $0 } }

    init(_ certificates: TestCertificate..., answer: String, maximum: TLSVersion? = nil) async throws {
        let chain = try certificates.flatMap { try NIOSSLCertificate.fromPEMFile($0.certificate) }
        let key = try NIOSSLPrivateKey(file: certificates[0].key, format: .pem)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv1
        configuration.maximumTLSVersion = maximum
        let context = try NIOSSLContext(configuration: configuration)
        let names = Names()
        let channel = try await ServerBootstrap(group: group)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let reader = SNIHandler { result in
                        if case .hostname(let name) = result {
                            names.all.withLock { $0.append(name) }
                        } else {
                            names.all.withLock { $0.append(nil) }
                        }
                        return channel.eventLoop.makeSucceededVoidFuture()
                    }
                    try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(reader))
                    try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                    try channel.pipeline.syncOperations.addHandler(AnswerHandler(answer))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = UInt16(channel.localAddress?.port ?? 0)
        self.names = names
    }

    func stop() async { try? await group.shutdownGracefully() }
}

private final class AnswerHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let answer: String
    private var request: [UInt8] = []

    init(_ answer: String) { self.answer = answer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        request += unwrapInboundIn(data).readableBytesView
        guard request.suffix(4).elementsEqual("\r\n\r\n".utf8) else { return }
        request = []
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

/// A certificate and its key, made by the openssl command in a folder of their own.
struct TestCertificate: Sendable {
    let certificate: String
    let key: String

    /// Makes a folder, hands it to `body` and removes it.
    @discardableResult
    static func withFolder<Value: Sendable>(_ body: (String) async throws -> Value) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("vonggac-tls-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(folder.path)
    }

    private static let newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]

    /// A certificate authority, or any self-signed certificate.
    static func selfSigned(_ folder: String, name: String) throws -> TestCertificate {
        let made = TestCertificate(certificate: "\(folder)/\(name).pem", key: "\(folder)/\(name).key")
        try output(
            of: ["openssl", "req", "-x509"] + newKey + [
                "-keyout", made.key, "-out", made.certificate, "-days", "2", "-subj", "/O=Thử nghiệm/CN=\(name)",
                "-utf8",
                "-addext", "subjectAltName=DNS:\(name)",
            ])
        return made
    }

    /// - Parameter days: negative for one that has expired.
    static func signed(
        by authority: TestCertificate, _ folder: String, names: String, days: Int
    ) throws -> TestCertificate {
        let base = "\(folder)/leaf\(days)"
        try output(
            of: ["openssl", "req", "-new"] + newKey + [
                "-keyout", base + ".key", "-out", base + ".csr", "-subj", "/CN=leaf", "-addext",
                "subjectAltName=\(names)",
            ])
        try output(of: [
            "openssl", "x509", "-req", "-in", base + ".csr", "-CA", authority.certificate, "-CAkey", authority.key,
            "-CAcreateserial", "-days", "\(days)", "-copy_extensions", "copy", "-out", base + ".pem",
        ])
        return TestCertificate(certificate: base + ".pem", key: base + ".key")
    }
}
