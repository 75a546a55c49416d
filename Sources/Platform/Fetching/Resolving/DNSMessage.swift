import Patterns

/// DNS questions and answers on the wire (RFC 1035). Answers are hostile: every count, length and pointer is checked.
enum DNSMessage {
    enum Kind: UInt16 {
        case a = 1
        case cname = 5
        case soa = 6
        case aaaa = 28
    }

    /// What one answer says about the name that was asked for.
    struct Answer: Equatable {
        var code: UInt8 = 0
        /// The answer did not fit into a datagram and is to be asked for over TCP.
        var isTruncated = false
        var addresses: [IPAddress] = []
        /// Targets of the aliases followed, in order; the last one owns the addresses.
        var aliases: [String] = []
        /// The zone itself says that there is no such record.
        var isDenied = false
        /// Seconds the answer may be kept: the least on the way; of a missing name what its zone says.
        var timeToLive: UInt32 = 0
    }

    static let maxAliases = 8
    static let maxAddresses = 16
    private static let maxRecords = 128

    /// A recursive question for one kind of record; nil when `name` is no host name.
    static func question(id: UInt16, name: String, kind: Kind) -> [UInt8]? {
        guard isHostName(name) else { return nil }
        var bytes: [UInt8] = [UInt8(id >> 8), UInt8(id & 0xFF), 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]
        for label in name.utf8.split(separator: UInt8(ascii: ".")) {
            bytes.append(UInt8(label.count))
            bytes += label
        }
        return bytes + [0, 0, UInt8(kind.rawValue), 0, 1]
    }

    /// Letters, digits, hyphens and underscores in labels of 1 to 63 bytes, 253 in all; the last label is no number (such a
    /// host is an address written in a way that not everyone reads alike).
    static func isHostName(_ name: String) -> Bool {
        guard (1...253).contains(name.utf8.count) else { return false }
        let labels = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let areLabels = labels.allSatisfy { label in
            (1...63).contains(label.count)
                && label.allSatisfy { ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == 0x2D || $0 == 0x5F }
        }
        guard areLabels, let last = labels.last else { return false }
        let isHex = last.starts(with: "0x".utf8) || last.starts(with: "0X".utf8)
        return !isHex && !last.allSatisfy { $0 &- 0x30 < 10 }
    }

    /// Reads the answer to a question.
    /// - Returns: nil when it answers something else or cannot be read.
    static func answer(_ bytes: [UInt8], id: UInt16, name: String, kind: Kind) -> Answer? {
        var reader = DNSReader(bytes)
        guard let head = reader.header(), head.id == id, head.flags & 0xF800 == 0x8000, head.questions == 1,
            let asked = reader.name(), asked == name.lowercased(), reader.uint16() == kind.rawValue,
            reader.uint16() == 1
        else { return nil }
        var answer = Answer(code: UInt8(head.flags & 15), isTruncated: head.flags & 0x0200 != 0)
        if answer.isTruncated { return answer }
        guard let records = records(&reader, head.answers), follow(records, from: asked, kind, into: &answer)
        else { return nil }
        if answer.addresses.isEmpty {
            // RFC 2308: how long "there is none" holds stands in the zone's SOA record.
            let authorities = DNSMessage.records(&reader, head.authorities) ?? []
            let zone = authorities.first { $0.kind == Kind.soa.rawValue }
            answer.isDenied = zone != nil
            answer.timeToLive = zone?.timeToLive ?? 0
        }
        return answer
    }

    private static func records(_ reader: inout DNSReader, _ count: UInt16) -> [DNSReader.Record]? {
        guard count <= maxRecords else { return nil }
        var records: [DNSReader.Record] = []
        for _ in 0..<count {
            guard let record = reader.record() else { return nil }
            records.append(record)
        }
        return records
    }

    /// Walks the aliases from the asked name to the owner of addresses. Records of other names are passed over: a server may
    /// write whatever it likes there.
    private static func follow(
        _ records: [DNSReader.Record], from name: String, _ kind: Kind, into answer: inout Answer
    ) -> Bool {
        var owner = name
        var leastTime = UInt32.max
        for _ in 0...maxAliases {
            let own = records.filter { $0.owner == owner }
            for record in own where record.kind == kind.rawValue && answer.addresses.count < maxAddresses {
                guard let address = record.address else { return false }
                answer.addresses.append(address)
                leastTime = min(leastTime, record.timeToLive)
            }
            guard answer.addresses.isEmpty, let alias = own.first(where: { $0.kind == Kind.cname.rawValue }),
                let target = alias.target
            else {
                answer.timeToLive = leastTime == .max ? 0 : leastTime
                return true
            }
            leastTime = min(leastTime, alias.timeToLive)
            answer.aliases.append(target)
            owner = target
        }
        return false
    }
}
