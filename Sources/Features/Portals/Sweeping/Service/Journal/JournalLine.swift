import Unpack

/// One line of a journal's file: a JSON object whose first member is the checksum of what stands behind it.
///
/// ```
/// {"crc":"89abcdef","journal":"vonggac-sweep","version":1,"sweep":"…"}     the first line
/// {"crc":"01234567","events":[…],"record":{…}}                             every other
/// ```
enum JournalLine {
    static let version = 1
    private static let name = "vonggac-sweep"
    /// `{"crc":"` 8 digits `",`
    private static let frontCount = 18

    // MARK: writing

    /// - Throws: `JournalError.badRecord` for a record with a line end.
    static func write(_ entry: JournalEntry, to out: inout [UInt8]) throws(JournalError) {
        var writer = ByteWriter()
        writer.text("\"events\":")
        writer.list(entry.events) { $0.write(to: &$1) }
        if let record = entry.record {
            guard !record.isEmpty, !record.contains(where: { $0 == 0x0A || $0 == 0x0D }) else {
                throw JournalError(.badRecord, "a record must be one line of JSON")
            }
            writer.text(",\"record\":")
            writer.raw(record)
        }
        writer.text("}")
        seal(writer.bytes, to: &out)
    }

    static func head(sweep: String) -> [UInt8] {
        var writer = ByteWriter()
        writer.text("\"journal\":")
        writer.json(name)
        writer.text(",\"version\":")
        writer.integer(version)
        writer.text(",\"sweep\":")
        writer.json(sweep)
        writer.text("}")
        var line: [UInt8] = []
        seal(writer.bytes, to: &line)
        return line
    }

    private static func seal(_ rest: [UInt8], to out: inout [UInt8]) {
        out += rest.withUnsafeBufferPointer(front)
        out += rest
        out.append(0x0A)
    }

    // MARK: reading

    /// - Parameter line: without its end.
    /// - Returns: nil when the checksum is wrong or the content is not an entry.
    static func entry(_ line: UnsafeBufferPointer<UInt8>) -> JournalEntry? {
        var reader = JSONLine(names: ["events", "record"])
        guard isSealed(line), (try? reader.read(line)) != nil, let events = reader.values[0],
            let list = JSONTree.read(.init(rebasing: line[events.range]))?.list
        else { return nil }
        var entry = JournalEntry(events: [])
        for tree in list {
            guard let event = SweepEvent(tree) else { return nil }
            entry.events.append(event)
        }
        if let record = reader.values[1] { entry.record = Array(line[whole(record)]) }
        return entry
    }

    /// - Parameter sweep: nil for any.
    /// - Throws: `otherVersion`, `otherSweep`, `damaged`.
    static func checkHead(_ line: [UInt8], sweep: String?) throws(JournalError) {
        let tree = line.withUnsafeBufferPointer { isSealed($0) ? JSONTree.read($0) : nil }
        guard let tree, tree["journal"]?.text == name else {
            throw JournalError(.damaged, "this is no journal of a sweep", line: 1)
        }
        guard tree["version"]?.int == version else {
            throw JournalError(.otherVersion, "the journal was written by another version of the program", line: 1)
        }
        guard sweep == nil || tree["sweep"]?.text == sweep else {
            throw JournalError(.otherSweep, "the journal is of a sweep with other seeds or options", line: 1)
        }
    }

    private static func isSealed(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        guard line.count > frontCount else { return false }
        let rest = UnsafeBufferPointer(rebasing: line[frontCount...])
        return line[..<frontCount].elementsEqual(front(rest))
    }

    /// What stands before the rest of a line: the checksum in eight lower-case hexadecimal digits.
    private static func front(_ rest: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        let digits = String(CRC32.of(rest), radix: 16)
        return Array("{\"crc\":\"\(String(repeating: "0", count: 8 - digits.count))\(digits)\",".utf8)
    }

    /// A string's range with its quotes.
    private static func whole(_ value: JSONLine.Value) -> Range<Int> {
        value.kind == .string ? value.range.lowerBound - 1..<value.range.upperBound + 1 : value.range
    }
}
