import Glibc
import NIOPosix
import Patterns
import Synchronization

/// The addresses of a name, and the aliases on the way.
struct Resolution: Sendable, Equatable {
    var addresses: [IPAddress]
    var aliases: [String] = []
}

/// Resolves names by servers of our own choice, with a bounded cache that forgets what its source says to forget.
///
/// What comes out is unchecked: every use asks the address guard again. `localhost` is the loopback (RFC 6761) and asked of
/// nobody; the system's hosts file is not read, so that a name means the same on every node.
final class NameResolver: Sendable {
    /// The longest that any answer is kept, however long it may be.
    static let maxKeptSeconds: UInt32 = 300
    static let maxNegativeSeconds: UInt32 = 60
    static let maxEntries = 4096

    private struct Entry {
        var outcome: Result<Resolution, FetchFailure>
        var until: ContinuousClock.Instant
    }

    private struct State {
        var entries: [String: Entry] = [:]
        /// Fetches that wait for a question which another one is asking.
        var waiting: [String: [CheckedContinuation<Result<Resolution, FetchFailure>, Never>]] = [:]
    }

    private let client: DNSClient
    private let state = Mutex(State())

    init(client: DNSClient) { self.client = client }

    /// Resolves a host as `WebURL` writes it: a name, dotted decimal, or IPv6 in brackets.
    /// - Throws: `nameNotFound`, `resolverFailed`, `cancelled`.
    func resolve(_ host: String) async throws(FetchFailure) -> Resolution {
        let bare = host.first == "[" && host.last == "]" ? String(host.dropFirst().dropLast()) : host
        if let address = IPAddress(bare) { return Resolution(addresses: [address]) }
        let name = (host.last == "." ? String(host.dropLast()) : host).lowercased()
        guard DNSMessage.isHostName(name) else { throw FetchFailure(.nameNotFound, "not a host name") }
        if name == "localhost" || name.hasSuffix(".localhost") {
            return Resolution(addresses: [.v4(0x7F00_0001), .v6(1)])
        }
        return try await kept(name).get()
    }

    private func kept(_ name: String) async -> Result<Resolution, FetchFailure> {
        let known: Result<Resolution, FetchFailure>? = state.withLock { state in
            state.entries[name].flatMap { $0.until > .now ? $0.outcome : nil }
        }
        if let known { return known }
        let mayAsk = state.withLock { state in
            guard state.waiting[name] == nil else { return false }
            state.waiting[name] = []
            return true
        }
        if mayAsk { return await askForAll(name) }
        let shared = await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if state.waiting[name] == nil { return true }
                state.waiting[name]?.append(continuation)
                return false
            }
            // The other question was answered in between, and its answer may not be kept: ask again.
            if isOver { continuation.resume(returning: .failure(Self.askAgain)) }
        }
        if case .failure(let failure) = shared, failure == Self.askAgain || failure.code == .cancelled {
            return Task.isCancelled ? shared : await askForAll(name)
        }
        return shared
    }

    private static let askAgain = FetchFailure(.resolverFailed, "ask again")

    /// Asks, keeps the answer for its time and hands it to all who wait.
    private func askForAll(_ name: String) async -> Result<Resolution, FetchFailure> {
        let (outcome, seconds) = await ask(name)
        let waiting = state.withLock { state in
            if seconds > 0 {
                if state.entries.count >= Self.maxEntries { Self.makeRoom(&state) }
                state.entries[name] = Entry(outcome: outcome, until: .now + .seconds(Int64(seconds)))
            } else {
                state.entries[name] = nil
            }
            return state.waiting.removeValue(forKey: name) ?? []
        }
        for continuation in waiting { continuation.resume(returning: outcome) }
        return outcome
    }

    private static func makeRoom(_ state: inout State) {
        let now = ContinuousClock.now
        state.entries = state.entries.filter { $0.value.until > now }
        guard state.entries.count >= maxEntries else { return }
        let middle = state.entries.values.map(\.until).sorted()[maxEntries / 2]
        state.entries = state.entries.filter { $0.value.until > middle }
    }

    /// Both kinds of address at once, and for how many seconds the outcome holds.
    private func ask(_ name: String) async -> (Result<Resolution, FetchFailure>, UInt32) {
        async let four = answer(name, .a)
        async let six = answer(name, .aaaa)
        let answers = await (four, six)
        var resolution = Resolution(addresses: [])
        var seconds = Self.maxKeptSeconds
        var failure: FetchFailure?
        var isMissing = false
        for answer in [answers.0, answers.1] {
            switch answer {
            case .success(let answer):
                resolution.addresses += answer.addresses
                if resolution.aliases.isEmpty { resolution.aliases = answer.aliases }
                if !answer.addresses.isEmpty { seconds = min(seconds, answer.timeToLive) }
                isMissing = isMissing || answer.code == 3
            case .failure(let fault): failure = fault
            }
        }
        if !resolution.addresses.isEmpty { return (.success(resolution), seconds) }
        if let failure { return (.failure(failure), 0) }
        let kept = [answers.0, answers.1].compactMap { try? $0.get().timeToLive }.min() ?? 0
        let reason = isMissing ? "there is no such name" : "the name has no address"
        return (.failure(FetchFailure(.nameNotFound, reason)), min(kept, Self.maxNegativeSeconds))
    }

    /// One kind of address; a chain of aliases that the server left unfinished is asked on.
    func answer(_ name: String, _ kind: DNSMessage.Kind) async -> Result<DNSMessage.Answer, FetchFailure> {
        do throws(FetchFailure) {
            var answer = try await client.ask(name, kind)
            for _ in 0..<2 {
                guard answer.code == 0, !answer.isDenied, answer.addresses.isEmpty, let target = answer.aliases.last,
                    answer.aliases.count < DNSMessage.maxAliases, DNSMessage.isHostName(target)
                else { break }
                let next = try await client.ask(target, kind)
                answer.code = next.code
                answer.isDenied = next.isDenied
                answer.addresses = next.addresses
                answer.aliases += next.aliases
                answer.timeToLive = min(answer.timeToLive, next.timeToLive)
            }
            return .success(answer)
        } catch {
            return .failure(error)
        }
    }

    /// The system's servers (`nameserver` lines of a resolv.conf, three at most); the loopback when there are none.
    static func systemServers(_ path: String = "/etc/resolv.conf") -> [Endpoint] {
        var servers: [Endpoint] = []
        if let file = fopen(path, "r") {
            defer { fclose(file) }
            var buffer = [CChar](repeating: 0, count: 1024)
            while servers.count < 3, fgets(&buffer, Int32(buffer.count), file) != nil {
                let line = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
                let words = line.split { $0 == " " || $0 == "\t" || $0 == "\n" }
                guard words.count >= 2, words[0] == "nameserver", let address = IPAddress(words[1]) else { continue }
                servers.append(Endpoint(address: address, port: 53))
            }
        }
        return servers.isEmpty ? [Endpoint(address: .v4(0x7F00_0001), port: 53)] : servers
    }
}
