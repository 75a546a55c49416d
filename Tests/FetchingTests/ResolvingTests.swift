import NIOCore
import NIOPosix
import Patterns
import Testing

@testable import Fetching

@Suite struct ResolvingTests {
    @discardableResult
    private func withResolver<Value: Sendable>(
        _ stub: DNSStub, _ body: (NameResolver) async throws -> Value
    ) async throws -> Value {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let resolver = NameResolver(client: DNSClient(group: group, servers: [stub.endpoint]))
        do {
            let value = try await body(resolver)
            try await group.shutdownGracefully()
            stub.stop()
            return value
        } catch {
            try? await group.shutdownGracefully()
            stub.stop()
            throw error
        }
    }

    @Test func bothKindsOfAddressAndTheAliasesComeBack() async throws {
        let stub = try DNSStub { question in
            var answer = question.answer()
            answer.alias(question.name, to: "edge.cdn.test", seconds: 60)
            if question.kind == 1 { answer.address("edge.cdn.test", [203, 162, 0, 1], seconds: 60) }
            if question.kind == 28 {
                answer.address("edge.cdn.test", [0x24, 0] + [UInt8](repeating: 0, count: 13) + [1], seconds: 60)
            }
            return [answer.bytes]
        }
        let resolution = try await withResolver(stub) { try await $0.resolve("www.portal.test") }
        #expect(resolution.addresses.map(\.text) == ["203.162.0.1", "2400::1"])
        #expect(resolution.aliases == ["edge.cdn.test"])
    }

    @Test func anAnswerIsKeptForItsTimeAndSharedByAllWhoAsk() async throws {
        let stub = try DNSStub { [$0.addresses([[203, 162, 0, 1]], seconds: 60)] }
        try await withResolver(stub) { resolver in
            await withTaskGroup(of: Resolution?.self) { group in
                for _ in 0..<50 { group.addTask { try? await resolver.resolve("a.test") } }
                for await resolution in group { #expect(resolution?.addresses == [.v4(0xCBA2_0001)]) }
            }
            #expect(stub.questionCount == 2)
        }
    }

    @Test func anAnswerWithoutTimeIsAskedForAgain() async throws {
        let stub = try DNSStub { [$0.addresses([[203, 162, 0, UInt8($0.number)]])] }
        try await withResolver(stub) { resolver in
            for last in 0..<2 {
                let addresses = try await resolver.resolve("a.test").addresses
                #expect(addresses == [.v4(0xCBA2_0000 + UInt32(last))])
            }
        }
    }

    @Test func aMissingNameIsKeptAsMissing() async throws {
        let stub = try DNSStub { question in
            var answer = question.answer(code: 3)
            answer.zone("test", seconds: 60, minimum: 60)
            return [answer.bytes]
        }
        try await withResolver(stub) { resolver in
            for _ in 0..<3 {
                await #expect(throws: FetchFailure(.nameNotFound, "there is no such name")) {
                    try await resolver.resolve("gone.test")
                }
            }
            #expect(stub.questionCount == 2)
        }
    }

    @Test func whatDoesNotFitIntoADatagramIsAskedForOverTCP() async throws {
        let stub = try DNSStub { question in
            question.overTCP
                ? [question.addresses([[203, 162, 0, 9]])] : [question.answer(isTruncated: true).bytes]
        }
        let resolution = try await withResolver(stub) { try await $0.resolve("big.test") }
        #expect(resolution.addresses == [.v4(0xCBA2_0009)])
    }

    @Test func answersToOtherQuestionsAreWaitedThrough() async throws {
        let stub = try DNSStub { question in
            var other = question
            other.id ^= 1
            var named = question
            named.name = "evil.test"
            let forged = [other.addresses([[10, 0, 0, 1]]), named.addresses([[10, 0, 0, 2]]), [1, 2, 3]]
            return forged + [question.addresses([[203, 162, 0, 7]])]
        }
        let resolution = try await withResolver(stub) { try await $0.resolve("a.test") }
        #expect(resolution.addresses == [.v4(0xCBA2_0007)])
    }

    @Test func anUnfinishedChainOfAliasesIsAskedOn() async throws {
        let stub = try DNSStub { question in
            guard question.name == "a.test" else { return [question.addresses([[203, 162, 0, 3]])] }
            var answer = question.answer()
            answer.alias("a.test", to: "b.test", seconds: 60)
            return [answer.bytes]
        }
        let resolution = try await withResolver(stub) { try await $0.resolve("a.test") }
        #expect(resolution.addresses == [.v4(0xCBA2_0003)])
        #expect(resolution.aliases == ["b.test"])
    }

    @Test func aServerThatFailsIsNamedInTheReason() async throws {
        let stub = try DNSStub { [$0.answer(code: 2).bytes] }
        await #expect(
            throws: FetchFailure(
                .resolverFailed, "the name could not be resolved: 127.0.0.1 answered with code 2")
        ) {
            try await withResolver(stub) { try await $0.resolve("a.test") }
        }
    }

    @Test func addressesAndLocalNamesAskNobody() async throws {
        let stub = try DNSStub { _ in [] }
        try await withResolver(stub) { resolver in
            let expected = [
                "203.162.0.1": ["203.162.0.1"], "[2400::1]": ["2400::1"], "localhost": ["127.0.0.1", "::1"],
                "x.localhost.": ["127.0.0.1", "::1"],
            ]
            for (host, texts) in expected {
                let addresses = try await resolver.resolve(host).addresses
                #expect(addresses.map(\.text) == texts)
            }
            for name in ["127.1", "0x7f000001", "2130706433", "a b", ""] {
                await #expect(throws: FetchFailure(.nameNotFound, "not a host name")) {
                    try await resolver.resolve(name)
                }
            }
            #expect(stub.questionCount == 0)
        }
    }
}
