import Testing

@testable import Fetching

/// What name servers say of a name itself.
@Suite struct NameReportTests {
    private func report(_ name: String, _ answer: @escaping @Sendable (DNSStub.Question) -> [[UInt8]]) async throws
        -> NameAnswer
    {
        let stub = try DNSStub(answer)
        defer { stub.stop() }
        var configuration = HostileDoorConfiguration()
        configuration.resolver = stub.endpoint
        let door = try HostileDoor(configuration)
        let found = await door.report(ofName: name)
        await door.close()
        return found
    }

    @Test func aNameWithAnAddressIsFound() async throws {
        let answer = try await report("xa.gov.vn") { [$0.addresses([[192, 0, 2, 1]])] }
        #expect(answer == NameAnswer(outcome: .found))
    }

    @Test func aMissingNameIsMissing() async throws {
        let answer = try await report("xa.gov.vn") { [$0.answer(code: 3).bytes] }
        #expect(answer == NameAnswer(outcome: .missing))
    }

    @Test func anAliasIntoNothingNamesItsTarget() async throws {
        let answer = try await report("cu.xa.gov.vn") { question in
            var writer = question.answer(code: 3)
            writer.alias("cu.xa.gov.vn", to: "xa.herokuapp.com", seconds: 60)
            return [writer.bytes]
        }
        #expect(answer == NameAnswer(outcome: .missing, aliases: ["xa.herokuapp.com"]))
    }

    @Test func aNameWithoutAddressesIsNotMissing() async throws {
        let answer = try await report("xa.gov.vn") { [$0.answer().bytes] }
        #expect(answer == NameAnswer(outcome: .noAddress))
    }

    @Test(arguments: ["", "a b", "127.0.0.1", "..", String(repeating: "a", count: 300)])
    func whatIsNoNameIsUnknown(name: String) async throws {
        #expect(try await report(name) { _ in [] } == NameAnswer(outcome: .unknown))
    }
}
