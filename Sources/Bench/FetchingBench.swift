import Fetching
import Foundation
import Glibc
import Markup
import NIOCore
import NIOPosix
import Unpack

/// The hostile door against a loopback server of this process with 10,000 distinct pages of 30 KB, 64 at a time, without
/// politeness; then `curl --parallel` against the same server. The server takes its share of the same cores.
func benchFetching() {
    let pageCount = 10_000
    let concurrency = 64
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    defer { try? group.syncShutdownGracefully() }
    guard let server = try? pageServer(group), let port = server.localAddress?.port else {
        return complain("fetching: the server could not be started")
    }
    for run in 1...3 {
        let start = seconds(CLOCK_MONOTONIC)
        let cpu = seconds(CLOCK_PROCESS_CPUTIME_ID)
        let promise = group.next().makePromise(of: Int.self)
        promise.completeWithTask { try await fetchAll(pageCount, port: port, concurrency: concurrency) }
        guard let bytes = try? promise.futureResult.wait() else { return complain("fetching: a page was missing") }
        let time = seconds(CLOCK_MONOTONIC) - start
        let used = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu
        let perPage = used / Double(pageCount) * 1e6
        print(
            "fetching: run \(run), \(Int(Double(pageCount) / time)) pages/s, \(bytes / pageCount) bytes a page,",
            "\(Int(perPage)) µs of processor a page with the server's share")
    }
    curl(pageCount, port: port, concurrency: concurrency)
}

/// Fetches every page once. - Returns: bytes of all bodies.
private func fetchAll(_ count: Int, port: Int, concurrency: Int) async throws -> Int {
    var configuration = HostileDoorConfiguration()
    configuration.requestsPerSecondPerHost = nil
    configuration.requestsPerSecondPerAddress = nil
    configuration.maxConnectionsPerHost = concurrency
    configuration.maxConcurrent = concurrency
    configuration.allowedAddresses = [AddressOpening("127.0.0.1:\(port)")].compactMap { $0 }
    let door = try HostileDoor(configuration)
    let profile = VisitorProfile(name: "visitor", fields: [.init("User-Agent", "bench")])
    let bytes = await withTaskGroup(of: Int?.self) { group in
        var sum: Int? = 0
        for number in 0..<count + concurrency {
            if number >= concurrency, let one = await group.next() {
                sum = one.flatMap { one in sum.map { $0 + one } }
            }
            guard number < count else { continue }
            group.addTask {
                let url = WebURL(
                    scheme: .http, host: "127.0.0.1", port: UInt16(port), path: "/page/\(number)", query: nil)
                let result = await door.fetch(FetchRequest(url: url, profile: profile))
                return result.failure == nil && result.response?.status == 200 ? result.response?.body.count : nil
            }
        }
        return sum
    }
    await door.close()
    guard let bytes else { throw CancellationError() }
    return bytes
}

private func curl(_ count: Int, port: Int, concurrency: Int) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
        "curl", "-s", "--parallel", "--parallel-max", "\(concurrency)", "-o", "/dev/null",
        "http://127.0.0.1:\(port)/page/[0-\(count - 1)]",
    ]
    process.standardOutput = FileHandle.nullDevice
    let start = seconds(CLOCK_MONOTONIC)
    guard (try? process.run()) != nil else { return }
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return complain("fetching: there is no curl to compare with") }
    print("fetching: curl --parallel, \(Int(Double(count) / (seconds(CLOCK_MONOTONIC) - start))) pages/s")
}

private func pageServer(_ group: MultiThreadedEventLoopGroup) throws -> any Channel {
    try ServerBootstrap(group: group)
        .serverChannelOption(.backlog, value: 256)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .childChannelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(PageHandler())
            }
        }
        .bind(host: "127.0.0.1", port: 0).wait()
}

/// Answers every request with a page that holds its path and 30 KB of text.
private final class PageHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private static let filler = ByteBuffer(
        string: String(repeating: "<p>Thông báo lịch tiếp công dân tháng này của Ủy ban</p>\n", count: 420))
    private var request: [UInt8] = []

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        request += unwrapInboundIn(data).readableBytesView
        guard request.suffix(4).elementsEqual("\r\n\r\n".utf8) else { return }
        let words = request.prefix(200).split(separator: 0x20)
        let path = words.count > 1 ? String(decoding: words[1], as: UTF8.self) : "/"
        request.removeAll(keepingCapacity: true)
        let title = "<html><title>\(path)</title>"
        var filler = Self.filler
        var answer = context.channel.allocator.buffer(capacity: filler.readableBytes + 256)
        let length = title.utf8.count + filler.readableBytes
        answer.writeString("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: \(length)\r\n\r\n\(title)")
        answer.writeBuffer(&filler)
        context.writeAndFlush(wrapOutboundOut(answer), promise: nil)
    }
}
