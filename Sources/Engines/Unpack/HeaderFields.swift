/// Header lines (`Name: value`) as WARC and HTTP write them: names without case, values trimmed.
package struct HeaderFields: Sendable {
    private(set) var fields: [(name: [UInt8], value: [UInt8])] = []

    package init() {}

    /// Takes one line. A line that begins with white space continues the value before it; one without a colon is passed over.
    package mutating func add(line: ArraySlice<UInt8>) {
        guard let first = line.first else { return }
        if first == 0x20 || first == 0x09 {
            guard let last = fields.indices.last else { return }
            fields[last].value += [0x20] + Self.trimmed(line)
            return
        }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return }
        let name = Self.trimmed(line[..<colon]).map(Self.lowered)
        fields.append((name, Array(Self.trimmed(line[(colon + 1)...]))))
    }

    /// The first value of a field. - Parameter name: lower case.
    package func value(_ name: StaticString) -> [UInt8]? {
        fields.first { field in name.withUTF8Buffer { field.name.elementsEqual($0) } }?.value
    }

    /// The same for a name that is known only when the program runs.
    package func value(named name: String) -> [UInt8]? {
        fields.first { $0.name.elementsEqual(name.utf8) }?.value
    }

    /// All values of a field.
    package func values(_ name: StaticString) -> [[UInt8]] {
        fields.filter { field in name.withUTF8Buffer { field.name.elementsEqual($0) } }.map(\.value)
    }

    package static func lowered(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

    package static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var slice = bytes
        while let first = slice.first, first == 0x20 || first == 0x09 || first == 0x0D { slice = slice.dropFirst() }
        while let last = slice.last, last == 0x20 || last == 0x09 || last == 0x0D { slice = slice.dropLast() }
        return slice
    }

    /// A decimal number of digits only; nil for anything else and for what does not fit.
    package static func decimal(_ bytes: [UInt8]) -> UInt64? {
        guard !bytes.isEmpty, bytes.count <= 19 else { return nil }
        var value: UInt64 = 0
        for byte in bytes {
            guard byte &- 0x30 < 10 else { return nil }
            value = value * 10 + UInt64(byte &- 0x30)
        }
        return value
    }
}
