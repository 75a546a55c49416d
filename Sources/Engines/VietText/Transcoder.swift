internal import CUnicodeTables

/// A text brought to UTF-8, with the way back.
package struct TranscodedText: Sendable {
    package var utf8: [UInt8]
    package var origins: OffsetMap
    /// Source sequences that stand for no character; each became U+FFFD.
    package var replacements: Int
}

/// Brings text in any `TextEncoding` to UTF-8. Never fails; the cost is linear; UTF-8 comes out at most three times as long.
package enum Transcoder {
    /// - Parameter encoding: for `.utf8` the bytes are handed on as they are, malformed ones too (folding copes with them).
    ///   A byte order mark of UTF-16 is left out.
    package static func transcode(_ bytes: [UInt8], from encoding: TextEncoding) -> TranscodedText {
        switch encoding {
        case .utf8:
            return TranscodedText(utf8: bytes, origins: OffsetMap(identityOf: bytes.count), replacements: 0)
        case .utf16le: return wide(bytes, highByte: 1)
        case .utf16be: return wide(bytes, highByte: 0)
        case .windows1252: return narrow(bytes, vt_windows1252())
        case .windows1258: return narrow(bytes, vt_windows1258())
        case .tcvn3: return narrow(bytes, vt_tcvn3())
        case .viscii: return narrow(bytes, vt_viscii())
        }
    }

    /// One byte, one scalar. Combining tone bytes (windows-1258, TCVN) stay combining marks: every scalar has its own byte.
    private static func narrow(_ bytes: [UInt8], _ table: UnsafePointer<UInt16>) -> TranscodedText {
        var writer = UTF8Writer(sourceCount: bytes.count, unit: 1)
        for (at, byte) in bytes.enumerated() {
            let scalar = UInt32(table[Int(byte)])
            writer.append(scalar, isFault: scalar == 0xFFFD, sourceOffset: at)
        }
        return writer.text()
    }

    private static func wide(_ bytes: [UInt8], highByte: Int) -> TranscodedText {
        func unit(_ at: Int) -> UInt32 { UInt32(bytes[at + highByte]) << 8 | UInt32(bytes[at + 1 - highByte]) }
        let first = bytes.count >= 2 && unit(0) == 0xFEFF ? 2 : 0
        var writer = UTF8Writer(sourceCount: bytes.count, unit: 2)
        var at = first
        while at + 1 < bytes.count {
            let lead = unit(at)
            let trail = lead & 0xFC00 == 0xD800 && at + 3 < bytes.count ? unit(at + 2) : 0
            if trail & 0xFC00 == 0xDC00 {
                let scalar = 0x10000 + (lead & 0x3FF) << 10 + trail & 0x3FF
                writer.append(scalar, isFault: false, sourceOffset: at)
                at += 4
            } else {
                let isLone = lead & 0xF800 == 0xD800
                writer.append(isLone ? 0xFFFD : lead, isFault: isLone, sourceOffset: at)
                at += 2
            }
        }
        if at < bytes.count { writer.append(0xFFFD, isFault: true, sourceOffset: at) }
        return writer.text()
    }
}

/// Collects UTF-8 and notes where every 64th of its bytes came from.
private struct UTF8Writer {
    private var utf8: [UInt8] = []
    private var checkpoints: [UInt32] = []
    private var replacements = 0
    private let sourceCount: Int
    private let unit: Int

    init(sourceCount: Int, unit: Int) {
        self.sourceCount = sourceCount
        self.unit = unit
        utf8.reserveCapacity(sourceCount + sourceCount / 2)
        checkpoints.reserveCapacity(sourceCount / OffsetMap.stride + 1)
    }

    mutating func append(_ scalar: UInt32, isFault: Bool, sourceOffset: Int) {
        if isFault { replacements += 1 }
        // A checkpoint tells the source of the first character that begins in its stretch.
        while checkpoints.count * OffsetMap.stride <= utf8.count {
            checkpoints.append(UInt32(truncatingIfNeeded: sourceOffset))
        }
        if scalar < 0x80 {
            utf8.append(UInt8(truncatingIfNeeded: scalar))
            return
        }
        if scalar < 0x800 {
            utf8.append(UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6))
        } else {
            if scalar < 0x10000 {
                utf8.append(UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12))
            } else {
                utf8.append(UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18))
                utf8.append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F))
            }
            utf8.append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
        }
        utf8.append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
    }

    func text() -> TranscodedText {
        let origins = OffsetMap(utf8: utf8, checkpoints: checkpoints, unit: unit, sourceCount: sourceCount)
        return TranscodedText(utf8: utf8, origins: origins, replacements: replacements)
    }
}
