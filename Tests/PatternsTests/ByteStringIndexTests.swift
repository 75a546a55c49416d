import Patterns
import Testing

@Suite struct ByteStringIndexTests {
    /// The index with the strings it is over, as who uses it holds them.
    private struct Names {
        private(set) var names: [[UInt8]] = []
        private(set) var index: ByteStringIndex

        init(capacity: Int) { index = ByteStringIndex(capacity: capacity) }

        static func hash(_ name: [UInt8]) -> UInt64 { name.withUnsafeBufferPointer { ByteStringIndex.hash($0) } }

        func number(_ name: [UInt8]) -> Int? { index.number(Self.hash(name)) { names[$0] == name } }

        mutating func add(_ name: [UInt8]) {
            index.insert(Self.hash(name), number: names.count)
            names.append(name)
        }
    }

    @Test(arguments: [0, 10, 3_000]) func everyStringIsFoundByItsNumberAndNoOther(capacity: Int) {
        var names = Names(capacity: capacity)
        for number in 0..<3_000 { names.add(ascii("term/\(number % 7)/\(number)")) }
        #expect(names.index.count == 3_000)
        for number in 0..<3_000 { #expect(names.number(ascii("term/\(number % 7)/\(number)")) == number) }
        for number in 0..<3_000 { #expect(names.number(ascii("term/\(number % 7 + 1)/\(number)")) == nil) }
    }

    @Test func everyLengthIsAStringOfItsOwn() {
        var names = Names(capacity: 0)
        for length in 0..<64 { names.add([UInt8](repeating: 0, count: length)) }
        for length in 0..<64 { #expect(names.number([UInt8](repeating: 0, count: length)) == length) }
        #expect(names.number([UInt8](repeating: 0, count: 64)) == nil)
    }

    @Test func stringsOfOneHashAreToldApartByWhoHoldsThem() {
        var index = ByteStringIndex()
        for number in 0..<100 { index.insert(7, number: number) }
        for number in 0..<100 { #expect(index.number(7) { $0 == number } == number) }
        #expect(index.number(7) { _ in false } == nil)
        #expect(index.number(8) { _ in true } == nil)
    }

    @Test func aHashOfTwoPartsTellsWhereTheyMeet() {
        func hash(_ first: String, _ second: String) -> UInt64 {
            ascii(first).withUnsafeBufferPointer { first in
                ascii(second).withUnsafeBufferPointer {
                    ByteStringIndex.hash($0, from: ByteStringIndex.hash(first))
                }
            }
        }
        #expect(hash("ab", "c") == hash("ab", "c"))
        #expect(hash("ab", "c") != hash("a", "bc"))
        #expect(hash("", "abc") != hash("abc", ""))
    }
}
