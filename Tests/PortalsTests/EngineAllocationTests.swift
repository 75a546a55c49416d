import CAllocationCount
import PlantedContent
import Testing

/// What a page costs the allocator once an inspector has seen one of its size.
@Suite(.enabled(if: allocation_count_is_available()))
struct EngineAllocationTests {
    private func allocations(_ page: [UInt8], _ inspector: Inspector) -> UInt64 {
        page.withUnsafeBufferPointer { source in
            for _ in 0..<2 { _ = inspector.inspect(source, form: .html) }
            let before = allocation_count()
            let verdict = inspector.inspect(source, form: .html)
            let after = allocation_count()
            #expect(verdict.tier == .clean)
            return after - before
        }
    }

    @Test(arguments: StagedPage.all.filter { $0.path.hasPrefix("ordinary/") })
    func aSecondReadingOfACleanPageAllocatesLittle(page: StagedPage) {
        let count = allocations(page.bytes, Inspector(rules: ShippedPack.rules))
        #expect(count <= 320)
    }
}
