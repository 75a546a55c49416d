/// IPv6 addresses as they stand between brackets: eight pieces, and their one shortest spelling (RFC 5952).
enum IPv6Host {
    typealias Bytes = UnsafeBufferPointer<UInt8>

    /// - Parameter text: without brackets. Zones (`%eth0`) are refused, as in the standard.
    static func read(_ text: Bytes) -> [UInt16]? {
        var pieces: [UInt16] = []
        var gap: Int?
        var at = 0
        if text.first == 0x3A {
            guard text.count > 1, text[1] == 0x3A else { return nil }
            gap = 0
            at = 2
        }
        while at < text.count {
            guard pieces.count < 8 else { return nil }
            if text[at] == 0x3A {
                guard gap == nil else { return nil }
                gap = pieces.count
                at += 1
                continue
            }
            let start = at
            let piece = hexPiece(text, &at)
            if at < text.count, text[at] == 0x2E {
                guard at > start, pieces.count <= 6, let tail = dotted(text, from: start) else { return nil }
                pieces += tail
                break
            }
            guard at > start else { return nil }
            pieces.append(piece)
            if at == text.count { break }
            guard text[at] == 0x3A, at + 1 < text.count else { return nil }
            at += 1
        }
        return filled(pieces, gap)
    }

    /// The longest row of zero pieces, the first of equals, is written `::`.
    static func text(_ pieces: [UInt16]) -> String {
        let gap = longestZeros(pieces)
        var result = ""
        var at = 0
        while at < pieces.count {
            if let gap, at == gap.lowerBound {
                result += at == 0 ? "::" : ":"
                at = gap.upperBound
                continue
            }
            result += String(pieces[at], radix: 16)
            if at + 1 < pieces.count { result += ":" }
            at += 1
        }
        return result
    }

    private static func filled(_ pieces: [UInt16], _ gap: Int?) -> [UInt16]? {
        guard let gap else { return pieces.count == 8 ? pieces : nil }
        guard pieces.count < 8 else { return nil }
        return pieces[..<gap] + [UInt16](repeating: 0, count: 8 - pieces.count) + pieces[gap...]
    }

    private static func hexPiece(_ text: Bytes, _ at: inout Int) -> UInt16 {
        var piece: UInt16 = 0
        let start = at
        while at < text.count, at - start < 4, let digit = Address.hexValue(text[at]) {
            piece = piece << 4 | UInt16(digit)
            at += 1
        }
        return piece
    }

    /// Four decimal numbers to the end of the text, as two pieces.
    private static func dotted(_ text: Bytes, from start: Int) -> [UInt16]? {
        let labels = text[start...].split(separator: 0x2E, maxSplits: 4, omittingEmptySubsequences: false)
        guard labels.count == 4 else { return nil }
        var bytes: [UInt16] = []
        for label in labels {
            guard (1...3).contains(label.count), label.count == 1 || label.first != 0x30 else { return nil }
            var value: UInt16 = 0
            for byte in label {
                guard byte &- 0x30 < 10 else { return nil }
                value = value * 10 + UInt16(byte &- 0x30)
            }
            guard value <= 255 else { return nil }
            bytes.append(value)
        }
        return [bytes[0] << 8 | bytes[1], bytes[2] << 8 | bytes[3]]
    }

    private static func longestZeros(_ pieces: [UInt16]) -> Range<Int>? {
        var best = 0..<1
        var at = 0
        while at < pieces.count {
            let start = at
            while at < pieces.count, pieces[at] == 0 { at += 1 }
            if at - start > best.count { best = start..<at }
            at = max(at, start + 1)
        }
        return best.count > 1 ? best : nil
    }
}
