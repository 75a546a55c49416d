internal import VietText

/// Names of hosts: lower case, compatible forms folded, labels of other scripts as punycode.
///
/// Unicode Technical Standard 46 without its transitional forms. Where the standard asks for tables that are nowhere else
/// needed (the bidirectional rule, the contexts of joiners) this reader takes the name: the name server has the last word.
enum HostName {
    /// A punycode label is at least as long as what it stands for, and DNS holds no more.
    private static let longestLabel = 253

    /// - Parameter name: after percent-decoding; hostile.
    /// - Returns: nil for malformed UTF-8, for labels that stand for no name, and for characters that no name may have.
    static func ascii(_ name: [UInt8]) -> [UInt8]? {
        if let plain = plainASCII(name) { return plain }
        guard let scalars = scalars(name) else { return nil }
        var result: [UInt8] = []
        for (at, label) in mapped(scalars).split(separator: 0x2E, omittingEmptySubsequences: false).enumerated() {
            if at > 0 { result.append(0x2E) }
            guard let ascii = asciiLabel(Array(label)) else { return nil }
            result += ascii
        }
        return result
    }

    /// The name in small letters when it is ASCII. What its `xn--` labels stand for is not asked: Chromium does not ask either.
    private static func plainASCII(_ name: [UInt8]) -> [UInt8]? {
        var result = name
        for at in result.indices {
            if result[at] >= 0x80 { return nil }
            if result[at] &- 0x41 < 26 { result[at] |= 0x20 }
        }
        return result
    }

    private static func scalars(_ name: [UInt8]) -> [UInt32]? {
        var result: [UInt32] = []
        var decoder = UTF8()
        var source = name.makeIterator()
        while true {
            switch decoder.decode(&source) {
            case .scalarValue(let scalar): result.append(scalar.value)
            case .emptyInput: return result
            case .error: return nil
            }
        }
    }

    // MARK: mapping

    /// What is not seen is dropped, letters become small and of one form, every full stop a dot.
    private static func mapped(_ scalars: [UInt32]) -> [UInt32] {
        let first = Normalizer.nfkc(lowercased(scalars))
        return Normalizer.nfkc(lowercased(first)).map { $0 == 0x3002 ? 0x2E : $0 }
    }

    private static func lowercased(_ scalars: [UInt32]) -> [UInt32] {
        var result: [UInt32] = []
        result.reserveCapacity(scalars.count)
        for value in scalars {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let properties = scalar.properties
            if properties.isDefaultIgnorableCodePoint, value != 0x200C, value != 0x200D { continue }
            for lower in properties.lowercaseMapping.unicodeScalars { result.append(lower.value) }
        }
        return result
    }

    // MARK: labels

    private static func asciiLabel(_ label: [UInt32]) -> [UInt8]? {
        if label.starts(with: [0x78, 0x6E, 0x2D, 0x2D]) { return checkedPunycode(label) }
        if label.allSatisfy({ $0 < 0x80 }) { return label.map { UInt8($0) } }
        guard label.count <= longestLabel, isName(label), let code = Punycode.encode(label) else { return nil }
        return Array("xn--".utf8) + code
    }

    /// Beside labels of other scripts, one that came as punycode stands for a name in its mapped form, or for nothing.
    private static func checkedPunycode(_ label: [UInt32]) -> [UInt8]? {
        guard label.count <= longestLabel, label.allSatisfy({ $0 < 0x80 }) else { return nil }
        let code = label.dropFirst(4).map { UInt8($0) }
        guard let name = Punycode.decode(code), name.contains(where: { $0 >= 0x80 }), mapped(name) == name,
            isName(name), Punycode.encode(name) == code
        else { return nil }
        return Array("xn--".utf8) + code
    }

    private static func isName(_ label: [UInt32]) -> Bool {
        for (at, value) in label.enumerated() {
            guard let scalar = Unicode.Scalar(value), value != 0xFFFD, value != 0xFFFC else { return false }
            switch scalar.properties.generalCategory {
            case .control, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator, .spaceSeparator:
                return false
            case .format where value != 0x200C && value != 0x200D: return false
            case .nonspacingMark where at == 0, .spacingMark where at == 0, .enclosingMark where at == 0: return false
            default: continue
            }
        }
        return true
    }
}
