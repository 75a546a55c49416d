import Patterns
import Testing

@testable import Fetching

@Suite struct AddressGuardTests {
    @Test func everyLineOfTheTableCanBeReadAndIsNotHiddenByAnEarlierOne() throws {
        for (cidr, _) in AddressGuard.table {
            #expect(throws: Never.self) { try AddressRanges([cidr]) }
        }
    }
}
