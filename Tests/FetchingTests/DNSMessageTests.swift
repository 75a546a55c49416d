import Patterns
import Testing

@testable import Fetching

@Suite struct DNSMessageTests {
    private func answer(_ bytes: [UInt8], _ kind: DNSMessage.Kind = .a) -> DNSMessage.Answer? {
        DNSMessage.answer(bytes, id: 7, name: "www.Portal.test", kind: kind)
    }

    @Test func aQuestionIsWhatTheWireAsksFor() {
        #expect(
            DNSMessage.question(id: 0x0102, name: "a.bc", kind: .aaaa)
                == [1, 2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0x61, 2, 0x62, 0x63, 0, 0, 28, 0, 1])
    }

    @Test(arguments: [
        "", ".", "a..b", ".a", "a b", "a/b", "a@b", "127.0.0.1", "1", "a.1", "a.0x7f", "é.vn", "a\0b",
        String(repeating: "a", count: 64), String(repeating: "aaaa.", count: 51) + "aa",
    ])
    func whatIsNoHostNameIsNotAskedFor(_ name: String) {
        #expect(DNSMessage.question(id: 1, name: name, kind: .a) == nil)
    }

    @Test func aliasesLeadToTheAddresses() {
        var message = DNSWriter(id: 7, question: "www.portal.test", kind: 1)
        message.alias("WWW.portal.test", to: "edge.cdn.test", seconds: 60)
        message.alias("edge.cdn.test", to: "node.cdn.test", seconds: 20)
        message.address("node.cdn.test", [203, 162, 0, 1], seconds: 300)
        message.address("other.test", [10, 0, 0, 1], seconds: 300)
        #expect(
            answer(message.bytes)
                == DNSMessage.Answer(
                    addresses: [.v4(0xCBA2_0001)], aliases: ["edge.cdn.test", "node.cdn.test"], timeToLive: 20))
    }

    @Test func anotherQuestionNumberOrKindIsNoAnswer() {
        var message = DNSWriter(id: 7, question: "www.portal.test", kind: 1)
        message.address("www.portal.test", [1, 2, 3, 4], seconds: 1)
        #expect(answer(message.bytes) != nil)
        #expect(answer(message.bytes, .aaaa) == nil)
        #expect(DNSMessage.answer(message.bytes, id: 8, name: "www.portal.test", kind: .a) == nil)
        #expect(DNSMessage.answer(message.bytes, id: 7, name: "w.portal.test", kind: .a) == nil)
        var question = message.bytes
        question[2] &= 0x7F
        #expect(answer(question) == nil)
    }

    @Test func circlesAndLongChainsOfAliasesAreNoAnswer() {
        var circle = DNSWriter(id: 7, question: "www.portal.test", kind: 1)
        circle.alias("www.portal.test", to: "b.test", seconds: 1)
        circle.alias("b.test", to: "www.portal.test", seconds: 1)
        #expect(answer(circle.bytes) == nil)
        var long = DNSWriter(id: 7, question: "www.portal.test", kind: 1)
        long.alias("www.portal.test", to: "n0.test", seconds: 1)
        for number in 0..<20 { long.alias("n\(number).test", to: "n\(number + 1).test", seconds: 1) }
        long.address("n20.test", [1, 2, 3, 4], seconds: 1)
        #expect(answer(long.bytes) == nil)
    }

    @Test func aPointerThatLeadsToItselfOrForwardEndsTheReading() {
        for target in [UInt8(12), 14, 200] {
            // The name of the question is a pointer to `target`.
            let bytes: [UInt8] = [0, 7, 0x81, 0x80, 0, 1, 0, 0, 0, 0, 0, 0, 0xC0, target, 0, 1, 0, 1]
            #expect(answer(bytes) == nil)
        }
    }

    @Test func theZoneSaysHowLongANameIsMissing() {
        var message = DNSWriter(id: 7, question: "www.portal.test", kind: 1, code: 3)
        message.zone("portal.test", seconds: 900, minimum: 45)
        #expect(answer(message.bytes) == DNSMessage.Answer(code: 3, isDenied: true, timeToLive: 45))
    }

    @Test func announcedCountsAreNotBelieved() {
        var message = DNSWriter(id: 7, question: "www.portal.test", kind: 1)
        message.address("www.portal.test", [1, 2, 3, 4], seconds: 1)
        var bytes = message.bytes
        bytes[6] = 0xFF
        bytes[7] = 0xFF
        #expect(answer(bytes) == nil)
    }

    @Test func noPrefixAndNoMutationBreaksTheReader() {
        var message = DNSWriter(id: 7, question: "www.portal.test", kind: 1)
        message.alias("www.portal.test", to: "edge.cdn.test", seconds: 60)
        message.address("edge.cdn.test", [203, 162, 0, 1], seconds: 300)
        for count in 0..<message.bytes.count { #expect(answer(Array(message.bytes[..<count])) == nil) }
        var random = Seeded(3)
        for _ in 0..<4000 {
            if let read = answer(mutated(message.bytes, &random)) {
                #expect(read.addresses.count <= DNSMessage.maxAddresses)
                #expect(read.aliases.count <= DNSMessage.maxAliases)
            }
        }
    }
}

/// Writes answers as a server would, names in full or compressed.
struct DNSWriter {
    private(set) var bytes: [UInt8]

    init(id: UInt16, question: String, kind: UInt16, code: UInt8 = 0, isTruncated: Bool = false) {
        bytes = [UInt8(id >> 8), UInt8(id & 0xFF), isTruncated ? 0x83 : 0x81, 0x80 | code, 0, 1, 0, 0, 0, 0, 0, 0]
        bytes += Self.name(question) + [UInt8(kind >> 8), UInt8(kind & 0xFF), 0, 1]
    }

    static func name(_ text: String) -> [UInt8] {
        text.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) } + [0]
    }

    mutating func record(_ owner: String, kind: UInt16, seconds: UInt32, _ data: [UInt8], count: Int = 7) {
        bytes += Self.name(owner) + [UInt8(kind >> 8), UInt8(kind & 0xFF), 0, 1]
        bytes += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: seconds >> $0) }
        bytes += [UInt8(data.count >> 8), UInt8(data.count & 0xFF)] + data
        bytes[count] += 1
    }

    mutating func address(_ owner: String, _ octets: [UInt8], seconds: UInt32) {
        record(owner, kind: octets.count == 4 ? 1 : 28, seconds: seconds, octets)
    }

    mutating func alias(_ owner: String, to target: String, seconds: UInt32) {
        record(owner, kind: 5, seconds: seconds, Self.name(target))
    }

    mutating func zone(_ owner: String, seconds: UInt32, minimum: UInt32) {
        let numbers: [UInt32] = [1, 3600, 600, 86_400, minimum]
        let data = numbers.flatMap { number in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) } }
        record(owner, kind: 6, seconds: seconds, Self.name("ns.test") + Self.name("admin.test") + data, count: 9)
    }
}
