/// `%41` in addresses (RFC 3986, section 2.1).
package enum PercentEscapes {
    /// The bytes that the escapes stand for; what only looks like an escape stays as it is. Linear.
    package static func decoded(_ text: some RandomAccessCollection<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var at = text.startIndex
        while at < text.endIndex {
            if let value = value(text[at...]) {
                result.append(value)
                text.formIndex(&at, offsetBy: 3)
            } else {
                result.append(text[at])
                text.formIndex(after: &at)
            }
        }
        return result
    }

    /// The byte that an escape at the beginning of `text` stands for; nil when none stands there.
    package static func value(_ text: some RandomAccessCollection<UInt8>) -> UInt8? {
        guard text.first == 0x25, text.count >= 3 else { return nil }
        let digits = text.dropFirst().prefix(2)
        guard let high = digits.first.flatMap(Address.hexValue), let low = digits.last.flatMap(Address.hexValue) else {
            return nil
        }
        return high << 4 | low
    }
}
