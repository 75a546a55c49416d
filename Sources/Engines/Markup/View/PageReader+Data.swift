// JSON in scripts: the string values, as one block.
extension PageReader {
    mutating func emitData(_ entry: Deferred) {
        let outer = beginBlock(entry)
        readStrings(entry)
        endBlock(outer)
    }

    /// A small scanner, not a parser: every quoted string that no ':' follows is a value. Addresses among them become links.
    private mutating func readStrings(_ entry: Deferred) {
        var at = Int(entry.start)
        let stop = Int(entry.end)
        let base = source.base
        while at < stop {
            guard base[at] == 0x22 else {
                at += 1
                continue
            }
            let start = at + 1
            var end = start
            var hasEscape = false
            while end < stop, base[end] != 0x22 {
                if base[end] == 0x5C {
                    hasEscape = true
                    end += 1
                }
                end += 1
            }
            end = min(end, stop)
            at = end + 1
            while at < stop, base[at] <= 0x20 { at += 1 }
            if at < stop, base[at] == 0x3A { continue }
            addString(start, end, hasEscape: hasEscape)
        }
    }

    private mutating func addString(_ start: Int, _ end: Int, hasEscape: Bool) {
        guard end - start >= 2 else { return }
        let from = UInt32(truncatingIfNeeded: start)
        let to = UInt32(truncatingIfNeeded: end)
        if !hasEscape {
            emitString(from, to)
        } else {
            emitEscaped(start, end)
        }
        if open.isOpen, open.block.textBytes > 0 { append(scalar: 0x0A, to, to, ink: 0) }
    }

    private mutating func emitString(_ from: UInt32, _ to: UInt32) {
        var ink: UInt32 = 0
        var mayBeAddress = false
        for at in from..<to {
            let byte = source.base[Int(at)]
            if byte > 0x20 { ink &+= 1 }
            if byte == 0x3A || byte | 0x20 == 0x77 { mayBeAddress = true }
        }
        guard ink > 0 else { return }
        openBlockIfNeeded()
        append(raw: from, to, ink: ink)
        if mayBeAddress { findAddresses(from, to) }
    }

    /// Escapes become scalars; the raw bytes between stay raw pieces.
    private mutating func emitEscaped(_ start: Int, _ end: Int) {
        let base = source.base
        var at = start
        var run = start
        while at < end {
            guard base[at] == 0x5C, at + 1 < end else {
                at += 1
                continue
            }
            if at > run { emitString(UInt32(truncatingIfNeeded: run), UInt32(truncatingIfNeeded: at)) }
            let (scalar, length) = JSONEscape.read(base, at, end)
            openBlockIfNeeded()
            append(
                scalar: scalar, UInt32(truncatingIfNeeded: at), UInt32(truncatingIfNeeded: at + length),
                ink: scalar > 0x20 ? UInt32(truncatingIfNeeded: length) : 0)
            at += length
            run = at
        }
        if end > run { emitString(UInt32(truncatingIfNeeded: run), UInt32(truncatingIfNeeded: end)) }
    }
}

/// One escape of a JSON string.
enum JSONEscape {
    /// - Returns: the character at the backslash, and how many bytes stand for it (at least two).
    static func read(_ base: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> (scalar: UInt32, length: Int) {
        switch base[at + 1] {
        case 0x6E, 0x72, 0x74, 0x62, 0x66: return (0x20, 2)
        case 0x75:
            guard let unit = hex(base, at + 2, end) else { return (0xFFFD, 2) }
            if unit >= 0xD800, unit < 0xDC00, at + 7 < end, base[at + 6] == 0x5C, base[at + 7] == 0x75,
                let low = hex(base, at + 8, end), low >= 0xDC00, low < 0xE000
            {
                return (0x1_0000 + (unit - 0xD800) << 10 + (low - 0xDC00), 12)
            }
            return (unit >= 0xD800 && unit < 0xE000 ? 0xFFFD : unit, 6)
        default: return (UInt32(base[at + 1]), 2)
        }
    }

    private static func hex(_ base: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> UInt32? {
        guard at + 4 <= end else { return nil }
        var value: UInt32 = 0
        for index in 0..<4 {
            guard let digit = Address.hexValue(base[at + index]) else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}
