import CAllocationCount
import Testing

@testable import Patterns

/// Allocations of this thread while `work` runs.
func allocations(during work: () -> Void) -> UInt64 {
    let before = allocation_count()
    work()
    return allocation_count() - before
}

@Suite(.enabled(if: allocation_count_is_available()))
struct AllocationTests {
    @Test func theCounterCounts() {
        var array: [Int] = []
        #expect(allocations { array = [Int](repeating: 1, count: 1000) } >= 1)
        #expect(array.count == 1000)
    }

    @Test(arguments: FormUnderTest.allCases, [100, 700, 30_000])
    func aScanIntoSufficientRoomAllocatesNothing(form: FormUnderTest, length: Int) {
        var random = Seeded(3)
        let literals = (0..<200).map { _ in random.bytes(Int.random(in: 1...6, using: &random), from: ascii("abcd")) }
        let set = form.set(literals)
        let text = random.bytes(length, from: ascii("abcd "))
        var hits: [LiteralHit] = []
        text.withUnsafeBufferPointer { text in
            set.scan(text, into: &hits)
            let found = hits.count
            #expect(found > length / 4)
            #expect(allocations { set.scan(text, into: &hits) } == 0)
            #expect(hits.count == found)
        }
    }

    @Test func aHostIsLookedUpWithoutAllocating() {
        let set = DomainSet((0..<1000).map { "h\($0).example" })
        var found = 0
        ascii("www.h77.example").withUnsafeBufferPointer { host in
            let count = allocations { found += set.match(host) == nil ? 0 : 1 }
            #expect(count == 0)
        }
        #expect(found == 1)
    }
}
