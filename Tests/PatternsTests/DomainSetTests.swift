import Testing

@testable import Patterns

extension DomainSet {
    init(_ hosts: [String]) {
        self.init(hosts.enumerated().map { (host: Array($1.utf8), list: UInt16($0)) })
    }

    func match(_ host: String) -> (start: Int, list: UInt16)? {
        Array(host.utf8).withUnsafeBufferPointer { match($0) }
    }
}

@Suite struct DomainSetTests {
    @Test func aDomainHoldsItselfAndWhatEndsInItsLabels() {
        let set = DomainSet(["bet.example"])
        #expect(set.match("bet.example")?.start == 0)
        #expect(set.match("www.bet.example")?.start == 4)
        #expect(set.match("a.b.bet.example")?.start == 4)
        #expect(set.match("alphabet.example") == nil)
        #expect(set.match("example") == nil)
        #expect(set.match("bet.example.vn") == nil)
        #expect(set.match("") == nil)
        #expect(set.match(".bet.example")?.start == 1)
    }

    @Test func theLongestListedSuffixWins() {
        let set = DomainSet(["bet.example", "www.bet.example"])
        let longest = set.match("m.www.bet.example")
        #expect(longest?.start == 2 && longest?.list == 1)
        #expect(set.match("m.bet.example")?.list == 0)
    }

    @Test func ofADoubleTheFirstListCounts() {
        let set = DomainSet(["a.example", "b.example", "A.example."])
        #expect(set.count == 2)
        #expect(set.match("a.example")?.list == 0)
    }

    @Test(arguments: [
        ("com", DomainRefusal.tooWide), ("com.vn", .tooWide), ("gov.vn", .tooWide), ("CO.id", .tooWide),
        ("", .malformed), (".", .malformed), ("a..vn", .malformed), ("a b.vn", .malformed), ("1.2.3.4", .address),
        ("bé.vn", .malformed), (".a.vn", .malformed),
    ])
    func whatIsNoNameOrTooWideIsRefused(host: String, reason: DomainRefusal) {
        var builder = DomainSetBuilder()
        Array(host.utf8).withUnsafeBufferPointer { #expect(builder.add($0, list: 0) == reason) }
        #expect(builder.refusedCount == 1)
        #expect(builder.build().count == 0)
    }

    @Test(arguments: ["bet.vn", "com.com.vn", "xn--b-ega.vn", "com.example", "a_b.c-d.io", "co.uk.example"])
    func ordinaryHostsAreTaken(host: String) {
        #expect(DomainSet([host]).match(host)?.start == 0)
    }

    @Test func manyRandomHostsAgreeWithASet() {
        var random = Seeded(5)
        func host() -> String {
            (0..<Int.random(in: 2...3, using: &random)).map { _ in
                String(decoding: random.bytes(Int.random(in: 1...2, using: &random), from: ascii("xyz")), as: UTF8.self)
            }.joined(separator: ".") + "q"
        }
        let listed = Set((0..<400).map { _ in host() })
        let set = DomainSet(Array(listed).sorted())
        #expect(set.count == listed.count)
        for _ in 0..<4000 {
            let asked = host()
            var expected: Int?
            for start in asked.indices where start == asked.startIndex || asked[asked.index(before: start)] == "." {
                if expected == nil, listed.contains(String(asked[start...])) {
                    expected = asked.utf8.distance(from: asked.startIndex, to: start)
                }
            }
            #expect(set.match(asked)?.start == expected, "\(asked)")
        }
    }

    @Test func aDomainTakesAboutElevenBytes() {
        var builder = DomainSetBuilder()
        let count = 200_000
        for number in 0..<count {
            ascii("h\(number).example").withUnsafeBufferPointer { #expect(builder.add($0, list: 0) == nil) }
        }
        let set = builder.build()
        #expect(set.count == count)
        #expect(set.byteCount < 12 * count)
        #expect(set.match("www.h199999.example")?.start == 4)
        #expect(set.match("h200000.example") == nil)
    }
}
