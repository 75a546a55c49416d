import Patterns

/// Reads the parts of a DNS message in order. Every read that does not fit gives nil; nothing is read twice but names.
struct DNSReader {
    struct Header {
        var id: UInt16
        var flags: UInt16
        var questions: UInt16
        var answers: UInt16
        var authorities: UInt16
    }

    struct Record {
        var owner: String
        var kind: UInt16
        /// Of an SOA record: the lesser of its own time and the zone's for missing names.
        var timeToLive: UInt32
        var address: IPAddress?
        var target: String?
    }

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func header() -> Header? {
        guard let id = uint16(), let flags = uint16(), let questions = uint16(), let answers = uint16(),
            let authorities = uint16(), uint16() != nil
        else { return nil }
        return Header(id: id, flags: flags, questions: questions, answers: answers, authorities: authorities)
    }

    mutating func uint16() -> UInt16? {
        guard position + 2 <= bytes.count else { return nil }
        defer { position += 2 }
        return UInt16(bytes[position]) << 8 | UInt16(bytes[position + 1])
    }

    mutating func uint32() -> UInt32? {
        guard let high = uint16(), let low = uint16() else { return nil }
        return UInt32(high) << 16 | UInt32(low)
    }

    /// A name, pointers followed, in lower case; nil when it is too long, points forward or in circles.
    mutating func name() -> String? {
        var text: [UInt8] = []
        var place = position
        var end: Int?
        // A pointer must lead before the place where the last one stood, so that there is no circle.
        var limit = position
        while true {
            guard place < bytes.count else { return nil }
            let length = Int(bytes[place])
            switch length {
            case 0:
                position = end ?? place + 1
                return String(decoding: text, as: UTF8.self)
            case 1...63:
                guard place + 1 + length <= bytes.count, text.count + length < 255 else { return nil }
                if !text.isEmpty { text.append(UInt8(ascii: ".")) }
                // A dot inside a label would make two names look alike; no host has one.
                for byte in bytes[place + 1...place + length] {
                    guard byte > 0x20, byte < 0x7F, byte != UInt8(ascii: ".") else { return nil }
                    text.append(byte &- 0x41 < 26 ? byte | 0x20 : byte)
                }
                place += 1 + length
            case 0xC0...0xFF:
                guard place + 1 < bytes.count else { return nil }
                let target = (length & 0x3F) << 8 | Int(bytes[place + 1])
                guard target < limit else { return nil }
                end = end ?? place + 2
                limit = target
                place = target
            default: return nil
            }
        }
    }

    mutating func record() -> Record? {
        guard let owner = name(), let kind = uint16(), let type = uint16(), let time = uint32(),
            let length = uint16(), position + Int(length) <= bytes.count
        else { return nil }
        let end = position + Int(length)
        defer { position = end }
        // A time with the highest bit set counts as none (RFC 2181, 8).
        var record = Record(owner: owner, kind: kind, timeToLive: time > Int32.max ? 0 : time)
        guard type == 1 else {
            record.kind = 0
            return record
        }
        switch DNSMessage.Kind(rawValue: kind) {
        case .a where length == 4: record.address = uint32().map(IPAddress.v4)
        case .aaaa where length == 16:
            let value = bytes[position..<end].reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
            record.address = IPAddress(v6: value)
        case .cname: record.target = name()
        case .soa: record.timeToLive = min(record.timeToLive, lastNumber(endingAt: end))
        default: break
        }
        return record
    }

    /// The last field of an SOA record: how long a missing name is known to be missing.
    private func lastNumber(endingAt end: Int) -> UInt32 {
        guard end - position >= 20 else { return 0 }
        return bytes[(end - 4)..<end].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    }
}
