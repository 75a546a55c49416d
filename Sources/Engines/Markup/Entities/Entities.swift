import CEntityTable

/// Character references of HTML: named (with the old ones that need no ';'), decimal and hexadecimal.
enum Entities {
    /// What a reference stands for.
    struct Reference {
        var first: UInt32
        /// Second code point, or 0.
        var second: UInt32 = 0
        /// Bytes of the source, from the '&'.
        var length: Int
    }

    /// Reads the reference at `text[0]`, which is '&'; nil when it is only an ampersand. Looks at no more than
    /// `VG_ENTITY_LONGEST` bytes of a name, or as many digits as there are, once.
    ///
    /// A decoded '&' that again begins a reference with its ';' (`&amp;agrave;`) is decoded once more: old content systems
    /// and advertisers both write it.
    static func reference(at text: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>, inAttribute: Bool) -> Reference? {
        guard let outer = single(at: text, end: end, inAttribute: inAttribute) else { return nil }
        guard outer.first == 0x26, outer.second == 0, text + outer.length < end else { return outer }
        guard let inner = single(after: text + outer.length, end: end, inAttribute: false, mustEnd: true) else {
            return outer
        }
        return Reference(first: inner.first, second: inner.second, length: outer.length + inner.length - 1)
    }

    private static func single(
        at text: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>, inAttribute: Bool
    ) -> Reference? {
        single(after: text + 1, end: end, inAttribute: inAttribute, mustEnd: false)
    }

    /// - Parameter body: what follows the ampersand.
    private static func single(
        after body: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>, inAttribute: Bool, mustEnd: Bool
    ) -> Reference? {
        guard body < end else { return nil }
        return body.pointee == 0x23
            ? numeric(body + 1, end, mustEnd: mustEnd)
            : named(body, end, inAttribute: inAttribute, mustEnd: mustEnd)
    }

    // MARK: numbers

    private static func numeric(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, mustEnd: Bool
    ) -> Reference? {
        var cursor = start
        let isHex = cursor < end && cursor.pointee | 0x20 == 0x78
        if isHex { cursor += 1 }
        let digits = cursor
        var value: UInt32 = 0
        while cursor < end, let digit = digitValue(cursor.pointee, isHex: isHex) {
            value = min(value &* (isHex ? 16 : 10) &+ digit, 0x11_0000)
            cursor += 1
        }
        guard cursor > digits else { return nil }
        let isEnded = cursor < end && cursor.pointee == 0x3B
        if isEnded { cursor += 1 } else if mustEnd { return nil }
        return Reference(first: codePoint(value), length: cursor - start + 2)
    }

    private static func digitValue(_ byte: UInt8, isHex: Bool) -> UInt32? {
        if byte &- 0x30 < 10 { return UInt32(byte &- 0x30) }
        let letter = (byte | 0x20) &- 0x61
        return isHex && letter < 6 ? UInt32(letter) + 10 : nil
    }

    /// The standard's replacements: NUL, surrogates and too large numbers, and the C1 range read as windows-1252.
    private static func codePoint(_ value: UInt32) -> UInt32 {
        if value == 0 || value > 0x10_FFFF || (value >= 0xD800 && value < 0xE000) { return 0xFFFD }
        if value >= 0x80 && value < 0xA0 {
            let mapped = UInt32(windows1252[Int(value - 0x80)])
            return mapped == 0 ? value : mapped
        }
        return value
    }

    private static let windows1252: [UInt16] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E,
        0x0178,
    ]

    // MARK: names

    /// First row of the table by first byte of the name; 129 entries.
    private static let firstRow: [UInt16] = {
        var rows = [UInt16](repeating: 0, count: 129)
        withTable { entries, names in
            var byte = 0
            for row in 0..<Int(VG_ENTITY_COUNT) {
                let lead = Int(names[Int(entries[row].name)])
                while byte <= lead {
                    rows[byte] = UInt16(row)
                    byte += 1
                }
            }
            while byte < 129 {
                rows[byte] = UInt16(VG_ENTITY_COUNT)
                byte += 1
            }
        }
        return rows
    }()

    private static func withTable<R>(_ body: (UnsafePointer<vg_entity>, UnsafePointer<UInt8>) -> R) -> R {
        body(vg_entity_rows(), UnsafeRawPointer(vg_entity_name_bytes()).assumingMemoryBound(to: UInt8.self))
    }

    /// The longest name of the table that the text begins with. Binary search narrows the rows byte by byte.
    private static func named(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, inAttribute: Bool, mustEnd: Bool
    ) -> Reference? {
        guard (start.pointee | 0x20) &- 0x61 < 26 else { return nil }
        return withTable { entries, names in
            var low = Int(firstRow[Int(start.pointee)])
            var high = Int(firstRow[Int(start.pointee) + 1])
            var best: Int?
            var depth = 1
            while low < high {
                if Int(entries[low].length) == depth { best = low }
                guard start + depth < end, depth < Int(VG_ENTITY_LONGEST) else { break }
                let byte = start[depth]
                low = lowerBound(entries, names, low, high, depth, byte)
                high = lowerBound(entries, names, low, high, depth, byte &+ 1)
                depth += 1
            }
            guard let row = best else { return nil }
            let length = Int(entries[row].length)
            if start[length - 1] != 0x3B {
                if mustEnd { return nil }
                // In an attribute `&copy=1` and `&copyx` are parts of a URL, not references.
                if inAttribute, start + length < end, isNameByte(start[length]) { return nil }
            }
            return Reference(first: entries[row].first, second: entries[row].second, length: length + 1)
        }
    }

    /// First row of low..<high whose byte at `depth` is at least `byte`; a row that ends before counts as 0.
    private static func lowerBound(
        _ entries: UnsafePointer<vg_entity>, _ names: UnsafePointer<UInt8>, _ low: Int, _ high: Int, _ depth: Int,
        _ byte: UInt8
    ) -> Int {
        var low = low
        var high = high
        while low < high {
            let middle = (low + high) / 2
            let own = Int(entries[middle].length) > depth ? names[Int(entries[middle].name) + depth] : 0
            if own < byte { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte == 0x3D || byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26
    }
}
