import Testing

@testable import Patterns

@Suite struct DomainSetSerializedTests {
    private let set = DomainSet((0..<500).map { "host\($0).example" })

    @Test func aCompiledListAnswersAsBefore() throws {
        let loaded = try DomainSet(serialized: set.serialized())
        #expect(loaded.count == 500)
        for number in 0..<600 {
            #expect(loaded.match("www.host\(number).example")?.list == (number < 500 ? UInt16(number) : nil))
        }
    }

    @Test func theEmptyListSurvives() throws {
        let loaded = try DomainSet(serialized: DomainSet().serialized())
        #expect(loaded.count == 0)
        #expect(loaded.match("a.example") == nil)
    }

    @Test func theOrderOfTheLinesDoesNotShow() {
        let hosts = (0..<300).map { (host: ascii("h\($0).example"), list: UInt16(1)) }
        #expect(DomainSet(hosts).serialized() == DomainSet(hosts.reversed()).serialized())
    }

    @Test func everyPrefixIsRefused() {
        let bytes = set.serialized()
        for length in 0..<bytes.count {
            #expect(throws: DomainSetError.self) { try DomainSet(serialized: Array(bytes[..<length])) }
        }
        #expect(throws: DomainSetError.wrongSize) { try DomainSet(serialized: bytes + [0]) }
    }

    @Test func everyFlippedByteIsRefused() {
        var bytes = set.serialized()
        for index in bytes.indices {
            bytes[index] ^= 0x11
            #expect(throws: DomainSetError.self) { try DomainSet(serialized: bytes) }
            bytes[index] ^= 0x11
        }
    }

    @Test func faultsAreNamed() {
        var bytes = set.serialized()
        bytes[8] = 2
        #expect(throws: DomainSetError.unsupportedVersion(2)) { try DomainSet(serialized: bytes) }
        bytes[8] = 1
        bytes[0] = 0
        #expect(throws: DomainSetError.notADomainSet) { try DomainSet(serialized: bytes) }
        let unsorted = DomainSet(sortedHashes: [7, 3], lists: [0, 0]).serialized()
        #expect(throws: DomainSetError.notAscending) { try DomainSet(serialized: unsorted) }
    }

    @Test func hashesThatCrowdOneBucketAreStillFound() {
        let crowded = DomainSet(sortedHashes: (0..<5000).map { UInt64($0) }, lists: [UInt16](repeating: 3, count: 5000))
        #expect(crowded.count == 5000)
        #expect(crowded.match("a.example") == nil)
    }
}
